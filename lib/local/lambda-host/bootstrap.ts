/**
 * The process of one function environment: `node bootstrap.ts PATH_OF_THE_BUNDLE`, started by {@link Environment}. It
 * imports the bundle once and then serves one invocation at a time.
 */
import { pathToFileURL } from 'node:url';
import type { EnvironmentMessage, FunctionError, Invocation } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

// Exit statuses of Lambda's own Node.js runtime.
const exitStatus = { unhandledRejection: 128, uncaughtException: 129 };

// `exit` and not a signal to itself: handlers end what they started, Chromium above all, in their exit hooks.
process.on('disconnect', () => process.exit());

let busy = true;

process.on('uncaughtException', (error) => {
  console.error(error);
  end(describe(error), exitStatus.uncaughtException);
});

process.on('unhandledRejection', (reason) => {
  console.error(reason);
  const error = { ...describe(reason), errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) };
  end(error, exitStatus.unhandledRejection);
});

const handler = await loadHandler(process.argv[2] ?? '');
if (handler) {
  process.on('message', (invocation: Invocation) => void serve(handler, invocation));
  busy = false;
  send({ type: 'ready' });
}

async function loadHandler(bundle: string): Promise<Handler | undefined> {
  try {
    const loaded: { handler?: Handler } = await import(pathToFileURL(bundle).href);
    if (typeof loaded.handler === 'function') return loaded.handler;
    end({ errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' }, 1);
  } catch (error) {
    console.error(error);
    end(describeImportFailure(error), 1);
  }
  return undefined;
}

async function serve(handle: Handler, invocation: Invocation): Promise<void> {
  busy = true;
  const message = await outcome(handle, invocation);
  busy = false;
  send(message);
}

async function outcome(handle: Handler, invocation: Invocation): Promise<EnvironmentMessage> {
  try {
    const payload = stringify(await handle(JSON.parse(invocation.event), context(invocation)));
    return { type: 'succeeded', payload };
  } catch (error) {
    return { type: 'failed', error: describe(error), fatal: false };
  }
}

function context({ deadline, requestId, functionName, functionArn, memoryMegabytes, logStreamName }: Invocation) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function stringify(result: unknown): string {
  try {
    // Nothing returned, or nothing that JSON knows, is null on the wire.
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function describe(error: unknown): FunctionError {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function describeImportFailure(error: unknown): FunctionError {
  const description = describe(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const errorType =
    error instanceof SyntaxError
      ? 'Runtime.UserCodeSyntaxError'
      : code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
        ? 'Runtime.ImportModuleError'
        : undefined;
  return errorType === undefined ? description : { ...description, errorType, errorMessage: String(error) };
}

/** Hands over the error, if somebody waits for an answer, and exits. */
function end(error: FunctionError, status: number): void {
  if (!busy) process.exit(status);
  send({ type: 'failed', error, fatal: true }, () => process.exit(status));
}

function send(message: EnvironmentMessage, sent: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, sent);
}
