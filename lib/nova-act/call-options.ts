/** How often and for how long a backend tries. */
export interface CallOptions {
  /** Attempts of a call in total, the first one included, 1 to 5 each. @default 1 of InvokeActStep, 2 of the others */
  readonly attempts?: { readonly invokeActStep?: number | undefined; readonly others?: number | undefined } | undefined;
  /** How long an attempt of InvokeActStep may take; one of another call takes at most 10 s. @default 60,000 */
  readonly requestTimeoutMs?: number | undefined;
  /** How long it may take to connect. @default requestTimeoutMs */
  readonly connectionTimeoutMs?: number | undefined;
}

interface Bound {
  readonly attempts: number;
  /** Of an attempt. */
  readonly timeoutMs: number;
  /** Of the whole call: its attempts and the waits between them. */
  readonly totalMs: number;
}

export interface CallBounds {
  readonly connectionTimeoutMs: number;
  readonly of: (operation: string) => Bound;
}

/** No inference behind it: whoever waits longer waits for nothing, and CreateRun has a minute for two such calls. */
const SHORT_TIMEOUT_MS = 10_000;

/** The SDK waits less before a second attempt, whatever Retry-After says; without it that attempt had no time of its own. */
export const MAX_RETRY_DELAY_MS = 6_000;

/** A step's answer is known to take up to this long. */
const SLOW_STEP_MS = 50_000;

/**
 * What the options mean. What invites double steps or throttling is allowed, with a warning of the process: it reaches
 * whoever runs the program without a logger being handed down here, and `process.on('warning')` can have it.
 *
 * @throws RangeError
 */
export function callBounds({ attempts = {}, requestTimeoutMs = 60_000, connectionTimeoutMs }: CallOptions): CallBounds {
  const { invokeActStep = 1, others = 2 } = attempts;
  check('attempts.invokeActStep', invokeActStep, 5);
  check('attempts.others', others, 5);
  check('requestTimeoutMs', requestTimeoutMs, 3_600_000);
  check('connectionTimeoutMs', connectionTimeoutMs ?? requestTimeoutMs, 3_600_000);
  if (invokeActStep > 1)
    warn(`attempts.invokeActStep is ${invokeActStep}: a step whose answer is lost may be performed and billed again`);
  if (others > 2)
    warn(`attempts.others is ${others}: while the service throttles, more attempts make it throttle longer`);
  if (requestTimeoutMs <= SLOW_STEP_MS)
    warn(`requestTimeoutMs is ${requestTimeoutMs}: a step can take longer than ${SLOW_STEP_MS} and is lost by it`);
  const steps = bound(invokeActStep, requestTimeoutMs);
  const rest = bound(others, Math.min(requestTimeoutMs, SHORT_TIMEOUT_MS));
  return {
    connectionTimeoutMs: connectionTimeoutMs ?? requestTimeoutMs,
    of: (operation) => (operation === 'InvokeActStep' ? steps : rest),
  };
}

/** Aborts when the time is over, and when the signal does. */
export function abortedAfter(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds);
  if (signal === undefined) return timeout;
  const either = AbortSignal.any([timeout, signal]);
  // Node's garbage collector takes a time-out away from behind a signal that nobody listens to.
  either.addEventListener('abort', () => {});
  return either;
}

function bound(attempts: number, timeoutMs: number): Bound {
  return { attempts, timeoutMs, totalMs: timeoutMs * attempts + MAX_RETRY_DELAY_MS * (attempts - 1) };
}

function check(name: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new RangeError(`${name}: came ${value}, allowed: a whole number from 1 to ${max}`);
}

function warn(message: string): void {
  process.emitWarning(message, 'NovaActWarning');
}
