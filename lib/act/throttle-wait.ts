import { ActRequestThrottledError } from './errors.ts';
import type { Clock, Recorder } from './ports.ts';

/** Seconds to wait when the service throttles without saying how long: 1, 2, 4, … at most this. */
const LONGEST_WAIT_SECONDS = 30;

/** However soon the service is said to be ready: asking at once again would throttle the more. */
const SHORTEST_WAIT_SECONDS = 1;

/** How long to wait after having been throttled, for the nth time in a row from 0, in milliseconds. */
export function throttleWaitMs(
  { retryAfterSeconds }: { readonly retryAfterSeconds: number | undefined },
  nth: number,
): number {
  return 1000 * Math.max(retryAfterSeconds ?? Math.min(2 ** nth, LONGEST_WAIT_SECONDS), SHORTEST_WAIT_SECONDS);
}

/** Makes a call that is safe to repeat, again and again while the service throttles and there is time to wait. */
export async function whileThrottled<Result>(
  operation: 'CreateAct' | 'UpdateAct',
  call: () => Promise<Result>,
  { clock, recorder }: { readonly clock: Clock; readonly recorder: Pick<Recorder, 'record'> },
  msToSpare: () => number,
): Promise<Result> {
  for (let nth = 0; ; nth += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ActRequestThrottledError)) throw error;
      const waitMs = throttleWaitMs(error, nth);
      if (waitMs > msToSpare()) throw error;
      recorder.record({ type: 'Throttled', operation, waitedMs: waitMs });
      await clock.sleep(waitMs);
    }
  }
}
