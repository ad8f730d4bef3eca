import { NumericValue } from '@smithy/core/serde';
import * as z from 'zod';

/**
 * A document member of an answer as plain JSON. The SDK reads a number that a double cannot hold exactly as a bigint
 * or as an object of its own; here it becomes the nearest double, as `JSON.parse` would have read it.
 */
export const jsonDocument = z
  .unknown()
  .refine((value) => value !== undefined, 'is missing')
  .transform((value): unknown => JSON.parse(JSON.stringify(value, (_, item: unknown) => plain(item))))
  .pipe(z.json());

function plain(item: unknown): unknown {
  if (item instanceof NumericValue) return Number(item.string);
  return typeof item === 'bigint' ? Number(item) : item;
}
