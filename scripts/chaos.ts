/**
 * `npm run chaos [-- [--parallel N] [--seed N] [--random N] [--random-only] [--only CASE]]`: runs the booking example with
 * a fault at every write of its journal (unless `--random-only`), and then at random ones, and looks whether it kept what docs/durability.md promises.
 * Exit status 1 when something was broken or a fault could not be brought, 2 for unknown arguments.
 */
import { mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, caseOfName, usual } from './chaos/case.ts';
import { enumeratedCases } from './chaos/enumerated-cases.ts';
import { brokenPromises } from './chaos/promises.ts';
import { randomCases } from './chaos/random-cases.ts';
import { brokenText, outcomeTable } from './chaos/report.ts';
import { runAll, type Verdict, type Workshop } from './chaos/run-all.ts';
import { runCase, type RunRecord } from './chaos/run-case.ts';
import { buildHookedHandlers } from './chaos/test-build.ts';

interface Options {
  readonly parallel: number;
  readonly seed: number;
  readonly random: number;
  readonly randomOnly: boolean;
  readonly only: Case | undefined;
}

const USAGE =
  'Usage: chaos.ts [--parallel N] [--seed N] [--random N] [--random-only] [--only CASE], such as --only 12:after:frozen\n';

/** Most of a run's time is waiting for a lease to run out. */
const PARALLEL = '4';
const RANDOM = '100';
const SEEDS = 2 ** 31;
const TELL_EVERY = 20;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = parsedArguments(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${USAGE}`);
    return 2;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort());
  using build = await buildHookedHandlers();
  const directory = mkdtempSync(join(tmpdir(), 'nova-act-chaos-'));
  const workshop = { bundles: build.path, directory, signal: stop.signal };
  try {
    const { only } = options;
    const isKept = only === undefined ? await runParts(options, workshop) : await runPart([only], 1, workshop);
    return isKept ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    throw error;
  } finally {
    if (stop.signal.aborted) rmSync(directory, { recursive: true, force: true });
    // What broke is left there.
    else if (readdirSync(directory).length === 0) rmdirSync(directory);
  }
}

async function runParts({ seed, random, randomOnly, parallel }: Options, workshop: Workshop): Promise<boolean> {
  say(`seed ${seed}, ${parallel} runs at a time\n`);
  const [byDeadline, byAct, byStep] = await Promise.all([
    undisturbed('deadline', workshop),
    undisturbed('act', workshop),
    undisturbed('step', workshop),
  ]);
  const writes = { deadline: writesOf(byDeadline), act: writesOf(byAct), step: writesOf(byStep) };
  const { cases, idle } = enumeratedCases(byDeadline);
  say(`${writes.deadline} journal writes, before and after; ${idle} times a fault would have nothing to hit\n`);
  const isEnumeratedKept = randomOnly || (await runPart(cases, parallel, workshop));
  say(`${random} at random, from seed ${seed}\n`);
  const isRandomKept = await runPart(randomCases(seed, random, writes), parallel, workshop, { mustHit: false });
  return isEnumeratedKept && isRandomKept;
}

/** A run that no fault hits: it says at which moments faults can come. */
async function undisturbed(handBack: Case['handBack'], { directory, ...workshop }: Workshop): Promise<RunRecord> {
  const own = mkdtempSync(join(directory, 'undisturbed-'));
  const plain: Case = { ...usual, handBack, name: 'undisturbed', faults: [] };
  const record = await runCase(plain, { ...workshop, directory: own });
  const broken = brokenPromises(record, plain);
  if (broken.length > 0) throw new Error(`the run that no fault hit, left in ${own}: ${broken.join('; ')}`);
  rmSync(own, { recursive: true, force: true });
  return record;
}

/** Runs cases and tells how they went. False when something was broken, or a fault did not come that had to. */
async function runPart(
  cases: readonly Case[],
  parallel: number,
  workshop: Workshop,
  { mustHit = true } = {},
): Promise<boolean> {
  const startedAt = performance.now();
  let over = 0;
  const verdicts = await runAll(cases, parallel, workshop, (verdict) => {
    over += 1;
    if (verdict.broken.length > 0) say(brokenText(verdict));
    if (over % TELL_EVERY === 0) process.stderr.write(`${over} of ${cases.length}\n`);
  });
  workshop.signal.throwIfAborted();
  const missed = verdicts.filter(({ isHit }) => !isHit);
  const isKept = verdicts.every(({ broken }) => broken.length === 0);
  say(outcomeTable(verdicts));
  if (mustHit) say(`covered: ${verdicts.length - missed.length}/${cases.length}${namesOf(missed)}\n`);
  say(`${isKept ? 'every promise was kept' : 'BROKEN'}, in ${minutes(performance.now() - startedAt)}\n`);
  return isKept && (missed.length === 0 || !mustHit);
}

function namesOf(verdicts: readonly Verdict[]): string {
  return verdicts.length === 0 ? '' : `; it did not come in ${verdicts.map((verdict) => verdict.case.name).join(' ')}`;
}

function writesOf({ moments }: RunRecord): number {
  return Math.max(...moments.map(({ number }) => number));
}

function parsedArguments(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        parallel: { type: 'string', default: PARALLEL },
        seed: { type: 'string', default: String(Math.floor(Math.random() * SEEDS)) },
        random: { type: 'string', default: RANDOM },
        'random-only': { type: 'boolean', default: false },
        only: { type: 'string' },
      },
    });
    const only = values.only === undefined ? undefined : caseOfName(values.only);
    if (values.only !== undefined && only === undefined) return `--only: '${values.only}' is no case`;
    const [parallel = 0, seed = 0, random = 0] = [values.parallel, values.seed, values.random].map(Number);
    if (![parallel, seed, random].every(Number.isSafeInteger) || parallel < 1 || seed < 0 || random < 0)
      return '--parallel, --seed and --random are whole numbers';
    return { parallel, seed, random, randomOnly: values['random-only'], only };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function minutes(milliseconds: number): string {
  return milliseconds < 120_000
    ? `${(milliseconds / 1_000).toFixed(0)} s`
    : `${(milliseconds / 60_000).toFixed(1)} minutes`;
}

function say(text: string): void {
  process.stdout.write(text);
}
