import * as z from 'zod';
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
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
    return json;
  } catch (cause) {
    throw new InvalidOption([
      `${option}: cannot be said in JSON Schema (${String(cause)}), allowed: types that JSON has`,
    ]);
  }
}
