import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { chromiumFromPackage } from '../../lib/browser/chromium-package.ts';
import { at, BrowserOnSite } from '../support/browser-on-site.ts';
import { eventually, groupMembers, profilesOf, runningMembers, statesOf } from '../support/chromium-processes.ts';
import { startPageServer } from '../support/page-server.ts';

const TICK_MS = 20;
/** In which what has left already arrives. */
const ON_THE_WAY_MS = 100;
const RESTED_MS = 400;
/** A browser that is asked has to be silent for 300 ms, and is looked at twice a second. */
const SILENCE_NOTICED_MS = 1_100;

let site: BrowserOnSite;
beforeEach(async () => {
  site = await BrowserOnSite.launch({ silence: { pageMs: 3_000, browserMs: 300 } });
  const tick = `fetch('/tick?' + (localStorage.ticks = ticks += 1)).catch(() => {})`;
  site.server.serve(
    '/ticks.html',
    `<script>let ticks = 0; addEventListener('click', () => setInterval(() => ${tick}, ${TICK_MS}))</script>`,
  );
  site.server.serve('/tick', '');
  await site.open('ticks');
  return () => site[Symbol.asyncDispose]();
});

/** This process's newest browser. */
function leader(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
  return Number(children.trim().split(' ').at(-1));
}

const isStopped = (pid: number) => statesOf(pid).every((state) => state === 'T');

async function startTicking(): Promise<void> {
  await site.perform({ kind: 'click', box: at(50, 50), clickType: 'left', blurField: false });
  expect(await eventually(() => ticks().length > 3, 3_000)).toBe(true);
}

const ticks = () => site.server.log.flatMap((each) => Number(/\/tick\?(\d+)/.exec(each)?.[1] ?? []));

describe('a browser that rests', () => {
  test('sends nothing and runs no timer, and goes on where it was when it is woken', async () => {
    await startTicking();
    await site.browser.rest();
    expect(await eventually(() => isStopped(leader()), 1_000)).toBe(true);
    await delay(ON_THE_WAY_MS);
    const before = ticks();
    await delay(RESTED_MS);
    expect(ticks()).toEqual(before);

    site.browser.wake();
    expect(await site.browser.answers()).toBe(true);
    expect(await eventually(() => ticks().length > before.length, 3_000)).toBe(true);
    // Its requests that were cut off have ticked as well, but none did meanwhile.
    const [next = 0] = ticks().slice(before.length);
    expect(next - (before.at(-1) ?? 0)).toBeLessThan(RESTED_MS / TICK_MS / 2);
  });

  test('has not crashed, however long it rests, whatever was asked of it before', async () => {
    const waiting = site.perform({ kind: 'wait', seconds: 20 });
    waiting.catch(() => {});
    await site.browser.rest();
    await expect(waiting).rejects.toMatchObject({ message: 'The browser was stopped in the middle of its work.' });
    await delay(SILENCE_NOTICED_MS);
    site.browser.wake();
    expect((await site.see()).activeURL).toBe(site.server.url('ticks'));
  });

  test.for([
    ['is disposed of, and nothing of it runs any more', () => site.browser.rest()],
    ['the same when it rests for ever', async () => site.browser.halt()],
  ] as const)('%s', async ([, rest]) => {
    const pid = leader();
    await startTicking();
    await rest();
    await delay(ON_THE_WAY_MS);
    const before = ticks().length;
    await site.browser[Symbol.asyncDispose]();
    expect(runningMembers(pid)).toEqual([]);
    expect(profilesOf(process.pid)).toEqual([]);
    expect(ticks()).toHaveLength(before);
  });
});

test('a resting browser that a killed process has left is ended by the next start', async () => {
  await using server = await startPageServer();
  // Of this test alone: whoever starts a browser on this machine meanwhile would end what the killed one has left.
  const executablePath = await chromiumFromPackage();
  vi.stubEnv('TMPDIR', mkdtempSync(join(tmpdir(), 'nova-act-rest-')));
  onTestFinished(() => {
    rmSync(tmpdir(), { recursive: true, force: true });
    vi.unstubAllEnvs();
  });
  const program = join(import.meta.dirname, '../support/rest-and-stay.ts');
  const run = spawn(process.execPath, [program, server.url('leaves'), executablePath]);
  onTestFinished(() => void run.kill('SIGKILL'));
  await once(run.stdout, 'data');
  const [profile = ''] = profilesOf(run.pid ?? 0);
  const pid = Number(readFileSync(join(tmpdir(), profile, 'chromium.pid'), 'utf8'));
  onTestFinished(() => {
    if (runningMembers(pid).length > 0) process.kill(-pid, 'SIGKILL');
  });
  const exited = once(run, 'exit');
  run.kill('SIGKILL');
  await exited;
  expect(groupMembers(pid).length).toBeGreaterThan(1);
  expect(await eventually(() => isStopped(pid), 1_000)).toBe(true);

  await (await BrowserOnSite.launch({ executablePath }))[Symbol.asyncDispose]();

  expect(await eventually(() => runningMembers(pid).length === 0, 2_000)).toBe(true);
  expect(readdirSync(tmpdir())).not.toContain(profile);
});
