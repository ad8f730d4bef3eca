import type { JsonValue } from '../../act/json.ts';
import type { Clock } from './clock.ts';
import type { TaskState } from './definition.ts';
import { RetryBudget } from './retry-budget.ts';
import { StateError, matchesError, mistyped } from './state-error.ts';
import { type Exit, leave } from './leave.ts';
import type { Visit } from './visit.ts';

/** The promise, or `States.Timeout` when it takes too long. It is abandoned then: the function itself runs on. */
async function withTimeout<T>(
  promise: Promise<T>,
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  const settled = new AbortController();
  const timeout = clock.sleep(milliseconds, AbortSignal.any([signal, settled.signal])).then(() => {
    throw new StateError('States.Timeout');
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    settled.abort();
  }
}

async function attempt(state: TaskState, visit: Visit): Promise<JsonValue> {
  const functionName = await visit.evaluate(state.Arguments.FunctionName, 'Arguments/FunctionName');
  const payload = await visit.evaluate(state.Arguments.Payload, 'Arguments/Payload');
  const seconds = await visit.evaluate(state.TimeoutSeconds, 'TimeoutSeconds');
  if (typeof functionName !== 'string') throw mistyped('Arguments/FunctionName', 'a string', functionName);
  if (typeof seconds !== 'number' || seconds <= 0) throw mistyped('TimeoutSeconds', 'a positive number', seconds);
  visit.weigh(payload, 'payload');

  const { history, signal, clock, invokeFunction } = visit.execution;
  history.record('TaskScheduled', 'TaskStarted');
  signal.throwIfAborted();
  const invocation = invokeFunction(functionName, payload);
  try {
    const answer = await withTimeout(invocation, seconds * 1000, clock, signal);
    if (!answer.ok) {
      const { errorType, errorMessage, trace = [] } = answer;
      throw new StateError(errorType, JSON.stringify({ errorType, errorMessage, trace }));
    }
    const result = { ExecutedVersion: '$LATEST', Payload: answer.payload, StatusCode: 200 };
    visit.weigh(result, 'result');
    return result;
  } finally {
    // Whatever came of it: TaskSucceeded, TaskFailed and TaskTimedOut count alike.
    history.record('TaskEnded');
  }
}

async function rescue(state: TaskState, visit: Visit, error: StateError): Promise<Exit> {
  const index = state.Catch.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error.error));
  const catcher = state.Catch[index];
  if (catcher === undefined) throw error;
  visit.caught(error);
  return await leave(visit, catcher.Next, catcher, error.output, { errorOutput: error.output }, `Catch[${index}]/`);
}

/** Invokes the function; after an error, again as long as a retrier allows it, then over to the first catcher that matches. */
export async function performTask(state: TaskState, visit: Visit): Promise<Exit> {
  const retries = new RetryBudget(state.Retry, () => visit.execution.clock.random());
  for (;;) {
    try {
      const result = await attempt(state, visit);
      return await leave(visit, state.Next, state, result, { result });
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const delay = retries.take(error.error);
      if (delay === undefined) return await rescue(state, visit, error);
      visit.retried(error);
      await visit.execution.clock.sleep(delay, visit.execution.signal);
    }
  }
}
