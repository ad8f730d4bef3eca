/**
 * The frames of the function of ours that calls this, and of whoever has called it: to be told with an error that comes
 * much later, when the stack has but what it came from.
 */
export function framesOfCall(): string {
  const here = { stack: '' };
  Error.captureStackTrace(here, framesOfCall);
  return here.stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}

/** The error with these frames below those that led to it, where it can be changed. */
export function withFrames(error: unknown, frames: string): unknown {
  if (error instanceof Error) Reflect.set(error, 'stack', `${error.stack}\n${frames}`);
  return error;
}
