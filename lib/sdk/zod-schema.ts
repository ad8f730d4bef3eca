import * as z from 'zod';
import { withinLimit } from '../act/json-schema.ts';
import { textOf } from '../act/text-of.ts';
import { InvalidOption } from './errors.ts';

export function isZodSchema(given: unknown): given is z.core.$ZodType {
  return typeof given === 'object' && given !== null && '_zod' in given;
}

/**
 * What the model is to give, in JSON Schema of Draft 7: defaults may be left out, and what is made of it afterwards is
 * nothing to it.
 *
 * @param option - that the schema was given as
 * @throws InvalidOption for types that JSON does not have
 */
export function jsonSchemaOf(schema: z.core.$ZodType, option: string): Record<string, unknown> {
  try {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      io: 'input',
      target: 'draft-7',
      override: withoutFlagged,
    });
    return json;
  } catch (cause) {
    throw new InvalidOption([
      `${option}: cannot be said in JSON Schema (${textOf(cause)}), allowed: types that JSON has`,
    ]);
  }
}

type Converted = Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0];

/** A pattern of JSON Schema has no flags. One that needs them is left to zod, whose own parse follows. */
function withoutFlagged({ zodSchema, jsonSchema }: Converted): void {
  // oxlint-disable-next-line no-underscore-dangle -- zod's name for what it is made of
  const checks = [zodSchema, ...(zodSchema._zod.def.checks ?? [])].map((check) => check._zod.def);
  const flagged = new Set(
    checks.flatMap((def) =>
      'pattern' in def && def.pattern instanceof RegExp && /[^u]/.test(def.pattern.flags) ? [def.pattern.source] : [],
    ),
  );
  if (jsonSchema.pattern !== undefined && flagged.has(jsonSchema.pattern)) delete jsonSchema.pattern;
  const all = jsonSchema.allOf?.filter(({ pattern }) => pattern === undefined || !flagged.has(pattern));
  if (all?.length === 0) delete jsonSchema.allOf;
  else if (all) jsonSchema.allOf = all;
}

/**
 * What the schema makes of the value. A pattern of it may take for ever on a long text.
 *
 * @throws Error when it does, and what the schema's own functions throw
 */
export async function parsedBy<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): Promise<z.ZodSafeParseResult<z.output<Schema>>> {
  return withinLimit(() => z.safeParseAsync(schema, value));
}
