import * as z from 'zod';
import { ActInvalidModelGenerationError } from '../act/errors.ts';
import type { JsonValue } from '../act/json.ts';
import { schemaProblem, type JsonSchema } from '../act/json-schema.ts';
import { problem } from './check-options.ts';
import { InvalidOption } from './errors.ts';
import { isZodSchema, jsonSchemaOf } from './zod-schema.ts';

/**
 * The answer is a text. The schema that `actGet` asks for when it is given none.
 *
 * @example
 * import { type NovaAct, STRING_SCHEMA } from 'nova-act-serverless';
 *
 * export async function heading(nova: NovaAct): Promise<string> {
 *   const { parsedResponse } = await nova.actGet('Return the heading', STRING_SCHEMA);
 *   return parsedResponse.trim();
 * }
 */
export const STRING_SCHEMA = { type: 'string' } as const satisfies JsonSchema;

/**
 * The answer is `true` or `false`.
 *
 * @example
 * import { BOOL_SCHEMA, type NovaAct } from 'nova-act-serverless';
 *
 * export async function isIt(nova: NovaAct): Promise<boolean> {
 *   const { parsedResponse } = await nova.actGet('Return whether the page says "Cottages"', BOOL_SCHEMA);
 *   return parsedResponse;
 * }
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
  const isZod = isZodSchema(schema);
  const given = jsonSchema.safeParse(isZod ? jsonSchemaOf(schema, 'actGet.schema') : schema);
  if (!given.success) throw new InvalidOption([problem('actGet.schema', schema, ALLOWED)]);
  const reason = schemaProblem(given.data);
  if (reason !== undefined) throw new InvalidOption([problem('actGet.schema', schema, `${ALLOWED}; ${reason}`)]);
  return { schema: given.data, parse: isZod ? (answer) => parsedBy(schema, answer) : async (answer) => answer };
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
