import { setTimeout as delay } from 'node:timers/promises';
import { ActCanceledError, ActTimeoutError } from '../act/errors.ts';

/** @throws ActCanceledError, ActTimeoutError where the time is over */
export function throwIfCanceled(signal: AbortSignal): void {
  if (signal.aborted) throw canceled(signal);
}

/**
 * Does the work unless it is cancelled, before or meanwhile; then nobody waits for it any more.
 *
 * @throws ActCanceledError, ActTimeoutError where the time is over
 */
export async function unlessCanceled<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  throwIfCanceled(signal);
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = () => reject(canceled(signal));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** @throws ActCanceledError, ActTimeoutError when it is cancelled first */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await unlessCanceled(() => delay(milliseconds, undefined, { signal }), signal);
}

function canceled(signal: AbortSignal): ActCanceledError | ActTimeoutError {
  if (signal.reason instanceof ActTimeoutError) return signal.reason;
  return new ActCanceledError('The act was cancelled.', { cause: signal.reason });
}
