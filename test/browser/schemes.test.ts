import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { eventually, groupMembers } from '../support/chromium-processes.ts';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { NO_PROXY } from '../support/egress.ts';

describe('a page', () => {
  let site: BrowserOnSite;
  beforeAll(async () => {
    site = await BrowserOnSite.launch();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  /** Where the browser is after the page was told to go somewhere in this way. */
  async function after(way: string, scheme: string): Promise<string> {
    await site.open('schemes');
    await site.click(`${way} ${scheme}`);
    await site.settle();
    return (await site.see()).activeURL;
  }

  test.for(['link', 'window', 'blank', 'location'])('leads to the web by %s', async (way) => {
    expect(await after(way, 'http')).toBe(site.server.url('click'));
  });

  test.for(['file', 'chrome', 'devtools', 'view-source'])(
    'does not lead to %s:, neither itself nor in a window',
    async (scheme) => {
      for (const way of ['link', 'window', 'blank', 'location'])
        expect(await after(way, scheme)).toBe(site.server.url('schemes'));
    },
  );

  test.for(['link', 'location'])('does not replace itself with data: by %s', async (way) => {
    expect(await after(way, 'data')).toBe(site.server.url('schemes'));
  });
});

test('no process of Chromium has a variable of AWS in its environment', async () => {
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_LAMBDA_RUNTIME_API', '127.0.0.1:9001');
  await using chromium = await launchChromium(NO_PROXY);
  vi.unstubAllEnvs();
  await chromium.session.send('Target.createTarget', { url: 'about:blank' });
  const leader = chromium.process.pid ?? 0;
  expect(await eventually(() => groupMembers(leader).length > 1, 5_000)).toBe(true);
  const processes = groupMembers(leader);
  const environments = processes.map((pid) => readFileSync(`/proc/${pid}/environ`, 'latin1'));
  expect(environments.join()).toContain('TMPDIR=');
  expect(environments.filter((environment) => /AWS_|secret/.test(environment))).toEqual([]);
});
