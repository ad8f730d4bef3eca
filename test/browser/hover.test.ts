import { expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

test('the mouse over an element shows what hovering shows', async () => {
  await using site = await BrowserOnSite.launch();
  await site.open('hover');
  expect((await site.see()).simplifiedDOM).not.toContain('The tip');

  await site.perform({ kind: 'hover', box: await site.find('Trigger') });

  expect((await site.see()).simplifiedDOM).toContain('The tip');
  expect(await site.output()).toBe('inside');
});
