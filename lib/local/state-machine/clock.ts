import { setTimeout as wait } from 'node:timers/promises';

/** Time and chance, so that a test can own both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `milliseconds`; rejects as soon as the signal aborts, or at once when it has. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

// A longer timer fires at once in Node.
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    for (let left = milliseconds; left > 0; left -= longestTimer) {
      await wait(Math.min(left, longestTimer), undefined, { signal });
    }
  },
  random: () => Math.random(),
};
