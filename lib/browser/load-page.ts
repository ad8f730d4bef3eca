import { ProtocolError } from 'puppeteer-core';
import { navigate, NAVIGATION_TIMEOUT_MS } from './actions/go-to-url.ts';
import type { Tab } from './page/tab.ts';
import type { RecentFailures } from './proxy/failures.ts';

/**
 * Loads a page and resolves when all its documents were loaded: to undefined, or to what the failure is called.
 *
 * @param timeoutMs for its document, and again for all of it; then it is taken as it is
 */
export async function loadPage(
  tab: Tab,
  url: string,
  failures: RecentFailures,
  timeoutMs = NAVIGATION_TIMEOUT_MS,
): Promise<string | undefined> {
  const since = Date.now();
  const failure = await navigate(tab.session, url, failures, timeoutMs).catch((error: unknown) => {
    if (error instanceof ProtocolError) throw error;
    return String(error);
  });
  if (failure) return failure;
  await tab.activity.until(() => tab.closed || tab.frames.areLoadedSince(since), timeoutMs);
}
