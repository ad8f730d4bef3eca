import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

/** What is held up by something that never ends is held up as long as settling can last. */
const MAXIMUM_MS = 3_000;

const BROWSERS = 3;
let sites: readonly BrowserOnSite[];
beforeAll(async () => {
  sites = await Promise.all(Array.from({ length: BROWSERS }, () => BrowserOnSite.launch()));
  free.push(...sites);
});
afterAll(() => Promise.all(sites.map((site) => site[Symbol.asyncDispose]())));

// A browser works on one page at a time; pages mostly wait, so several do so at once.
const free: BrowserOnSite[] = [];
const waiting: ((site: BrowserOnSite) => void)[] = [];
async function onFreeSite<Result>(use: (site: BrowserOnSite) => Promise<Result>): Promise<Result> {
  const site = free.pop() ?? (await new Promise<BrowserOnSite>((resolve) => waiting.push(resolve)));
  try {
    return await use(site);
  } finally {
    const next = waiting.shift();
    if (next) next(site);
    else free.push(site);
  }
}

interface Settled {
  readonly said: string;
  readonly milliseconds: number;
}

/** Clicks on a page of test/site/settle, settles, and sees what it says then. */
function settleOn(page: string): Promise<Settled> {
  return onFreeSite(async (site) => {
    await site.open(`settle/${page}`);
    await site.click('Go');
    const begun = performance.now();
    await site.settle();
    const milliseconds = performance.now() - begun;
    return { said: await site.output(), milliseconds };
  });
}

describe.concurrent('settling on pages of many kinds', () => {
  test.for([
    ['a page that is far', 'navigate-2000'],
    ['a timer', 'timer-1400'],
    ['the answer of a worker', 'worker'],
    ['a page that takes its time', 'navigate-800'],
    ['what an interval does before it ends', 'interval'],
    ['what is asked for again and again', 'polling'],
    ['one request after the other, and a timer after the last', 'chain'],
    ['what animation frames lead to', 'frames'],
    ['a body that comes in pieces', 'stream'],
    ['a frame, and what it tells its parent later', 'iframe'],
    ['a font', 'font'],
    ['an answer by web socket', 'websocket'],
    ['an answer by a web socket that was opened for it', 'websocket-opened'],
    ['the end of a transition', 'transition'],
    ['an image', 'image'],
    ['an image that loads when it comes into view', 'lazy-image'],
    ['an answer to fetch', 'fetch'],
    ['an answer to XMLHttpRequest', 'xhr'],
    ['a timer that is due soon', 'timer-300'],
    ['a task of the scheduler', 'task'],
    ['a page that is near', 'navigate-50'],
    ['a view of a single-page application', 'spa'],
    ['a change made at once', 'static'],
  ] as const)('waits for %s', async ([, page]) => {
    expect(await settleOn(page)).toMatchObject({ said: 'done' });
  });

  test.for([
    ['long polls, those asked anew included', 'long-poll'],
    ['animations and frames without end that ran before', 'animation'],
    ['timers and requests without end that ran before', 'ticker'],
    ['an event stream', 'event-stream'],
    ['beacons, and reports that outlive the page', 'beacons'],
  ] as const)('is not held up by %s', async ([, page]) => {
    const { said, milliseconds } = await settleOn(page);
    expect(said).toBe('done');
    expect(milliseconds).toBeLessThan(MAXIMUM_MS);
  });
});

const onSettlePage = (use: (site: BrowserOnSite) => Promise<void>) =>
  onFreeSite(async (site) => {
    await site.open('settle');
    await use(site);
  });
const settleAfter = async (site: BrowserOnSite, text: string) => {
  await site.click(text);
  const begun = performance.now();
  await site.settle();
  return performance.now() - begun;
};

describe.concurrent('settling', () => {
  test('ends after three seconds when an answer never comes', () =>
    onSettlePage(async (site) => {
      expect(await settleAfter(site, 'Never')).toBeLessThan(MAXIMUM_MS + 1_000);
    }));

  test('gives up early what the click has set off for ever, and does not wait for it again', () =>
    onSettlePage(async (site) => {
      expect(await settleAfter(site, 'Endless')).toBeLessThan(MAXIMUM_MS);
      expect(await settleAfter(site, 'Nothing')).toBeLessThan(MAXIMUM_MS);
    }));

  test('goes on to the page that a click leads to', () =>
    onSettlePage(async (site) => {
      await settleAfter(site, 'Navigate');
      expect((await site.see()).activeURL).toContain('/inner.html');
    }));

  test('does not wait for a timer that is due much later', () =>
    onSettlePage(async (site) => {
      expect(await settleAfter(site, 'Late')).toBeLessThan(MAXIMUM_MS);
    }));

  test('waits for all that was set off since the page last settled', () =>
    onSettlePage(async (site) => {
      await site.click('Fetch');
      await site.perform({ kind: 'hover', box: await site.find('Nothing') });
      await site.settle();
      expect(await site.output()).toBe('fetch answer done');
    }));

  test('is what waiting for no time at all means; waiting for some takes as long as it says', () =>
    onSettlePage(async (site) => {
      const begun = performance.now();
      await site.perform({ kind: 'wait', seconds: 0.1 });
      expect(performance.now() - begun).toBeGreaterThan(99);

      await site.click('Fetch');
      await site.perform({ kind: 'wait', seconds: 0 });
      expect(await site.output()).toBe('fetch answer done');
    }));
});
