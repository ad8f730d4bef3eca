import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { Notices } from '../../lib/browser/notices.ts';
import { Tabs } from '../../lib/browser/page/tabs.ts';
import { browserSettings } from '../../lib/run/browser-settings.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { NO_PROXY } from '../support/egress.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  await site.open('popup');
  site.browser.takeNotices();
});

describe('a page that opens another one', () => {
  test.for(['New tab', 'Window'])('by %s is left for it, and returned to when it closes', async (opener) => {
    await site.click(opener);
    await site.settle();
    const popped = await site.see();
    expect(popped.activeURL).toBe(site.server.url('popped'));
    expect(popped.browserDimensions).toMatchObject({ windowWidth: 1600, windowHeight: 813 });

    await site.click('Close me');
    await site.settle();
    expect((await site.see()).activeURL).toBe(site.server.url('popup'));
    expect(site.browser.takeNotices()).toEqual([]);
  });

  test('is looked at again when that one has closed itself', async () => {
    await site.click('Blink');
    await site.settle();
    expect((await site.see()).activeURL).toBe(site.server.url('popup'));
  });

  test('and many more keeps 20 of them, and the rest is told of', async () => {
    await using other = await BrowserOnSite.launch();
    await other.open('popup');
    await other.click('Storm');
    await other.settle();
    expect((await other.see()).activeURL).toBe(other.server.url('popped'));
    const notices = other.browser.takeNotices();
    expect(notices).toHaveLength(11);
    expect(notices[0]).toEqual({ kind: 'warning', message: 'a tab was closed at once: 20 are open already' });
  });
});

test('when the last tab is closed, an empty one takes its place', async () => {
  await using chromium = await launchChromium(NO_PROXY);
  const notices = new Notices();
  const settings = { ...browserSettings.parse({}), userAgent: 'test' };
  const tabs = await Tabs.follow(chromium.session, { settings, notices });
  const first = await tabs.active();
  expect(notices.take()).toEqual([]);

  // Only a page without a past may close itself.
  await first.session.send('Runtime.evaluate', { expression: 'close()' });
  await first.activity.until(() => first.closed, 5_000);

  const [second, same] = await Promise.all([tabs.active(), tabs.active()]);
  expect(second).not.toBe(first);
  expect(same).toBe(second);
  expect(notices.take()).toEqual([
    { kind: 'warning', message: 'the last tab was closed, and an empty one was opened' },
  ]);
});

test('when a page crashes that is not looked at, its tab is closed, and the run goes on', async () => {
  await using chromium = await launchChromium(NO_PROXY);
  const notices = new Notices();
  const settings = { ...browserSettings.parse({}), userAgent: 'test' };
  const tabs = await Tabs.follow(chromium.session, { settings, notices });
  const first = await tabs.active();
  const since = Date.now();
  await chromium.session.send('Target.createTarget', { url: 'about:blank' });
  const second = await tabs.active(since);
  expect(second).not.toBe(first);

  first.session.send('Page.crash').catch(() => undefined);
  await first.activity.until(() => first.closed, 5_000);

  expect(first.closed).toBe(true);
  expect(notices.take()).toEqual([{ kind: 'warning', message: 'a tab was closed: its process has crashed' }]);
  expect(await Promise.race([tabs.pageCrashed.then(() => 'crashed'), tabs.active()])).toBe(second);
});
