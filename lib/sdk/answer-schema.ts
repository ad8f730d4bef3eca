import * as z from 'zod';
import { ActInvalidModelGenerationError } from '../act/errors.ts';
import type { JsonValue } from '../act/json.ts';
import { schemaProblem, type JsonSchema } from '../act/json-schema.ts';
import { problem } from './check-options.ts';
import { InvalidOption } from './errors.ts';

/**
 * The answer is a text. The schema that `actGet` asks for when it is given none.
 *
 * @example
 * import { NovaAct, STRING_SCHEMA, Workflow } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'cottages' }, async () => {
 *   await using nova = await NovaAct.start({ startingPage: 'https://cottages.example' });
 *   const { parsedResponse } = await nova.actGet('Return the heading', STRING_SCHEMA);
 *   console.log(parsedResponse.length);
 * });
 */
export const STRING_SCHEMA = { type: 'string' } as const satisfies JsonSchema;

/**
 * The answer is `true` or `false`.
 *
 * @example
 * import { BOOL_SCHEMA, NovaAct, Workflow } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'cottages' }, async () => {
 *   await using nova = await NovaAct.start({ startingPage: 'https://cottages.example' });
 *   const { parsedResponse } = await nova.actGet('Return whether the page says "Cottages"', BOOL_SCHEMA);
 *   if (parsedResponse) console.log('This is it.');
 * });
 */
export const BOOL_SCHEMA = { type: 'boolean' } as const satisfies JsonSchema;

/** What an answer has to be: what the model is told, and what is made of its answer. */
export interface AskedAnswer<Answer> {
  readonly schema: JsonSchema;
  /** @throws ActInvalidModelGenerationError */
  parse(answer: JsonValue | undefined): Promise<Answer>;
}

const ALLOWED = 'a zod schema, or a JSON Schema (Draft 7)';

const jsonSchema = z.union([z.boolean(), z.record(z.string(), z.json())]);

/** @throws InvalidOption */
export function askedAnswer(schema: unknown): AskedAnswer<unknown> {
  if (isZodSchema(schema)) return { schema: jsonSchemaOf(schema), parse: (answer) => parsedBy(schema, answer) };
  const given = jsonSchema.safeParse(schema);
  if (!given.success) throw new InvalidOption([problem('actGet.schema', schema, ALLOWED)]);
  const reason = schemaProblem(given.data);
  if (reason !== undefined) throw new InvalidOption([problem('actGet.schema', schema, `${ALLOWED}; ${reason}`)]);
  return { schema: given.data, parse: async (answer) => answer };
}

function isZodSchema(schema: unknown): schema is z.core.$ZodType {
  return typeof schema === 'object' && schema !== null && '_zod' in schema;
}

/** What the model is to give: what is made of it afterwards is nothing to it. */
function jsonSchemaOf(schema: z.core.$ZodType): JsonSchema {
  try {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
    return jsonSchema.parse(json);
  } catch (cause) {
    throw new InvalidOption([problem('actGet.schema', schema, `a schema of types that JSON has; ${String(cause)}`)]);
  }
}

async function parsedBy(schema: z.core.$ZodType, answer: JsonValue | undefined): Promise<unknown> {
  const parsed = await z.safeParseAsync(schema, answer).catch((cause: unknown) => {
    throw new ActInvalidModelGenerationError(`the answer cannot be read by its schema: ${String(cause)}`, { cause });
  });
  if (parsed.success) return parsed.data;
  throw new ActInvalidModelGenerationError(`the answer does not fit its schema: ${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}
