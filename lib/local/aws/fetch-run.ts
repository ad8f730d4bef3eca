import { join } from 'node:path';
import { InvalidInput } from '../../run/errors.ts';
import type { Artifacts } from '../../run/ports.ts';
import { DirectoryArtifacts } from '../../storage/directory-artifacts.ts';
import { checkOut } from '../command/check-out.ts';
import { isOfTheFileSystem } from '../command/replay-command.ts';
import { locateExecution, stackOf, type Where } from './locate.ts';
import { nameOfExecution } from './names.ts';
import { runRecord } from './run-record.ts';

/** How many files are fetched at a time. */
const AT_ONCE = 16;
/** Keys come from the bucket: none leads out of the run's directory. */
const KEY = /^(events|screenshots)\/[\w-][\w.-]*$/;

/**
 * Fetches what a replay page is made of into a directory of this machine.
 *
 * @param out - a directory of that name goes into it
 * @returns the run's directory
 * @throws InvalidInput when nothing is kept of the execution; AwsProblem
 */
export async function fetchRun(execution: string, where: Where & { readonly out: string }): Promise<string> {
  const { access, executionArn } = await locateExecution(where, execution);
  const name = nameOfExecution(executionArn);
  // Step Functions takes these as names, too.
  if (name === '.' || name === '..')
    throw new InvalidInput([
      `${executionArn}: no directory can be called ${name}, allowed: an execution of another name`,
    ]);
  const record = await runRecord(access, stackOf(where), executionArn);
  if ('unread' in record) throw new InvalidInput([`${executionArn}: its record cannot be read: ${record.unread}`]);
  const directory = join(where.out, name);
  checkOut(directory);
  const fetched = await copyRun(record.artifacts, new DirectoryArtifacts(directory)).catch((error: unknown) => {
    if (!isOfTheFileSystem(error)) throw error;
    throw new InvalidInput([`--out: ${directory} cannot be written (${error.message})`]);
  });
  if (fetched > 0) return directory;
  throw new InvalidInput([
    `${executionArn}: nothing of it is at ${record.artifacts.location('')}, allowed: an execution that CreateRun has begun and whose artifacts have not expired`,
  ]);
}

/** How many files were copied. */
async function copyRun(from: Artifacts, to: Artifacts): Promise<number> {
  const listed = [...(await from.list('events/')), ...(await from.list('screenshots/'))];
  const keys = ['input.json', 'result.json', ...listed.filter((key) => KEY.test(key))];
  let copied = 0;
  for (let start = 0; start < keys.length; start += AT_ONCE)
    await Promise.all(
      keys.slice(start, start + AT_ONCE).map(async (key) => {
        const body = await from.get(key);
        if (body === undefined) return;
        await to.put(key, body, '');
        copied += 1;
      }),
    );
  return copied;
}
