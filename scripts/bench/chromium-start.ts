import { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { chromiumFromPackage } from '../../lib/browser/chromium-package.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import { startCloud } from './cloud-with-service.ts';
import { median, milliseconds, repeat, type Bench, type Part } from './figures.ts';
import { startQuietPage } from './quiet-page.ts';

const INFLATIONS = 3;
const STARTS = 5;
const PROMPT = 'Return';
const SPAWN = 'child_process';
const spawnMessage = z.object({ process: z.instanceof(ChildProcess) });

/** How long Chromium takes until it shows a page: in a new handler process, and in one that had a browser before. */
export const chromiumStart: Part = {
  title: `Chromium (medians of ${INFLATIONS} inflations and ${STARTS} starts; the files are in the system's cache)`,
  async measure(bench) {
    const inflations = await repeat(INFLATIONS, () => inflate(bench));
    await using page = await startQuietPage();
    const starts = await repeat(STARTS, () => start(bench, page.url));
    const of = (name: keyof Start) => median(starts.map((each) => each[name]));
    return [
      milliseconds('chromium.inflate', 'inflated into a fresh cache, once per version', median(inflations)),
      {
        ...milliseconds(
          'chromium.cold',
          'cold: from the spawn of the handler process to the first page shown',
          of('coldMs'),
        ),
        limit: COLD_START_LIMIT_MS,
      },
      milliseconds('chromium.coldLaunch', '  of it launch and page', of('coldLaunchMs')),
      milliseconds('chromium.warm', 'warm: launch and page, once more in the same process', of('warmMs')),
      { id: 'chromium.warmOverCold', label: 'warm / cold', value: of('warmMs') / of('coldMs'), unit: 'times' },
      milliseconds('run.cold', 'a whole run of one step, all three functions cold', of('coldRunMs')),
      milliseconds('run.warm', 'the same again, all three warm', of('warmRunMs')),
      { id: 'run.warmOverCold', label: 'warm / cold', value: of('warmRunMs') / of('coldRunMs'), unit: 'times' },
    ];
  },
};

interface Start {
  readonly coldMs: number;
  readonly coldLaunchMs: number;
  readonly warmMs: number;
  readonly coldRunMs: number;
  readonly warmRunMs: number;
}

async function start(bench: Bench, startingPage: string): Promise<Start> {
  await using cloud = await startCloud(bench, scriptPlanner({ [PROMPT]: [[{ name: 'return', input: [] }]] }));
  const input = { startingPage, acts: [{ prompt: PROMPT }] };
  using spawned = watchSpawns();
  const cold = await cloud.run(input);
  const warm = await cloud.run(input);
  const [first, second] = [browserStart(cold.events), browserStart(warm.events)];
  return {
    coldMs: Date.parse(first.at) - spawned.at(join('PerformSteps', 'index.mjs')),
    coldLaunchMs: first.durationMs,
    warmMs: second.durationMs,
    coldRunMs: cold.durationMs,
    warmRunMs: warm.durationMs,
  };
}

function browserStart(events: readonly LogEvent[]) {
  const found = events.find((event) => event.type === 'BrowserStarted');
  if (found === undefined) throw new Error('the run started no browser');
  return found;
}

/** With the files in the system's cache. */
const COLD_START_LIMIT_MS = 1_000;

/** Remembers when this process spawned which process, in milliseconds since the epoch. */
function watchSpawns(): { at(argumentEnd: string): number } & Disposable {
  const spawns: { readonly process: ChildProcess; readonly at: number }[] = [];
  const onSpawn = (published: unknown) => spawns.push({ ...spawnMessage.parse(published), at: Date.now() });
  subscribe(SPAWN, onSpawn);
  return {
    at: (argumentEnd) =>
      // The arguments are known only after the channel has told of the process.
      spawns.find(({ process: { spawnargs } }) => spawnargs.some((argument) => argument.endsWith(argumentEnd)))?.at ??
      Number.NaN,
    [Symbol.dispose]: () => unsubscribe(SPAWN, onSpawn),
  };
}

async function inflate({ directory, signal }: Bench): Promise<number> {
  signal.throwIfAborted();
  const cache = await mkdtemp(join(directory, 'chromium-'));
  const startedAt = performance.now();
  await chromiumFromPackage(cache);
  const duration = performance.now() - startedAt;
  await rm(cache, { recursive: true });
  return duration;
}
