import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(() => site.open('popup'));

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
  });
});

describe('a dialog is answered', () => {
  test.for([
    ['Alert', 'told'],
    ['Confirm', 'confirmed false'],
    ['Prompt', 'prompted null'],
  ] as const)('%s', async ([button, said]) => {
    await site.click(button);
    expect(await site.output()).toBe(said);
  });

  test('with yes when a page asks whether it may be left', async () => {
    await site.click('Alert');
    await site.perform({ kind: 'goToUrl', url: site.server.url('popped') });
    expect((await site.see()).activeURL).toBe(site.server.url('popped'));
  });
});
