import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSite } from '../examples/site/site.ts';
import { environmentBrowsers } from '../lambdas/runtime/environment-browsers.ts';
import { chromiumFromPackage } from '../lib/browser/chromium-package.ts';
import { descendants } from '../lib/local/processes.ts';
import { browserSettings } from '../lib/run/browser-settings.ts';

/** What may not grow from run to run in one environment that stays warm. */
interface Reading {
  readonly processes: number;
  readonly descriptors: number;
  readonly temporaryMegabytes: number;
  /**
   * This process's share of the memory, without files: its part of the Node binary grows whenever another process of
   * this machine that runs the same ends. The script runs with a small young generation, which V8 otherwise lets grow
   * as long as there is memory.
   */
  readonly pssMegabytes: number;
}

const WARM_SESSIONS = 50;
const SESSIONS = 300;

const LIMITS: { readonly [Name in keyof Reading]: { readonly name: string; readonly most: (warm: number) => number } } =
  {
    processes: { name: 'processes', most: (warm) => warm },
    descriptors: { name: 'open files', most: (warm) => warm },
    temporaryMegabytes: { name: 'MB of temporary files', most: (warm) => warm + 5 },
    pssMegabytes: { name: 'MB of memory (PSS)', most: (warm) => warm * 1.1 },
  };

const NAMES = ['processes', 'descriptors', 'temporaryMegabytes', 'pssMegabytes'] as const;

process.exitCode = await main();

/** Runs session after session in this process, as an environment of Lambda does that is never let go of. */
async function main(): Promise<number> {
  const chromiumPath = await chromiumFromPackage();
  const directory = mkdtempSync(join(tmpdir(), 'nova-act-stress-'));
  process.env['TMPDIR'] = directory;
  try {
    await using site = await startSite();
    const startedAt = performance.now();
    for (let session = 0; session < WARM_SESSIONS; session += 1) await runSession(chromiumPath, site.url);
    const warm = await read(directory);
    say(describe(WARM_SESSIONS, startedAt, warm));
    for (let session = WARM_SESSIONS; session < SESSIONS; session += 1) await runSession(chromiumPath, site.url);
    const end = await read(directory);
    say(describe(SESSIONS, startedAt, end));
    return judge(warm, end);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runSession(chromiumPath: string, startingPage: string): Promise<void> {
  const network = { allowLoopback: true, allowHosts: [] };
  const browsers = environmentBrowsers({ chromiumPath, network, allowUploads: [] }, say);
  const settings = browserSettings.parse({});
  const { browser } = await browsers.start({ startingPage, replayable: true, guardrails: undefined, settings });
  const box = { unit: 'pixels', box: { left: 100, top: 100, right: 300, bottom: 300 } } as const;
  await browser.perform({ kind: 'click', box, clickType: 'left', blurField: false }, () => undefined);
  await browser.observe();
  browser.takeNotices();
  await browser.takeDownloads();
  await browsers.reclaim(undefined);
}

async function read(directory: string): Promise<Reading> {
  if (globalThis.gc === undefined) throw new Error('run this with npm run stress: it needs node --expose-gc');
  // The second one collects what finalizers of the first have let go of.
  await globalThis.gc({ execution: 'async' });
  await globalThis.gc({ execution: 'async' });
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  const rollup = readFileSync('/proc/self/smaps_rollup', 'latin1');
  return {
    processes: descendants(process.pid).length,
    descriptors: readdirSync('/proc/self/fd').length,
    temporaryMegabytes: bytes / 1024 ** 2,
    pssMegabytes: Number(/^Pss_Anon:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN) / 1024,
  };
}

function judge(warm: Reading, end: Reading): number {
  const grown = NAMES.filter((name) => !(end[name] <= LIMITS[name].most(warm[name])));
  for (const name of grown) say(`${LIMITS[name].name}: more than ${LIMITS[name].most(warm[name]).toFixed(1)}`);
  return grown.length === 0 ? 0 : 1;
}

function describe(sessions: number, startedAt: number, reading: Reading): string {
  const figures = NAMES.map((name) => `${Number(reading[name].toFixed(1))} ${LIMITS[name].name}`);
  const seconds = (performance.now() - startedAt) / 1_000;
  return `after ${sessions} sessions (${seconds.toFixed(0)} s): ${figures.join(', ')}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
