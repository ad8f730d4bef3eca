import { NumericValue } from '@smithy/core/serde';
import * as z from 'zod/mini';

/**
 * A document member of an answer as plain JSON. The SDK reads a number that a double cannot hold exactly as a bigint
 * or as an object of its own; here it becomes the nearest double, as `JSON.parse` would have read it.
 */
export const jsonDocument = z.pipe(
  z.pipe(
    z.unknown().check(z.refine((value) => value !== undefined, 'is missing')),
    z.transform((value): unknown => JSON.parse(JSON.stringify(value, (_, item: unknown) => plain(item)))),
  ),
  z.json(),
);

function plain(item: unknown): unknown {
  if (item instanceof NumericValue) return Number(item.string);
  return typeof item === 'bigint' ? Number(item) : item;
}
