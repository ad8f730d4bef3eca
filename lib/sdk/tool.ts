import * as z from 'zod';
import { AgentRedirectError } from '../act/errors.ts';
import type { JsonValue } from '../act/json.ts';
import type { Tool, ToolInvocation } from '../act/ports.ts';
import { shortened, toolDeclaration, toolProblems } from '../act/tool-list.ts';
import { problem } from './check-options.ts';
import { InvalidOption } from './errors.ts';
import { isZodSchema, jsonSchemaOf, parsedBy } from './zod-schema.ts';

/** What the agent is told of a tool. */
interface ToolDescription {
  /** 1 to 64 letters, digits, `_` and `-`; not the name of a built-in action. */
  readonly name: string;
  /** What it does and when to call it, in 1 to 10,000 characters: the agent chooses by it. */
  readonly description: string;
  /** How long a call may take, in whole seconds, 1 to 600. One that takes longer ends the act. @default 60 */
  readonly timeoutSeconds?: number | undefined;
}

/** A tool whose arguments a zod object describes; they arrive parsed, with defaults and transforms applied. */
export interface ZodTool<Schema extends z.core.$ZodObject> extends ToolDescription {
  readonly inputSchema: Schema;
  readonly run: (input: z.output<Schema>, invocation: ToolInvocation) => unknown;
}

/**
 * A tool whose arguments a JSON Schema of Draft 7 describes, with `"type": "object"`.
 *
 * @example
 * import { tool } from 'nova-act-serverless';
 *
 * const countOf = tool({
 *   name: 'countOf',
 *   description: 'Gives how many of an article are left.',
 *   inputSchema: { type: 'object', properties: { article: { type: 'string' } }, required: ['article'] },
 *   run: ({ article }) => (article === '4711' ? 3 : 0),
 * });
 */
export interface JsonSchemaTool extends ToolDescription {
  readonly inputSchema: { readonly [key: string]: JsonValue };
  readonly run: (input: Record<string, unknown>, invocation: ToolInvocation) => unknown;
}

/**
 * Makes a function into a tool that the agent may call.
 *
 * The agent gets what the function returns (or what its promise resolves to) as JSON, at most 256 KB of it. Arguments that
 * do not fit the schema never reach the function: the agent is told, and may try again. To tell the agent something in
 * place of a result, throw an {@link AgentRedirectError}; anything else that is thrown ends the act as `ActToolError`.
 *
 * A call is made once and never repeated. `invocation` has its `idempotencyKey`, the run it belongs to, and a signal that is
 * aborted when the tool's time is over.
 *
 * @throws InvalidOption with one line per problem
 * @example
 * import { AgentRedirectError, NovaAct, tool } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * const prices = new Map([['4711', 39.9]]);
 *
 * const lookUpPrice = tool({
 *   name: 'lookUpPrice',
 *   description: 'Gives the price of an article in euros. Call it instead of looking for the price on a page.',
 *   inputSchema: z.object({ article: z.string().describe('The number of the article, such as 4711') }),
 *   run: ({ article }) => {
 *     const price = prices.get(article);
 *     if (price === undefined) throw new AgentRedirectError(`There is no article ${article}. Look for its number first.`);
 *     return { price };
 *   },
 * });
 */
export function tool<Schema extends z.core.$ZodObject>(definition: ZodTool<Schema>): Tool;
export function tool(definition: JsonSchemaTool): Tool;
export function tool(definition: ZodTool<z.core.$ZodObject> | JsonSchemaTool): Tool {
  const given: unknown = definition;
  if (typeof given !== 'object' || given === null)
    throw new InvalidOption([problem('tool', given, 'an object with name, description, inputSchema and run')]);
  return isZodTool(definition) ? zodTool(definition) : madeTool(definition, definition.inputSchema, definition.run);
}

function zodTool({ inputSchema, run, ...description }: ZodTool<z.core.$ZodObject>): Tool {
  return madeTool(
    { ...description, run },
    jsonSchemaOf(inputSchema, `${placeOf(description)}.inputSchema`),
    async (input, invocation) => {
      const parsed = await parsedBy(inputSchema, input);
      // What JSON Schema cannot say, such as a refinement: the function was not called, so the agent may try again.
      if (!parsed.success) throw new AgentRedirectError(z.prettifyError(parsed.error));
      return run(parsed.data, invocation);
    },
  );
}

function madeTool(definition: object, inputSchema: unknown, run: JsonSchemaTool['run']): Tool {
  const given = { ...definition, inputSchema };
  const problems = toolProblems(given, placeOf(definition), sdkTool);
  if (problems.length > 0) throw new InvalidOption(problems);
  const { description, timeoutSeconds, inputSchema: json, ...declared } = sdkTool.parse(given);
  return {
    spec: { name: declared.name, description, inputSchema: { json } },
    timeoutSeconds,
    run: async (input, invocation) => run(input, invocation),
  };
}

function placeOf(definition: object): string {
  const name = 'name' in definition && typeof definition.name === 'string' ? shortened(definition.name) : '';
  return `tool(${name})`;
}

const sdkTool = toolDeclaration.extend({
  run: z.custom<JsonSchemaTool['run']>((run) => typeof run === 'function', 'a function'),
});

function isZodTool(definition: ZodTool<z.core.$ZodObject> | JsonSchemaTool): definition is ZodTool<z.core.$ZodObject> {
  return isZodSchema(definition.inputSchema);
}
