import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  await site.open('dialogs');
  site.browser.takeNotices();
});

describe('a dialog is answered and told of', () => {
  test.for([
    ['Alert', 'told', { dialogType: 'alert', message: 'hello', answer: 'accepted' }],
    ['Confirm', 'confirmed false', { dialogType: 'confirm', message: 'sure?', answer: 'dismissed' }],
    ['Prompt', 'prompted null', { dialogType: 'prompt', message: 'name?', answer: 'dismissed' }],
  ] as const)('%s', async ([button, said, told]) => {
    await site.click(button);
    expect(await site.output()).toBe(said);
    expect(site.browser.takeNotices()).toEqual([{ kind: 'dialog', ...told }]);
    expect(site.browser.takeNotices()).toEqual([]);
  });

  test('with yes when a page asks whether it may be left', async () => {
    await site.click('Alert');
    site.browser.takeNotices();
    await site.perform({ kind: 'goToUrl', url: site.server.url('popped') });
    expect((await site.see()).activeURL).toBe(site.server.url('popped'));
    expect(site.browser.takeNotices()).toMatchObject([{ dialogType: 'beforeunload', answer: 'accepted' }]);
  });

  test('with no more than 500 characters of it', async () => {
    await site.click('Long');
    expect(site.browser.takeNotices()).toMatchObject([{ message: 'x'.repeat(500) }]);
  });
});

describe('dialogs without end', () => {
  test.for(['Loop', 'Ticker'])('hold nothing up: %s', async (button) => {
    await using other = await BrowserOnSite.launch();
    await other.open('dialogs');
    const begun = performance.now();
    await other.click(button);
    await other.settle();
    expect((await other.see()).activeURL).toBe(other.server.url('dialogs'));
    expect(performance.now() - begun).toBeLessThan(8_000);
    const notices = other.browser.takeNotices();
    expect(notices).toHaveLength(50);
    expect(notices.at(-1)).toEqual({ kind: 'warning', message: expect.stringMatching(/^\d\d+ more notices/) });

    // Chromium may lose a page that is left while it opens a dialog; then an empty one takes its place.
    await other.perform({ kind: 'goToUrl', url: other.server.url('popped') });
    await other.settle();
    await other.perform({ kind: 'goToUrl', url: other.server.url('popped') });
    expect((await other.see()).activeURL).toBe(other.server.url('popped'));
  });
});

describe('a page that asks for more than a page gets', () => {
  test.for([
    ['Print', 'printed'],
    ['Position', 'position denied'],
    ['Notifications', 'notifications denied'],
    ['Camera', 'camera denied'],
    ['Read the clipboard', 'clipboard denied'],
    ['Copy', 'copy granted'],
  ] as const)('has its answer at once: %s', async ([button, said]) => {
    await site.click(button);
    await site.settle();
    expect(await site.output()).toBe(said);
  });

  test.for([
    ['Pick a file', 'file denied'],
    ['Pick a directory', 'directory denied'],
  ] as const)('is refused and told of: %s', async ([button, said]) => {
    await site.click(button);
    await site.settle();
    expect(await site.output()).toBe(said);
    expect(site.browser.takeNotices()).toMatchObject([
      { kind: 'warning', message: expect.stringContaining('refused') },
    ]);
  });
});
