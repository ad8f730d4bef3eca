import { setTimeout as delay } from 'node:timers/promises';
import { startBrowserParts, type BrowserParts } from '../../lib/browser/browser-parts.ts';
import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import { startPageServer, type PageServer } from '../../test/support/page-server.ts';
import { median, milliseconds, repeat, type Bench, type Figure, type Part } from './figures.ts';
import { AFTER_CLICK_MS, referenceSettle } from './reference-settle.ts';
import { BUSY_PAGES, QUIET_PAGES } from './settle-pages.ts';

const QUIET_RUNS = 5;
const BUSY_RUNS = 3;
const RATIO_LIMIT = 1 / 15;
const DELAY_LIMIT_MS = 300;
/** Three pauses between screenshots and the wait after a click: if it takes less, it is not the reference's algorithm. */
const REFERENCE_MINIMUM_MS = 2_100;
/** So long a page runs before the click: what it does by itself is then under way. */
const RUNS_BEFORE_MS = 200;
/** No page's last change comes later than this after the click. */
const LAST_CHANGE_MS = 5_000;
/** Where all pages have what is clicked. */
const GO = { unit: 'pixels', box: { left: 12, top: 16, right: 18, bottom: 20 } } as const;
const CLICK = { kind: 'click', box: GO, clickType: 'left', blurField: false } as const;

/** A click, the settling after it and the observation, by us and as the reference client does it. */
export const settling: Part = {
  title: `Click, settle and observe (medians of ${QUIET_RUNS} runs on quiet pages, of ${BUSY_RUNS} on others; the reference's algorithm on the same pages, in the same browser)`,
  async measure(bench) {
    await using place = await openPlace(bench);
    await ours(place, 'static');
    const quiet: (readonly [page: string, ours: Run[], reference: number[]])[] = [];
    for (const page of QUIET_PAGES)
      quiet.push([
        page,
        await repeat(QUIET_RUNS, () => ours(place, page)),
        await repeat(QUIET_RUNS, () => reference(place, page)),
      ]);
    const busy: (readonly [page: string, ours: Run[]])[] = [];
    for (const page of BUSY_PAGES) busy.push([page, await repeat(BUSY_RUNS, () => ours(place, page))]);
    const runs = [...quiet, ...busy].flatMap(([, own]) => own);
    const ratios = quiet.map(([, own, other]) => median(own.map(({ tookMs }) => tookMs)) / median(other));
    const fastest = Math.min(...quiet.flatMap(([page, , other]) => (page === 'static' ? other : [])));
    if (fastest < REFERENCE_MINIMUM_MS) throw new Error(`the reference took only ${fastest} ms on the static page`);
    return [
      ...quiet.flatMap(([page, own, other], index) => quietFigures(page, own, other, ratios[index] ?? Number.NaN)),
      times('settle.ratio', 'ours / reference on quiet pages (median of the pages)', median(ratios), RATIO_LIMIT),
      ...busy.flatMap(([page, own]) => busyFigures(page, own)),
      {
        ...milliseconds('settle.delay', 'last change to observation, all pages (median)', median(runs.map(delayOf))),
        limit: DELAY_LIMIT_MS,
      },
      times('settle.premature', `premature observations among ${runs.length}`, runs.filter(isPremature).length, 1),
    ];
  },
};

interface Run {
  readonly tookMs: number;
  /** When the page's last change came, when settling ended, and when the observation was there; since the epoch. */
  readonly changedAt: number | undefined;
  readonly settledAt: number;
  readonly observedAt: number;
}

function isPremature({ changedAt, settledAt }: Run): boolean {
  return changedAt === undefined || changedAt > settledAt;
}

function delayOf({ changedAt = Number.NaN, observedAt }: Run): number {
  return observedAt - changedAt;
}

function times(id: string, label: string, value: number, limit: number): Figure {
  return { id, label, value, unit: 'times', limit };
}

function quietFigures(page: string, own: readonly Run[], other: readonly number[], ratio: number): Figure[] {
  const took = median(own.map(({ tookMs }) => tookMs));
  return [
    milliseconds(`settle.${page}`, page, took),
    milliseconds(`settle.${page}.reference`, '  the reference', median(other)),
    times(`settle.${page}.ratio`, '  ours / reference', ratio, RATIO_LIMIT),
  ];
}

function busyFigures(page: string, own: readonly Run[]): Figure[] {
  return [
    milliseconds(`settle.${page}`, page, median(own.map(({ tookMs }) => tookMs))),
    milliseconds(`settle.${page}.delay`, '  last change to observation', median(own.map(delayOf))),
  ];
}

interface Place extends AsyncDisposable {
  readonly server: PageServer;
  readonly parts: BrowserParts;
  readonly browser: ChromiumBrowser;
  readonly signal: AbortSignal;
}

async function openPlace({ signal }: Bench): Promise<Place> {
  await using started = new AsyncDisposableStack();
  const server = started.use(await startPageServer());
  const parts = await startBrowserParts({ network: { allowLoopback: true, allowHosts: [] } });
  const browser = started.use(new ChromiumBrowser(parts));
  browser.wake();
  const owned = started.move();
  return { server, parts, browser, signal, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function ours(place: Place, page: string): Promise<Run> {
  const since = await openPage(place, page);
  const { browser, server, signal } = place;
  const begun = performance.now();
  await browser.perform(CLICK, () => undefined);
  await browser.perform({ kind: 'waitForPageToSettle' }, () => undefined);
  const settledAt = Date.now();
  await browser.observe();
  const tookMs = performance.now() - begun;
  const observedAt = Date.now();
  while (server.doneAt(since) === undefined && Date.now() < since + LAST_CHANGE_MS)
    await delay(10, undefined, { signal });
  return { tookMs, settledAt, observedAt, changedAt: server.doneAt(since) };
}

async function reference(place: Place, page: string): Promise<number> {
  const since = await openPage(place, page);
  const begun = performance.now();
  await place.browser.perform(CLICK, () => undefined);
  await delay(AFTER_CLICK_MS, undefined, { signal: place.signal });
  await referenceSettle(await place.parts.tabs.active(), since, place.signal);
  await place.browser.observe();
  return performance.now() - begun;
}

/** Resolves when the page has run for a while: to the time of then, in milliseconds since the epoch. */
async function openPage({ parts, server, signal }: Place, page: string): Promise<number> {
  const tab = await parts.tabs.active();
  const begun = Date.now();
  await tab.session.send('Page.navigate', { url: server.url(`settle/${page}`) });
  await tab.activity.until(() => tab.frames.areLoadedSince(begun), LAST_CHANGE_MS);
  await delay(RUNS_BEFORE_MS, undefined, { signal });
  return Date.now();
}
