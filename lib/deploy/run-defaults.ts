import { type DeployedDefaults, deployedDefaultsProblems } from '../../lambdas/deployed-defaults.ts';
import { ContextError } from './setting-values.ts';
import type { BundledFiles } from './staged-bundle.ts';

/** Beside the bundle: an input may have 200 KB, and a function's environment 4. */
const FILE_NAME = 'run-defaults.json';

/**
 * What travels beside CreateRun, and the variable that tells it so; neither when there is nothing to tell.
 *
 * @throws ContextError with one line per problem
 */
export function packRunDefaults(defaults: DeployedDefaults): {
  files: BundledFiles;
  variables: { RUN_DEFAULTS_FILE?: string };
} {
  const problems = deployedDefaultsProblems(defaults);
  if (problems.length > 0) throw new ContextError(problems.join('\n'));
  const content = JSON.stringify(defaults);
  if (content === '{}') return { files: {}, variables: {} };
  return { files: { [FILE_NAME]: content }, variables: { RUN_DEFAULTS_FILE: FILE_NAME } };
}
