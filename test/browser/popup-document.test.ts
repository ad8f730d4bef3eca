import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(() => site.open('no-document'));

test.for(['Empty answer', 'Refused', 'Script'])(
  'a popup that gets no document leaves the page where it was: %s',
  async (popup) => {
    await site.click(popup);
    await site.settle();
    expect((await site.see()).activeURL).toBe(site.server.url('no-document'));
  },
);

test('a popup that waits for its document leaves the page there meanwhile', async () => {
  await site.click('No answer');
  await site.settle();
  expect((await site.see()).activeURL).toBe(site.server.url('no-document'));
});

test('a popup that a page writes itself is looked at', async () => {
  await site.click('Written');
  await site.settle();
  expect((await site.see()).simplifiedDOM).toContain('Written');
});

test('a popup is waited for', async () => {
  await site.click('Slow');
  await site.settle();
  expect((await site.see()).activeURL).toContain('popped.html');
});
