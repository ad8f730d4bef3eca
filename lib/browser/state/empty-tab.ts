import { setTimeout as delay } from 'node:timers/promises';
import { navigate } from '../actions/go-to-url.ts';
import type { Tab } from '../page/tab.ts';
import type { RecentFailures } from '../proxy/failures.ts';

/** While the page is on its way from one process to another, it has no history to be asked of. */
const AGAIN_MS = 5;
const TRIES = 100;

/** Leaves a tab empty and without a past, as one that was just opened. */
export async function emptyTab(tab: Tab, failures: RecentFailures): Promise<void> {
  await navigate(tab.session, 'about:blank', failures);
  for (let left = TRIES; left > 0; left -= 1) {
    const isReset = await tab.session.send('Page.resetNavigationHistory').then(
      () => true,
      () => false,
    );
    if (isReset) return;
    await delay(AGAIN_MS);
  }
}
