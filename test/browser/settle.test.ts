import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

/** Milliseconds of settling after a click on `text`. */
async function settleAfter(text: string): Promise<number> {
  await site.click(text);
  const begun = performance.now();
  await site.settle();
  return performance.now() - begun;
}

describe('settling waits for what the action has set off', () => {
  beforeEach(() => site.open('settle'));

  test.for([
    ['an answer', 'Fetch', 'fetch answer done'],
    ['one answer after the other', 'Chain', 'chain done'],
    ['a timer', 'Timer', 'timer done'],
    ['a timer that sets the next one', 'Poll', 'poll done'],
    ['animation frames', 'Frames', 'frames done'],
    ['a transition', 'Transition', 'transition done'],
  ] as const)('%s', async ([, button, said]) => {
    await settleAfter(button);
    expect(await site.output()).toBe(said);
  });

  test('a page that takes its time', async () => {
    await settleAfter('Navigate');
    expect((await site.see()).activeURL).toContain('/inner.html');
  });
});

describe('settling is not held up', () => {
  beforeEach(() => site.open('settle'));

  test.for([
    ['by a beacon', 'Beacon'],
    ['by a timer that is due much later', 'Late'],
  ] as const)('%s', async ([, button]) => {
    expect(await settleAfter(button)).toBeLessThan(1_000);
  });

  test('by what an earlier action has set off for ever', async () => {
    await site.click('Endless');
    expect(await settleAfter('Nothing')).toBeLessThan(1_000);
  });

  test('beyond three seconds by an answer that never comes', async () => {
    expect(await settleAfter('Never')).toBeLessThan(3_500);
  });
});

test('waiting takes as long as it says, and no time at all settles', async () => {
  await site.open('settle');
  const begun = performance.now();
  await site.perform({ kind: 'wait', seconds: 0.1 });
  expect(performance.now() - begun).toBeGreaterThan(99);

  await site.click('Fetch');
  await site.perform({ kind: 'wait', seconds: 0 });
  expect(await site.output()).toBe('fetch answer done');
});
