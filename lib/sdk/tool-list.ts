import * as z from 'zod';
import type { Tool } from '../act/ports.ts';
import { toolDeclaration, toolListProblems } from '../act/tool-list.ts';
import { InvalidOption } from './errors.ts';

/**
 * The tools of a list by their names, checked as one list that the service is to take.
 *
 * @throws InvalidOption with one line per problem
 */
export function toolsByName(list: unknown): ReadonlyMap<string, Tool> {
  const tools = z.array(z.custom<Tool>(isTool)).safeParse(list);
  if (!tools.success)
    throw new InvalidOption(
      tools.error.issues.map(
        ({ path }) => `${['tools', ...path].join('.')}: got no tool, allowed: what tool({ … }) gives`,
      ),
    );
  const declared = tools.data.map(({ spec: { name, description, inputSchema }, timeoutSeconds }) => ({
    name,
    description,
    inputSchema: inputSchema.json,
    timeoutSeconds,
  }));
  const problems = toolListProblems(declared, toolDeclaration);
  if (problems.length > 0) throw new InvalidOption(problems);
  return new Map(tools.data.map((tool) => [tool.spec.name, tool]));
}

function isTool(value: unknown): boolean {
  return toolShape.safeParse(value).success;
}

const toolShape = z.object({
  spec: z.object({ name: z.string(), description: z.string(), inputSchema: z.object({ json: z.unknown() }) }),
  timeoutSeconds: z.number(),
  run: z.custom((run) => typeof run === 'function'),
});
