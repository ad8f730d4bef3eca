import * as z from 'zod';
import { ActInvalidModelGenerationError } from '../act/errors.ts';
import { isTooDeep, LEVELS_LIMIT, type JsonValue } from '../act/json.ts';
import { schemaProblem, type JsonSchema } from '../act/json-schema.ts';
import { textOf } from '../act/text-of.ts';
import type { ActOptions } from './act-options.ts';
import { problem } from './check-options.ts';
import { InvalidOption } from './errors.ts';
import { isZodSchema, jsonSchemaOf, parsedBy } from './zod-schema.ts';

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
  const refuse = (allowed: string) => new InvalidOption([problem('actGet.schema', schema, allowed)]);
  if (isActOptions(schema)) throw refuse(`${ALLOWED}; options go after it: actGet(prompt, schema, options)`);
  const isZod = isZodSchema(schema);
  const json = isZod ? jsonSchemaOf(schema, 'actGet.schema') : schema;
  if (isTooDeep(json)) throw refuse(`${ALLOWED}, of at most ${LEVELS_LIMIT} levels`);
  const given = jsonSchema.safeParse(json);
  if (!given.success) throw refuse(ALLOWED);
  const reason = schemaProblem(given.data);
  if (reason !== undefined) throw refuse(`${ALLOWED}; ${reason}`);
  return { schema: given.data, parse: isZod ? (answer) => readBy(schema, answer) : async (answer) => answer };
}

const ACT_OPTIONS: Readonly<Record<keyof ActOptions, true>> = {
  maxSteps: true,
  timeout: true,
  signal: true,
  observationDelayMs: true,
};

/** JSON Schema would take them in silence, as keywords that it does not know. */
function isActOptions(schema: unknown): boolean {
  const keys = typeof schema === 'object' && schema !== null ? Object.keys(schema) : [];
  return keys.length > 0 && keys.every((key) => Object.hasOwn(ACT_OPTIONS, key));
}

async function readBy(schema: z.core.$ZodType, answer: JsonValue | undefined): Promise<unknown> {
  const parsed = await parsedBy(schema, answer).catch((cause: unknown) => {
    throw new ActInvalidModelGenerationError(`the answer cannot be read by its schema: ${textOf(cause)}`, { cause });
  });
  if (parsed.success) return parsed.data;
  throw new ActInvalidModelGenerationError(`the answer does not fit its schema: ${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}
