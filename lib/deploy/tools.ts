import { readFileSync } from 'node:fs';
import { Token } from 'aws-cdk-lib';
import { type DeployedTool, deployedToolProblems, readDeployedTools } from '../../lambdas/deployed-tools.ts';
import { ContextError } from './setting-values.ts';
import type { BundledFiles } from './staged-bundle.ts';
import type { WorkflowTool } from './workflow-props.ts';

/** Beside the bundle, as specifications of 350 KB have no room in a function's environment. */
const FILE_NAME = 'tools.json';

/** Stands for the ARN of a function that is made with the stack, while its tool is checked. */
const NOT_YET_KNOWN = 'arn:aws:lambda:us-east-1:000000000000:function:not-yet-known';

/** What the workflow's tools are in a deployment. */
interface PackedTools {
  /** What travels beside the function that calls them. */
  readonly files: BundledFiles;
  /** Tell that function where they are. */
  readonly variables: { readonly TOOLS_FILE?: string; readonly TOOL_FUNCTIONS?: string };
  /** What it must be allowed to invoke. */
  readonly functionArns: readonly string[];
}

/**
 * Reads the tools that a JSON file declares.
 *
 * @throws ContextError with one line per problem
 */
export function readToolsFile(path: string): readonly DeployedTool[] {
  return checkedTools(parsedFile(path));
}

/**
 * Makes of the tools what their function needs.
 *
 * @throws ContextError with one line per problem
 */
export function packTools(tools: readonly WorkflowTool[]): PackedTools {
  const given = tools.map((tool) => {
    if (!('function' in tool)) return tool;
    const {
      function: { functionArn },
      ...declared
    } = tool;
    return { ...declared, functionArn };
  });
  const unknown = given.filter(({ functionArn }) => Token.isUnresolved(functionArn));
  const checked = checkedTools(
    given.map((tool) => (unknown.includes(tool) ? { ...tool, functionArn: NOT_YET_KNOWN } : tool)),
  );
  if (checked.length === 0) return { files: {}, variables: {}, functionArns: [] };
  const declared = checked.map((tool, index) => ({ ...tool, functionArn: arnIfKnown(given[index]) }));
  const toldOnDeployment = unknown.map(({ name, functionArn }) => `${name}=${functionArn}`).join(',');
  return {
    files: { [FILE_NAME]: JSON.stringify(declared) },
    variables: { TOOLS_FILE: FILE_NAME, ...(toldOnDeployment !== '' && { TOOL_FUNCTIONS: toldOnDeployment }) },
    functionArns: given.map(({ functionArn }) => functionArn),
  };
}

function arnIfKnown(tool: DeployedTool | undefined): string | undefined {
  return Token.isUnresolved(tool?.functionArn) ? undefined : tool?.functionArn;
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
