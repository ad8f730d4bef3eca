import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CDPSession } from 'puppeteer-core';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { replayCommand } from '../../lib/local/command/replay-command.ts';
import { startCloud } from './cloud-with-service.ts';
import { median, milliseconds, repeat, type Bench, type Part } from './figures.ts';
import { clickAndLook, startQuietPage } from './quiet-page.ts';

const ACTS = 2;
/** Of each act; together as many as stand on one page. */
const STEPS = 100;
const OPENINGS = 3;
const VISIBLE_LIMIT_MS = 2_000;
const SIZE_LIMIT_MB = 40;
/** Nobody listens there: the page is a file and asks for nothing. */
const NO_PROXY = 9;

/** A page like a wall of photographs: 200 screenshots of it do not fit as they are. */
const WALL = `<!doctype html>
<meta charset="utf-8" />
<title>Wall</title>
<link rel="icon" href="data:," />
<style>body { margin: 0 } canvas { position: fixed; inset: 0 } button { position: fixed; top: 0; left: 0; width: 400px; height: 200px; font-size: 40px }</style>
<canvas width="1600" height="900"></canvas>
<button onclick="this.textContent = Number(this.textContent) + 1">0</button>
<script>
  const context = document.querySelector('canvas').getContext('2d');
  let seed = 1;
  const next = (limit) => (seed = (seed * 16807) % 2147483647) % limit;
  for (let count = 0; count < 60000; count += 1) {
    context.fillStyle = 'hsl(' + next(360) + ' ' + next(90) + '% ' + (20 + next(70)) + '% / 0.5)';
    context.fillRect(next(1600), next(900), 2 + next(24), 2 + next(12));
  }
</script>
`;

/** How large the replay page of a long run is, and how long it takes to make and to open it. */
export const replayOpen: Part = {
  title: `The replay page of a run of ${ACTS * STEPS} steps with large screenshots (medians of ${OPENINGS} openings)`,
  async measure(bench) {
    const run = await longRun(bench);
    const startedAt = performance.now();
    const page = await replayCommand({ subject: run, to: join(bench.directory, 'replay.html') });
    const made = performance.now() - startedAt;
    const { size } = await stat(page);
    const openings = await repeat(OPENINGS, () => open(page, bench));
    const of = (name: keyof Opening) => median(openings.map((each) => each[name]));
    return [
      {
        id: 'replay.originals',
        label: 'the screenshots as the run kept them',
        value: await screenshotMB(run),
        unit: 'MB',
      },
      { id: 'replay.size', label: 'the page', value: size / 1e6, unit: 'MB', limit: SIZE_LIMIT_MB },
      milliseconds('replay.make', 'made anew, its screenshots scaled (once)', made),
      {
        ...milliseconds('replay.visible', 'opened, until the first step is seen with its screenshot', of('visibleMs')),
        limit: VISIBLE_LIMIT_MS,
      },
      milliseconds('replay.loaded', 'opened, until all of it is there and keys are taken', of('loadedMs')),
      milliseconds('replay.jump', 'from the first step to the last one by a key, until that is seen', of('jumpMs')),
    ];
  },
};

/** @param runs - a directory with one run in it */
async function screenshotMB(runs: string): Promise<number> {
  const files = await readdir(runs, { recursive: true });
  const sizes = files.filter((name) => name.endsWith('.jpg')).map(async (name) => (await stat(join(runs, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1e6;
}

/** Gives the directory with the run in it. */
async function longRun(bench: Bench): Promise<string> {
  await using wall = await startQuietPage(WALL);
  const ids = Array.from({ length: ACTS }, (_, index) => `click-${index + 1}`);
  const last: PlannedCall[] = [{ name: 'return', input: [] }];
  const steps = [...Array.from({ length: STEPS - 1 }, () => clickAndLook), last];
  await using cloud = await startCloud(bench, scriptPlanner(Object.fromEntries(ids.map((id) => [id, steps]))));
  const { status, events } = await cloud.run({
    startingPage: wall.url,
    acts: ids.map((id) => ({ id, prompt: id, maxSteps: STEPS })),
  });
  const end = events.findLast((event) => event.type === 'RunEnded');
  if (status !== 'SUCCEEDED')
    throw new Error(`the scripted run of ${ACTS * STEPS} steps is ${status} (${end?.error?.message})`);
  return cloud.directory;
}

interface Opening {
  readonly visibleMs: number;
  readonly loadedMs: number;
  readonly jumpMs: number;
}

/** In a Chromium of its own, as somebody opens a file. */
async function open(path: string, { signal }: Bench): Promise<Opening> {
  signal.throwIfAborted();
  await using chromium = await launchChromium({ proxyPort: NO_PROXY });
  const { targetId } = await chromium.session.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await chromium.session.send('Target.attachToTarget', { targetId, flatten: true });
  const session = chromium.session.connection()?.session(sessionId);
  if (!session) throw new Error('the tab has no session');
  await session.send('Page.enable');
  const loaded = new Promise((resolve) => session.once('Page.loadEventFired', resolve));
  const startedAt = performance.now();
  await session.send('Page.navigate', { url: pathToFileURL(path).href });
  await seen(session, 'querySelector');
  const visibleMs = performance.now() - startedAt;
  await loaded;
  const loadedMs = performance.now() - startedAt;
  const jumpedAt = performance.now();
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'End', code: 'End' });
  await seen(session, 'last');
  return { visibleMs, loadedMs, jumpMs: performance.now() - jumpedAt };
}

/** Resolves when the step's screenshot is decoded and the frame that shows it was drawn. */
async function seen(session: CDPSession, which: 'querySelector' | 'last'): Promise<void> {
  const image =
    which === 'last' ? "[...document.querySelectorAll('.step img')].at(-1)" : "document.querySelector('.step img')";
  const { exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      while (!${image}) await frame();
      const image = ${image};
      image.closest('.step').scrollIntoView();
      await image.decode();
      await frame();
      await frame();
    })()`,
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
}
