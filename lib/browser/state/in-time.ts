import { setTimeout as delay } from 'node:timers/promises';

/**
 * What the work comes to; undefined when that takes longer, or when it fails: its page may go away at any moment.
 *
 * @param until by `performance.now()`
 */
export async function inTime<Result>(work: Promise<Result>, until: number): Promise<Result | undefined> {
  const over = new AbortController();
  const timeout = delay(Math.max(0, until - performance.now()), undefined, { signal: over.signal });
  try {
    return await Promise.race([work, timeout]).catch(() => undefined);
  } finally {
    over.abort();
    timeout.catch(() => undefined);
  }
}
