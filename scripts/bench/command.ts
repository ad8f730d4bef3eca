import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { killTree } from '../../lib/local/processes.ts';
import { median, milliseconds, type Bench, type Figure, type Part } from './figures.ts';
import { watchMemory, type Memory } from './process-memory.ts';

const RUNS = 3;
const NOT_WATCHED: Memory = { all: Number.NaN, by: {} };
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm start` takes as its user sees it. */
export const command: Part = {
  title: `npm start (medians of ${RUNS} runs; memory: the PSS of all its processes together, looked at every 100 ms)`,
  async measure(bench) {
    const first = await npmStart(bench, { freshCache: true });
    const walls: number[] = [];
    const peaks: Memory[] = [];
    // Looking takes a quarter of a core, so the time is taken without it.
    for (let run = 0; run < RUNS; run += 1) {
      walls.push((await npmStart(bench)).durationMs);
      peaks.push((await npmStart(bench, { watched: true })).peak);
    }
    const memory = (id: string, label: string, of: (peak: Memory) => number | undefined): Figure => {
      return { id: `start.${id}`, label, value: median(peaks.map((peak) => of(peak) ?? 0)), unit: 'MB' };
    };
    return [
      milliseconds('start.first', 'the first one after npm ci: it inflates Chromium (one run)', first.durationMs),
      milliseconds('start.wall', 'every later one', median(walls)),
      memory('memory', 'memory at its peak', ({ all }) => all),
      memory('memory.chromium', '  of it Chromium', ({ by }) => by['chromium']),
      memory('memory.bundler', '  of it the bundler', ({ by }) => by['esbuild']),
    ];
  },
};

async function npmStart({ directory, signal }: Bench, { freshCache = false, watched = false } = {}) {
  signal.throwIfAborted();
  const own = await mkdtemp(join(directory, 'start-'));
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--', '--out', join(own, 'out')], {
    cwd: PROJECT,
    env: { ...process.env, ...(freshCache && { TMPDIR: own }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) return exited.then(() => Promise.reject(new Error('npm does not start')));
  const kill = () => void killTree(pid);
  signal.addEventListener('abort', kill, { once: true });
  try {
    using memory = watched ? watchMemory(pid) : undefined;
    const said = text(child.stderr);
    const [code] = await exited;
    const durationMs = performance.now() - startedAt;
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`npm start ended with status ${code}: ${await said}`);
    return { durationMs, peak: memory?.peak ?? NOT_WATCHED };
  } finally {
    signal.removeEventListener('abort', kill);
    await rm(own, { recursive: true, force: true });
  }
}
