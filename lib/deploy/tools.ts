import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeployedTool, deployedToolProblems, readDeployedTools } from '../../lambdas/deployed-tools.ts';
import { ContextError } from './context.ts';

/** Beside the bundle, as specifications of 350 KB have no room in a function's environment. */
const FILE_NAME = 'tools.json';

/**
 * Reads the tools that a JSON file declares.
 *
 * @throws ContextError with one line per problem
 */
export function readToolsFile(path: string): readonly DeployedTool[] {
  return checkedTools(parsedFile(path));
}

/**
 * Puts the tools into the directory of a bundle.
 *
 * @returns the variable that tells the function where they are; none when there are no tools
 * @throws ContextError with one line per problem
 */
export function packTools(tools: readonly DeployedTool[], bundleDirectory: string): { TOOLS_FILE?: string } {
  const checked = checkedTools(tools);
  const path = join(bundleDirectory, FILE_NAME);
  // Of an earlier synthesis.
  rmSync(path, { force: true });
  if (checked.length === 0) return {};
  writeFileSync(path, JSON.stringify(checked));
  return { TOOLS_FILE: FILE_NAME };
}

function checkedTools(list: unknown): readonly DeployedTool[] {
  const problems = deployedToolProblems(list);
  if (problems.length > 0) throw new ContextError(problems.join('\n'));
  return readDeployedTools(list);
}

function parsedFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ContextError(`tools: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
