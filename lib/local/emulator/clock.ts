import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../act/ports.ts';

/** The machine's own time. What sleeps keeps no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds) => wait(milliseconds, undefined, { ref: false }),
};
