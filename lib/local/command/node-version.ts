/** Which Node something needs: major and minor version. */
type NodeVersion = readonly [major: number, minor: number];

/** The first that has what a run on this machine is made with: `using`, and stacks of what is to be closed. */
const OF_RUNS: NodeVersion = [24, 0];
/** The oldest that the package is for. */
const OF_PACKAGE: NodeVersion = [22, 18];

/** Whether this is the repository's source, which Node reads as it is written. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
/** How this command line is started, as it may be pasted. */
export const COMMAND = IS_SOURCE ? 'npm run nova-act --' : 'npx nova-act';

const ADVICE = IS_SOURCE
  ? 'Install Node 24; on Linux npm ci brings one, which npm run nova-act and npx node start.'
  : 'Install Node 24.';

/** What is wrong with a Node, and what to do about it. */
export interface NodeProblem {
  readonly found: string;
  readonly advice: string;
}

/** Why no run can be performed on this machine with this Node; undefined when one can. */
export function problemOfRuns(version: string): NodeProblem | undefined {
  return olderThan(version, OF_RUNS);
}

/**
 * Why this command line cannot be used with this Node; undefined when it can.
 *
 * @param version - as Node tells it, such as v24.1.0
 * @param isSource - whether it is the repository's source
 */
export function problemOfCommandLine(version: string, isSource = IS_SOURCE): NodeProblem | undefined {
  return olderThan(version, isSource ? OF_RUNS : OF_PACKAGE);
}

function olderThan(version: string, needed: NodeVersion): NodeProblem | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isNewEnough = major > needed[0] || (major === needed[0] && minor >= needed[1]);
  return isNewEnough ? undefined : { found: `${version}, needed: ${nameOf(needed)} or newer`, advice: ADVICE };
}

function nameOf([major, minor]: NodeVersion): string {
  return minor === 0 ? String(major) : `${major}.${minor}`;
}
