import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { killTree } from '../../lib/local/processes.ts';
import { median, repeat, type Bench, type Part } from './figures.ts';
import { watchMemory } from './process-memory.ts';

const RUNS = 3;
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm start` takes as its user sees it. */
export const command: Part = {
  title: `npm start (medians of ${RUNS} runs; memory: the PSS of all its processes together, looked at every 100 ms)`,
  async measure(bench) {
    const first = await npmStart(bench, { freshCache: true });
    const runs = await repeat(RUNS, () => npmStart(bench, { freshCache: false }));
    return [
      {
        id: 'start.first',
        label: 'the first one after npm ci: it inflates Chromium (one run)',
        value: first.durationMs,
        unit: 'ms',
      },
      {
        id: 'start.wall',
        label: 'every later one',
        value: median(runs.map(({ durationMs }) => durationMs)),
        unit: 'ms',
      },
      { id: 'start.memory', label: 'memory at its peak', value: median(runs.map(({ peak }) => peak.all)), unit: 'MB' },
      {
        id: 'start.memoryChromium',
        label: '  of it Chromium',
        value: median(runs.map(({ peak }) => peak.chromium)),
        unit: 'MB',
      },
    ];
  },
};

async function npmStart({ directory, signal }: Bench, { freshCache }: { freshCache: boolean }) {
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
  process.once('exit', kill);
  signal.addEventListener('abort', kill, { once: true });
  try {
    using memory = watchMemory(pid);
    const said = text(child.stderr);
    const [code] = await exited;
    const durationMs = performance.now() - startedAt;
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`npm start ended with status ${code}: ${await said}`);
    return { durationMs, peak: memory.peak };
  } finally {
    process.off('exit', kill);
    signal.removeEventListener('abort', kill);
    await rm(own, { recursive: true, force: true });
  }
}
