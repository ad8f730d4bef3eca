import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowserParts } from '../../lib/browser/browser-parts.ts';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { EgressProxy } from '../../lib/browser/proxy/egress-proxy.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { OpenedPage } from '../support/opened-page.ts';

const LOOPBACK = { allowLoopback: true, allowHosts: [] };

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

test('a page finds out nothing: all functions look and work as in a Chromium of its own', async () => {
  const url = site.server.url('probe/report');
  await using proxy = await EgressProxy.start({ access: LOOPBACK, onFailure: () => undefined });
  proxy.forwarding = true;
  await using plain = await launchChromium({ proxyPort: proxy.port, timeZone: 'UTC' });
  await using parts = new AsyncDisposableStack();
  const { chromium, proxy: own } = await startBrowserParts({ network: LOOPBACK });
  parts.use(own);
  parts.use(chromium);
  own.forwarding = true;

  const [expected, found] = await Promise.all(
    [plain, chromium].map(async (each) => (await OpenedPage.open(each, url)).read<unknown>('report()')),
  );

  expect(found).toEqual(expected);
  expect(expected).toMatchObject({ calls: { ranText: true, rejected: expect.arrayContaining(['TypeError']) } });
});

test.for([
  ['replaces timers, animation frames and the clock', 'fake-timers'],
  ['wraps timers, requests and promises', 'wrapped'],
  ['removes all it can from its window and from classes', 'wiped'],
  ['writes itself anew', 'written'],
  ['changes a closed shadow tree', 'shadow'],
  ['lets no script in but its own', 'strict'],
])('a page that %s is followed like any other', async ([, page]) => {
  await site.open(`probe/${page}`);
  await site.click('Go');
  await site.settle();
  expect(await site.output()).toBe('done');
});
