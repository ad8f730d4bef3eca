import { join } from 'node:path';
import * as z from 'zod';
import { InvalidInput } from '../../run/errors.ts';
import type { Artifacts } from '../../run/ports.ts';

const acts = z.array(z.looseObject({ id: z.string() }));
const inputSchema = z.looseObject({ acts });
const resultSchema = z.looseObject({ status: z.enum(['SUCCEEDED', 'FAILED']), acts });
/** What each event says of itself, in the version that can be read here. */
const eventSchema = z.looseObject({ v: z.literal(1), seq: z.int(), at: z.iso.datetime(), type: z.string() });

/**
 * Makes sure that what a directory holds is the record of a run, and of a version that is known here: it may have been
 * copied halfway, or by hand.
 *
 * @throws InvalidInput naming the file, and the line of it
 */
export async function checkRecord(directory: string, artifacts: Artifacts): Promise<void> {
  const textOf = async (key: string) => new TextDecoder().decode(await artifacts.get(key));
  const check = (key: string, text: string, schema: z.ZodType, line = '') => {
    const problem = text === '' ? undefined : problemOf(text, schema);
    if (problem !== undefined)
      throw new InvalidInput([`${join(directory, key)}${line}: ${problem}, allowed: what a run has written there`]);
  };
  check('input.json', await textOf('input.json'), inputSchema);
  check('result.json', await textOf('result.json'), resultSchema);
  for (const key of await artifacts.list('events/'))
    for (const [index, text] of (await textOf(key)).split('\n').entries())
      check(key, text, eventSchema, `, line ${index + 1}`);
}

function problemOf(text: string, schema: z.ZodType): string | undefined {
  try {
    const [issue] = schema.safeParse(JSON.parse(text)).error?.issues ?? [];
    return issue && `is not of a version that is known here (${issue.path.join('.') || 'all of it'}: ${issue.message})`;
  } catch (error) {
    return `is not JSON (${String(error)})`;
  }
}
