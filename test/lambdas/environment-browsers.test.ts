import { afterEach, beforeAll, afterAll, expect, test } from 'vitest';
import { browserSettings } from '../../lib/run/browser-settings.ts';
import { environmentBrowsers } from '../../lambdas/runtime/environment-browsers.ts';
import { eventually, profilesOf } from '../support/chromium-processes.ts';
import { startPageServer, type PageServer } from '../support/page-server.ts';

let server: PageServer;
beforeAll(async () => {
  server = await startPageServer();
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => browsers.end());

const network = { allowLoopback: true, allowHosts: [] };
const browsers = environmentBrowsers({ chromiumPath: undefined, network, allowUploads: [] }, () => undefined);
const start = (more: Partial<Parameters<typeof browsers.start>[0]> = {}) =>
  browsers.start({
    startingPage: server.url('leaves'),
    replayable: false,
    guardrails: undefined,
    settings: browserSettings.parse({}),
    ...more,
  });

test('a browser that rests is woken for the run that was left with it, and ended for any other', async () => {
  const { browser, lost } = await start();
  expect(lost).toEqual([]);
  await browsers.rest();
  expect(await browsers.reclaim(browser.id)).toBe(browser);
  expect((await browser.observe()).activeURL).toBe(server.url('leaves'));
  await browsers.rest();
  expect(await browsers.reclaim('another')).toBeUndefined();
  expect(profilesOf(process.pid)).toEqual([]);
  expect(await browsers.reclaim(browser.id)).toBeUndefined();
});

test('a browser that is ended is gone, and what it was doing has failed', async () => {
  const { browser } = await start();
  const working = browser.perform({ kind: 'wait', seconds: 20 }, () => undefined);
  working.catch(() => {});
  await browsers.end();
  await expect(working).rejects.toMatchObject({ name: 'BrowserCrashed' });
  expect(profilesOf(process.pid)).toEqual([]);
  expect(await browsers.reclaim(browser.id)).toBeUndefined();
});

test.for(['rest', 'end'] as const)('a browser that starts when told to %s does not begin', async (how) => {
  const seen = server.log.length;
  const starting = start();
  starting.catch(() => {});
  expect(await eventually(() => profilesOf(process.pid).length > 0, 3_000)).toBe(true);
  await browsers[how]();
  await expect(starting).rejects.toMatchObject({ name: 'LeaseLost' });
  expect(profilesOf(process.pid)).toEqual([]);
  expect(server.log.slice(seen)).toEqual([]);
});

test('a browser starts as it was when its state was captured', async () => {
  const { browser } = await start();
  const state = await browser.capture();
  await browsers.end();
  const seen = server.log.length;
  const again = await start({ startingPage: server.url('click'), restore: { state, forms: 'unseen', secrets: [] } });
  expect(again.lost).toEqual([]);
  expect((await again.browser.observe()).activeURL).toBe(server.url('leaves'));
  expect(server.log.slice(seen)).not.toContain('GET http://127.0.0.1/click.html');
});

test('no browser is started for a state that none has captured', async () => {
  const restore = { state: { formatVersion: 0 }, forms: 'told', secrets: [] } as const;
  await expect(start({ restore })).rejects.toMatchObject({ name: 'CheckpointUnreadable' });
  expect(profilesOf(process.pid)).toEqual([]);
});
