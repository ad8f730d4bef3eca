import type { ActEvent } from './act-event.ts';
import {
  ActBadResponseError,
  ActClientError,
  ActGuardrailsError,
  ActRateLimitExceededError,
  ActRequestThrottledError,
  ActServerError,
  ServiceUnreachable,
  StepAnswerLost,
} from './errors.ts';
import type { ActService, Clock, Journal, Recorder } from './ports.ts';
import { asking, notTaken } from './progress.ts';
import type { CallResult, Step } from './step.ts';
import { throttleWaitMs } from './throttle-wait.ts';

export interface AskLimits {
  /** Milliseconds for which the slice may still wait before InvokeActStep, with all that must follow it, has no room. */
  readonly msToSpare: () => number;
}

/** When the act must not wait any longer for a service that throttles. */
interface WaitLimits {
  /** When the act's time is over, in milliseconds since the epoch. */
  readonly endsBy: number;
  /** Throws TimeWorkedExceeded where to wait so many milliseconds is beyond the run's budget. */
  readonly checkWait: (ms: number) => void;
}

export interface StepRequest {
  readonly actId: string;
  readonly previousStepId: string | undefined;
  readonly callResults: readonly CallResult[];
}

/** What is told of an attempt that gave no answer. */
type Failure = Omit<Extract<ActEvent, { type: 'StepUnanswered' }>, 'type'>;

type Answer =
  | { readonly kind: 'step'; readonly step: Step; readonly durationMs: number }
  | { readonly kind: 'outOfTime'; readonly reason: 'quota' | 'deadline' };

/**
 * InvokeActStep, which is not idempotent and has no token. It is asked once more after a failure that may have lost
 * the answer, and that is journalled; while the service throttles, nothing was taken, and it is asked again as long
 * as there is time.
 *
 * The journal already says that the step is being asked for.
 *
 * @throws StepAnswerLost when the service refuses to answer again
 * @throws TimeWorkedExceeded
 */
export async function askForStep(
  request: StepRequest,
  ports: { service: ActService; journal: Journal; recorder: Recorder; clock: Clock },
  limits: AskLimits & WaitLimits,
): Promise<Answer> {
  const { service, journal, recorder, clock } = ports;
  const number = journal.progress.stepsTaken + 1;
  for (let throttled = 0; ;) {
    const askedAt = clock.now();
    // What was recorded up to now is kept while the service thinks. Should that fail, it is kept later: an answer
    // that is on its way must not be lost by it.
    const flushed = recorder.flush().catch(() => {});
    let failure: Failure | undefined;
    try {
      const step = await service.invokeActStep(request);
      return { kind: 'step', step, durationMs: clock.now() - askedAt };
    } catch (error) {
      const failed = { step: number, error: nameAndMessage(error), durationMs: clock.now() - askedAt };
      failure = failed;
      const again = (waitedMs: number) => {
        recorder.record({ type: 'StepAskedAgain', ...failed, waitedMs });
        failure = undefined;
      };
      if (error instanceof ActRequestThrottledError) {
        const wantedMs = throttleWaitMs(error, throttled);
        if (clock.now() + wantedMs > limits.endsBy) throw error;
        limits.checkWait(wantedMs);
        const waitMs = Math.min(wantedMs, Math.max(0, limits.msToSpare()));
        again(waitMs);
        await clock.sleep(waitMs);
        if (limits.msToSpare() <= 0) {
          await journal.save(notTaken(journal.progress));
          return { kind: 'outOfTime', reason: 'quota' };
        }
        throttled += 1;
      } else if (answerMayBeLost(error) && journal.progress.asked < 2) {
        // The next slice asks for the second time: the journal says that the first may have been taken.
        if (limits.msToSpare() <= 0) return { kind: 'outOfTime', reason: 'deadline' };
        again(0);
        await journal.save(asking(journal.progress));
      } else if (journal.progress.asked > 1 && isRefusal(error)) {
        throw new StepAnswerLost(
          `the answer to step ${number} was lost and the service refuses to give it again (${nameAndMessage(error).message})`,
          { cause: error },
        );
      } else throw error;
    } finally {
      if (failure) recorder.record({ type: 'StepUnanswered', ...failure });
      await flushed;
    }
  }
}

function answerMayBeLost(error: unknown): boolean {
  return (
    error instanceof ServiceUnreachable || (error instanceof ActServerError && !(error instanceof ActBadResponseError))
  );
}

function isRefusal(error: unknown): boolean {
  const isOfTheAct = error instanceof ActGuardrailsError || error instanceof ActRateLimitExceededError;
  return error instanceof ActClientError && !isOfTheAct;
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}
