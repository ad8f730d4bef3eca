import type { Restore } from '../../run/ports.ts';
import type { BrowserParts } from '../browser-parts.ts';
import { loadPage } from '../load-page.ts';
import type { Tab } from '../page/tab.ts';
import type { Rest } from '../rest.ts';
import type { CapturedState, CapturedTab } from './browser-state.ts';
import { writeCookies } from './cookies.ts';
import { isWeb, Losses, told } from './losses.ts';
import { restoreStorage } from './restore-storage.ts';
import { comparePage, restoreDocuments } from './restore-tab.ts';

/** For the document of a tab that is not looked at, and again for what belongs to it, in milliseconds. */
const BACKGROUND_MS = 10_000;
/** For what it goes on to ask for. */
const BACKGROUND_SETTLE_MS = 3_000;

interface RestoreContext extends Pick<BrowserParts, 'chromium' | 'tabs' | 'failures' | 'gate'> {
  readonly rest: Pick<Rest, 'isOffline'>;
  /** Waits until the active page has done what began then, in milliseconds since the epoch. */
  readonly settle: (since: number) => Promise<void>;
}

/**
 * Makes a browser that has shown nothing yet like the one of the state: cookies and storage first, and then each tab
 * with exactly one request for its document, in their order. One that came as the answer to a form that was sent is not
 * asked for. Gives what did not come back, a sentence each.
 */
export async function restoreState(
  { cookies, tabs, lost }: CapturedState,
  forms: Restore['forms'],
  context: RestoreContext,
): Promise<string[]> {
  const losses = new Losses();
  losses.add(...lost);
  context.rest.isOffline = true;
  await writeCookies(context.chromium.session, cookies, losses);
  const opened: { readonly tab: Tab; readonly captured: CapturedTab }[] = [];
  for (const captured of tabs)
    opened.push({ tab: await (opened.length > 0 ? context.tabs.open() : context.tabs.active()), captured });
  await restoreStorage(opened, context, losses);
  context.rest.isOffline = false;
  for (const { tab, captured } of opened) await restoreTab(tab, captured, forms, context, losses);
  const last = opened.at(-1);
  if (last && context.tabs.current !== last.tab)
    losses.add(`The tab of ${told(last.captured.url)} is not the one that is looked at: another one came before it.`);
  return losses.sentences;
}

async function restoreTab(
  tab: Tab,
  captured: CapturedTab,
  forms: Restore['forms'],
  { tabs, failures, settle }: RestoreContext,
  losses: Losses,
): Promise<void> {
  const { url, posted } = captured;
  if (posted)
    return losses.add(
      `The page ${told(url)} came as the answer to a form that was sent, and was not asked for again: its tab is empty.`,
    );
  if (!isWeb(url)) return;
  const isActive = tabs.isActive(tab);
  const done = async (since: number): Promise<void> => {
    if (isActive) return await settle(since);
    const isDone = () => tab.frames.areLoadedSince(since) && !tab.requests.isPendingSince(since);
    await tab.activity.until(() => tab.closed || isDone(), BACKGROUND_SETTLE_MS);
  };
  try {
    const loadedAt = Date.now();
    const failure = await loadPage(tab, url, failures, isActive ? undefined : BACKGROUND_MS);
    await done(loadedAt);
    if (failure) return losses.add(`The page ${told(url)} could not be loaded again: ${failure}.`);
    await comparePage(tab, captured, losses);
    const restoredAt = Date.now();
    await restoreDocuments(tab, captured, forms, losses);
    await done(restoredAt);
  } catch (error) {
    if (!tab.closed) throw error;
    losses.add(`The tab of ${told(url)} was closed again.`);
  }
}
