import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Tool } from '../../lib/act/ports.ts';
import { toolsByName } from '../../lib/sdk/tool-list.ts';
import { lambdaTools } from '../../lib/tools/lambda-tool.ts';
import { readDeployedTools } from '../deployed-tools.ts';
import type { Configuration } from './configuration.ts';

type Sources = Pick<Configuration, 'toolsFile' | 'toolsModule'> & Partial<Pick<Configuration, 'toolFunctions'>>;

let tools: Promise<ReadonlyMap<string, Tool>> | undefined;

/** What agents may call in this environment, loaded by the first slice. */
export function environmentTools(sources: Sources): Promise<ReadonlyMap<string, Tool>> {
  tools ??= load(sources);
  return tools;
}

async function load({ toolsFile, toolsModule, toolFunctions = {} }: Sources): Promise<ReadonlyMap<string, Tool>> {
  if (toolsModule !== undefined) {
    const module: { tools?: unknown } = await import(pathToFileURL(toolsModule).href);
    return new Map([...toolsByName(module.tools)].map(([name, tool]) => [name, telling(tool)]));
  }
  if (toolsFile === undefined) return new Map();
  // Relative to the working directory, which is the handler's own.
  const packed: { name: string }[] = JSON.parse(await readFile(toolsFile, 'utf8'));
  return lambdaTools(readDeployedTools(packed.map((tool) => ({ functionArn: toolFunctions[tool.name], ...tool }))));
}

/** Writes where a tool of this machine's user has failed into the function's log, which is read by nobody else. */
function telling(tool: Tool): Tool {
  return {
    ...tool,
    async run(input, invocation) {
      try {
        return await tool.run(input, invocation);
      } catch (error) {
        const isMeant = error instanceof Error && error.name === 'AgentRedirectError';
        // oxlint-disable-next-line no-console -- a function's log is its standard output
        if (!isMeant) console.error(`tool '${tool.spec.name}' threw`, error);
        throw error;
      }
    },
  };
}
