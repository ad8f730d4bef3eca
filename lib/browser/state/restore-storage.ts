import type { CDPSession, Protocol } from 'puppeteer-core';
import { navigate } from '../actions/go-to-url.ts';
import type { BrowserParts } from '../browser-parts.ts';
import { callInFrame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { CapturedTab } from './browser-state.ts';
import { emptyTab } from './empty-tab.ts';
import { inTime } from './in-time.ts';
import { told, type Losses } from './losses.ts';
import { writeStorage, type StorageFailures } from './page/write-storage.ts';
import { storagePages, type StoragePage } from './storage-pages.ts';

/** For all of a tab, in milliseconds. */
const STORAGE_MS = 15_000;

/**
 * Puts back what the documents of these tabs had stored, before any of them is loaded: each tab shows pages of their
 * origins that this function itself answers with, and no request leaves the browser. The tabs are empty afterwards.
 */
export async function restoreStorage(
  tabs: readonly { readonly tab: Tab; readonly captured: CapturedTab }[],
  { chromium, failures, gate }: Pick<BrowserParts, 'chromium' | 'failures' | 'gate'>,
  losses: Losses,
): Promise<void> {
  const answers = new Map<string, string>();
  const answer = (paused: Protocol.Fetch.RequestPausedEvent) => {
    answerWith(chromium.session, paused, answers.get(paused.request.url)).catch(ignoreClosed);
  };
  chromium.session.on('Fetch.requestPaused', answer);
  // At the browser: nearer to the network than the gate of a page, and the same for the frames of all sites.
  await chromium.session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  try {
    for (const { tab, captured } of tabs) {
      // What the guardrails keep from being loaded is not missed.
      const pages = storagePages(captured.documents, (origin, isMain) => gate?.allows(origin, isMain) ?? true);
      for (const { url, html } of pages) answers.set(url, html);
      if (pages.length === 0) continue;
      const until = performance.now() + STORAGE_MS;
      const isDone = await inTime(
        fillTab(tab, pages).then(() => true),
        until,
      );
      if (!isDone) losses.add(`What ${told(captured.url)} had stored could not all be put back in time.`);
      await inTime(emptyTab(tab, failures), until);
    }
  } finally {
    chromium.session.off('Fetch.requestPaused', answer);
    await chromium.session.send('Fetch.disable');
  }

  async function fillTab(tab: Tab, pages: readonly StoragePage[]): Promise<void> {
    const [top] = pages;
    if (!top) return;
    const since = Date.now();
    await navigate(tab.session, top.url, failures);
    const areThere = () => tab.frames.all().length >= pages.length && tab.frames.areLoadedSince(since);
    await tab.activity.until(() => tab.closed || areThere(), STORAGE_MS);
    const framesByUrl = new Map(
      await Promise.all(tab.frames.all().map(async (frame) => [await callInFrame(frame, address), frame] as const)),
    );
    for (const { url, origins, documents } of pages)
      for (const document of documents) {
        const frame = framesByUrl.get(url);
        const failed = frame
          ? await callInFrame(frame, writeStorage, JSON.stringify(document))
          : { areas: 1, databases: 0, records: 0 };
        tell(failed, told(origins.at(-1) ?? ''));
      }
  }

  function tell({ areas, databases, records }: StorageFailures, origin: string): void {
    losses.count(areas, 'storage', 'storages', `of ${origin} could not be put back.`);
    losses.count(databases, 'database', 'databases', `of ${origin} could not be put back.`);
    losses.count(records, 'record', 'records', `in databases of ${origin} could not be put back.`);
  }
}

async function answerWith(
  session: CDPSession,
  { requestId }: Protocol.Fetch.RequestPausedEvent,
  html: string | undefined,
): Promise<void> {
  if (html === undefined) return await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: 200,
    responseHeaders: [{ name: 'Content-Type', value: 'text/html' }],
    body: Buffer.from(html).toString('base64'),
  });
}

/** Runs in a document. */
function address(): string {
  return location.href;
}

/** Its page is gone. */
function ignoreClosed(): void {}
