/**
 * `npm run bench [-- [--json] PART…]`: measures this software on this machine. Without parts, all of them: under twelve
 * minutes. Exit status 1 when a budget is broken, 2 for unknown arguments.
 * Only the report goes to standard output; with npm's own lines out of the way: `npm run --silent bench -- --json`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumStart } from './bench/chromium-start.ts';
import { clientImport } from './bench/client-import.ts';
import { command } from './bench/command.ts';
import type { Bench, Part } from './bench/figures.ts';
import { growth } from './bench/growth.ts';
import { handlerBundles } from './bench/handler-bundles.ts';
import { lookAtMachine } from './bench/machine.ts';
import { asJson, asTable, isOk, type Measured } from './bench/report.ts';
import { replayOpen } from './bench/replay-open.ts';
import { settling } from './bench/settle.ts';
import { statePayload } from './bench/state-payload.ts';
import { stepOverhead } from './bench/step-overhead.ts';
import { story } from './bench/story.ts';
import { synth } from './bench/synth.ts';

const TIME_LIMIT_MS = 720_000;

const PARTS: ReadonlyMap<string, Part> = new Map([
  ['step', stepOverhead],
  ['story', story],
  ['growth', growth],
  ['chromium', chromiumStart],
  ['settle', settling],
  ['state', statePayload],
  ['replay', replayOpen],
  ['start', command],
  ['bundles', handlerBundles],
  ['synth', synth],
  ['client', clientImport],
]);

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const parsed = parsedArguments(args);
  if (typeof parsed === 'string') {
    process.stderr.write(
      `${parsed}\nUsage: bench.ts [--json] [PART…]; the parts are ${[...PARTS.keys()].join(', ')}.\n`,
    );
    return 2;
  }
  const { json, names } = parsed;
  // Also ended early, all that was started is closed before the directory goes.
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort());
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
  const directory = mkdtempSync(join(tmpdir(), 'nova-act-bench-'));
  try {
    const machine = lookAtMachine();
    const parts = await measure(names.length > 0 ? names : [...PARTS.keys()], { directory, signal });
    const report = { machine: machine(), parts };
    process.stdout.write(json ? asJson(report) : asTable(report));
    return parts.flatMap(({ figures }) => figures).every(isOk) ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function parsedArguments(args: string[]): { json: boolean; names: string[] } | string {
  try {
    const options = { json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const unknown = positionals.filter((name) => !PARTS.has(name));
    return unknown.length > 0 ? `unknown: ${unknown.join(', ')}` : { json: values.json, names: positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function measure(names: readonly string[], bench: Bench): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const name of names) {
    const part = PARTS.get(name);
    if (part === undefined) continue;
    process.stderr.write(`measuring: ${name}\n`);
    measured.push({ title: part.title, figures: await part.measure(bench) });
  }
  return measured;
}
