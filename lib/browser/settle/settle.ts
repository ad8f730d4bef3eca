import { setTimeout as delay } from 'node:timers/promises';
import { callInFrame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { Tabs } from '../page/tabs.ts';
import { PROBE_KEY } from './probe/probe-source.ts';
import { whenQuiet } from './when-quiet.ts';

/** Never waited for longer than this. */
const MAXIMUM_MS = 3_000;
/** For so long nothing may change. Frames come every 17 ms, answers from a near server within 30. */
const QUIET_MS = 60;
/** Before a document that went away under the question is asked again. */
const AGAIN_MS = 10;

/**
 * Resolves when the active page has done what the last action set off: documents loaded, requests answered, timers
 * run, and nothing changing; at the latest after 3 s. What ran before holds nothing up.
 *
 * @param since when that action began, in milliseconds since the epoch
 */
export async function settle(tabs: Tabs, since: number): Promise<void> {
  const deadline = performance.now() + MAXIMUM_MS;
  const left = () => Math.max(0, deadline - performance.now());
  while (left() > 0) {
    // A new page whose process hangs is not ready for long.
    const tab = await Promise.race([tabs.active(since), delay(left(), undefined, { ref: false })]);
    if (!tab) return;
    const isDone = () => tab.frames.areLoadedSince(since) && !tab.requests.isPendingSince(since);
    await tab.activity.until(() => tab.closed || isDone(), left());
    const quiet = await Promise.race([areQuiet(tab, since, left()), delay(left(), true, { ref: false })]);
    // Meanwhile a request may have gone out, or another page may have come up.
    const isStill = isDone() && tab.requests.quietFor(since) >= QUIET_MS;
    if (quiet && isStill && tabs.isActive(tab, since)) return;
    if (!quiet) await delay(AGAIN_MS);
  }
}

/** Waits for all documents of the page. False when one of them went away, or was quiet long before another was. */
async function areQuiet(tab: Tab, since: number, maximumMs: number): Promise<boolean> {
  const ends = await Promise.allSettled(
    tab.frames.all().map(async (frame) => {
      await callInFrame(frame, whenQuiet, PROBE_KEY, since, QUIET_MS, maximumMs);
      return performance.now();
    }),
  );
  const now = performance.now();
  return ends.every((end) => end.status === 'fulfilled' && now - end.value < QUIET_MS);
}
