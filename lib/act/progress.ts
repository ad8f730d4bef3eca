import type { ActOutcome, KeptDownload } from './outcome.ts';
import type { Call, Step } from './step.ts';

/** A call and how far it got. `text` is its result as the service will get it; effects alone are ever `begun`. */
export type CallProgress =
  | { readonly call: Call; readonly state: 'waiting' | 'begun' }
  | { readonly call: Call; readonly state: 'done'; readonly text: string; readonly wasEffect?: true };

/**
 * How far an act has come: what the journal holds of it. Only the newest step is in here, so its size does not grow
 * with the act.
 */
export interface ActProgress {
  readonly actId?: string;
  /** Milliseconds since the epoch, when CreateAct was answered. */
  readonly startedAt?: number;
  /** Milliseconds since the epoch, when the last step was answered. */
  readonly answeredAt?: number;
  /** Steps answered so far. */
  readonly stepsTaken: number;
  /** How often the next step has been asked for; 0 while it has not. */
  readonly asked: number;
  /** Whether an effect of this act was ever begun. */
  readonly effectBegun: boolean;
  /** Whether the checkpoint holds what all effects so far have led to. */
  readonly isSaved: boolean;
  /** The step answered last. */
  readonly step?: { readonly stepId: string; readonly calls: readonly CallProgress[] };
  /** Files that pages gave so far. */
  readonly downloads?: readonly KeptDownload[];
  /** What went with a lost browser and did not come back, a sentence each. */
  readonly lost?: readonly string[];
  readonly outcome?: ActOutcome;
}

export const NOT_STARTED: ActProgress = { stepsTaken: 0, asked: 0, effectBegun: false, isSaved: true };

export function created(progress: ActProgress, actId: string, now: number): ActProgress {
  return { ...progress, actId, startedAt: now };
}

/** An act that the service has no part in. */
export function started(progress: ActProgress, now: number): ActProgress {
  return { ...progress, startedAt: progress.startedAt ?? now };
}

/** Written before InvokeActStep, so that a lost answer is known to be lost. */
export function asking(progress: ActProgress): ActProgress {
  return { ...progress, asked: progress.asked + 1 };
}

/** The service certainly did not take the step that was asked for. */
export function notTaken(progress: ActProgress): ActProgress {
  return { ...progress, asked: progress.asked - 1 };
}

/** The browser's state as it is now is kept with this. */
export function checkpointed(progress: ActProgress): ActProgress {
  return { ...progress, isSaved: true };
}

/**
 * Written before any call of the step is performed, together with the beginning of its first effect.
 *
 * @param now - milliseconds since the epoch; absent where nobody asks when it was
 */
export function answered(
  progress: ActProgress,
  step: Step,
  firstEffect: string | undefined,
  now?: number,
): ActProgress {
  return {
    ...progress,
    ...(now !== undefined && { answeredAt: now }),
    stepsTaken: progress.stepsTaken + 1,
    asked: 0,
    effectBegun: progress.effectBegun || firstEffect !== undefined,
    isSaved: progress.isSaved && firstEffect === undefined,
    step: {
      stepId: step.stepId,
      calls: step.calls.map((call) => ({ call, state: call.callId === firstEffect ? 'begun' : 'waiting' })),
    },
  };
}

export function begun(progress: ActProgress, callId: string): ActProgress {
  const changed = withCall(progress, callId, ({ call }) => ({ call, state: 'begun' }));
  return { ...changed, effectBegun: true, isSaved: false };
}

/** The effect that was begun was certainly never dispatched. */
export function notDispatched(progress: ActProgress, callId: string): ActProgress {
  const changed = withCall(progress, callId, ({ call }) => ({ call, state: 'waiting' }));
  const hasEffect = changed.step?.calls.some((entry) => entry.state === 'done' && entry.wasEffect) ?? false;
  return { ...changed, isSaved: !hasEffect };
}

export function done(progress: ActProgress, callId: string, text: string): ActProgress {
  return withCall(progress, callId, ({ call, state }) => ({
    call,
    state: 'done',
    text,
    ...(state === 'begun' && { wasEffect: true }),
  }));
}

export function downloaded(progress: ActProgress, downloads: readonly KeptDownload[]): ActProgress {
  return { ...progress, downloads: [...(progress.downloads ?? []), ...downloads] };
}

export function ended(progress: ActProgress, outcome: ActOutcome): ActProgress {
  return { ...progress, outcome };
}

function withCall(progress: ActProgress, callId: string, change: (entry: CallProgress) => CallProgress): ActProgress {
  if (progress.step === undefined) throw new Error(`call ${callId} cannot change: no step was answered`);
  const calls = progress.step.calls.map((entry) => (entry.call.callId === callId ? change(entry) : entry));
  return { ...progress, step: { ...progress.step, calls } };
}
