import type { FunctionError } from './messages.ts';

/**
 * Which names the platform's own errors have. `current`: one name per cause, as Step Functions reports them today.
 * `classic`: `Lambda.Unknown` for whatever ends an environment, as its documentation has it and as older accounts saw it.
 */
export type ErrorNames = 'current' | 'classic';

/** How an environment can end in the middle of an invocation. */
export type EnvironmentEnd =
  | { type: 'timedOut'; timeoutSeconds: number }
  | { type: 'outOfMemory' }
  | { type: 'exited'; code: number | null; signal: NodeJS.Signals | null };

/** Payload limits of a synchronous invocation in bytes. The second is what the platform says and enforces, odd as it looks. */
export const payloadLimit = { request: 6_291_456, response: 6_291_556 };

const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

const names: { [Type in EnvironmentEnd['type']]: Record<ErrorNames, string> } = {
  timedOut: { current: 'Sandbox.Timedout', classic: 'Lambda.Unknown' },
  outOfMemory: { current: 'Runtime.OutOfMemory', classic: 'Lambda.Unknown' },
  exited: { current: 'Runtime.ExitError', classic: 'Lambda.Unknown' },
};

/** The error of an invocation whose environment ended under it. */
export function environmentError(end: EnvironmentEnd, requestId: string, spelling: ErrorNames): FunctionError {
  return { errorType: names[end.type][spelling], errorMessage: `RequestId: ${requestId} Error: ${describe(end)}` };
}

/** The error of an invocation whose answer exceeds {@link payloadLimit}. */
export function responseTooLarge(): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadLimit.response} bytes).`,
  };
}

/** The error of an invocation whose event exceeds {@link payloadLimit}. Step Functions prefixes the API's errors with `Lambda.`. */
export function requestTooLarge(): FunctionError {
  return {
    errorType: 'Lambda.RequestTooLargeException',
    errorMessage: `Request must be smaller than ${payloadLimit.request} bytes for the InvokeFunction operation`,
  };
}

/** The error of an invocation of a function that the host does not have. */
export function functionNotFound(functionArn: string): FunctionError {
  return { errorType: 'Lambda.ResourceNotFoundException', errorMessage: `Function not found: ${functionArn}` };
}

function describe(end: EnvironmentEnd): string {
  switch (end.type) {
    case 'timedOut':
      return `Task timed out after ${end.timeoutSeconds.toFixed(2)} seconds`;
    case 'outOfMemory':
      return 'Runtime exited with error: signal: killed';
    case 'exited':
      return describeExit(end.code, end.signal);
  }
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`;
  return code ? `Runtime exited with error: exit status ${code}` : 'Runtime exited without providing a reason';
}
