import { setTimeout as delay } from 'node:timers/promises';
import { callInFrame } from '../page/frame.ts';
import { PROBE_KEY } from '../page/tab.ts';
import type { Tab } from '../page/tab.ts';
import type { Tabs } from '../page/tabs.ts';
import { whenQuiet } from './when-quiet.ts';

/** Never waited for longer than this. */
const MAXIMUM_MS = 3_000;
/** For so long nothing may change. Frames come every 17 ms, answers from a near server within 30. */
const QUIET_MS = 60;
/** Before a document that went away under the question is asked again. */
const AGAIN_MS = 10;

/**
 * Resolves when the active page has done what the last action set off: documents loaded, requests answered, timers
 * run, and nothing changing; at the latest after 3 s.
 *
 * @param since when that action began, in milliseconds since the epoch
 */
export async function settle(tabs: Tabs, since: number): Promise<void> {
  const deadline = performance.now() + MAXIMUM_MS;
  const left = () => Math.max(0, deadline - performance.now());
  while (left() > 0) {
    const tab = await tabs.active();
    const isDone = () => tab.frames.areLoaded && !tab.requests.isPendingSince(since);
    await tab.activity.until(() => tab.closed || isDone(), left());
    const quiet = await Promise.race([isQuiet(tab, since, left()), delay(left(), true, { ref: false })]);
    // Meanwhile a request may have gone out, or another page may have come up.
    if (quiet && isDone() && tabs.isActive(tab)) return;
    if (!quiet) await delay(AGAIN_MS);
  }
}

/** Waits for all documents of the page. False when one of them went away meanwhile. */
async function isQuiet(tab: Tab, since: number, maximumMs: number): Promise<boolean> {
  const ends = await Promise.allSettled(
    tab.frames.all().map((frame) => callInFrame(frame, whenQuiet, QUIET_MS, maximumMs, since, PROBE_KEY)),
  );
  return ends.every(({ status }) => status === 'fulfilled');
}
