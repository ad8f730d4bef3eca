import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { platform } from 'node:process';
import * as z from 'zod';
import { replayReport } from '../../report/replay-page.ts';
import { InvalidInput } from '../../run/errors.ts';
import { readEvents } from '../../run/recorder.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { writeReplay, type ReplayedRun } from '../../run/write-replay.ts';
import { DirectoryArtifacts } from '../../storage/directory-artifacts.ts';
import { checkRecord } from './check-record.ts';

export interface ReplayCommand {
  /** A run's directory or one with runs in it, or a file of a run. */
  readonly subject: string;
  /** Where the page is put; undefined: among the run's artifacts. */
  readonly to: string | undefined;
}

const ALLOWED =
  'allowed: the directory of a run, one given as --out (its newest run), a replay.html or result.json, or a file with the output of run --json';
/** What shows that a directory is a run's. */
const MARKS = ['events', 'result.json', 'input.json'];

/**
 * Makes the replay of a run anew from what its directory holds, also when it broke off.
 *
 * @returns the path of the page
 * @throws InvalidInput when there is no run, or the page cannot be written
 */
export async function replayCommand({ subject, to }: ReplayCommand): Promise<string> {
  const directory = runDirectory(subject);
  const artifacts = new DirectoryArtifacts(directory);
  const run = await readRun(directory, artifacts);
  const ports = { artifacts, report: replayReport };
  try {
    return await writeReplay(run, ports, { picturesMs: Infinity, ...placeOf(to) });
  } catch (error) {
    if (!isOfTheFileSystem(error)) throw error;
    const option = to === undefined ? directory : `--to: ${to}`;
    throw new InvalidInput([
      `${option}: cannot be written (${error.message}), allowed: a file in a directory of yours`,
    ]);
  }
}

/** Opens a page for whoever sits at the terminal. That there is nothing to open it with is no error: its path was told. */
export function openPage(path: string): void {
  const opener = platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [path], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function placeOf(to: string | undefined): { to?: DirectoryArtifacts; name?: string } {
  if (to === undefined) return {};
  if (!to.endsWith('.html')) throw new InvalidInput([`--to: got '${to}', allowed: a file whose name ends in .html`]);
  if (isDirectory(to)) throw new InvalidInput([`--to: ${to} is a directory, allowed: a file`]);
  return { to: new DirectoryArtifacts(resolve(dirname(to))), name: basename(to, '.html') };
}

async function readRun(directory: string, artifacts: DirectoryArtifacts): Promise<ReplayedRun> {
  await checkRecord(directory, artifacts);
  const kept = await artifacts.get('result.json');
  const result: WorkflowResult | undefined = kept && JSON.parse(new TextDecoder().decode(kept));
  return { result, events: await readEvents(artifacts) };
}

function runDirectory(subject: string): string {
  if (!existsSync(subject)) throw new InvalidInput([`${subject}: there is no such directory or file, ${ALLOWED}`]);
  const directory = isDirectory(subject) ? subject : directoryOfFile(subject);
  if (isRun(directory)) return resolve(directory);
  const newest = newestRun(join(directory, 'runs')) ?? newestRun(directory);
  if (newest === undefined) throw new InvalidInput([`${subject}: has no run, ${ALLOWED}`]);
  return resolve(newest);
}

/** The names of runs begin with the time of their start. */
function newestRun(runs: string): string | undefined {
  if (!isDirectory(runs)) return undefined;
  return readdirSync(runs)
    .toSorted()
    .map((name) => join(runs, name))
    .findLast((path) => isRun(path));
}

function directoryOfFile(file: string): string {
  const beside = dirname(resolve(file));
  // A page of a long run lies in a directory beside the first one.
  const candidates = file.endsWith('.html') ? [beside, dirname(beside)] : [beside];
  if (file.endsWith('.html') || basename(file) === 'result.json') return candidates.find(isRun) ?? beside;
  const replay = replayOf(file);
  if (/^[a-z0-9]+:\/\//.test(replay))
    throw new InvalidInput([
      `${file}: its run is at ${replay}; give the ARN of its execution, or a copy of that directory (aws s3 sync)`,
    ]);
  if (!existsSync(dirname(replay)))
    throw new InvalidInput([`${file}: names ${replay}, which is not there, seen from the working directory`]);
  return dirname(replay);
}

const output = z.object({ replay: z.string().min(1) });

function replayOf(file: string): string {
  try {
    return output.parse(JSON.parse(readFileSync(file, 'utf8'))).replay;
  } catch {
    throw new InvalidInput([`${file}: is no output of run --json, ${ALLOWED}`]);
  }
}

function isRun(directory: string): boolean {
  return MARKS.some((mark) => existsSync(join(directory, mark)));
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

const NOT_WRITABLE: ReadonlySet<unknown> = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ENOTDIR',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ENAMETOOLONG',
]);

/** Whether a file could not be written where it was to go. */
export function isOfTheFileSystem(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && NOT_WRITABLE.has(error.code);
}
