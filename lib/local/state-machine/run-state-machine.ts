import type { JsonValue } from '../../act/json.ts';
import { acceptDefinition } from './check-definition.ts';
import { type Clock, systemClock } from './clock.ts';
import type { StateMachineDefinition } from './definition.ts';
import { Evaluator } from './expression.ts';
import { History } from './history.ts';
import { performState } from './perform-state.ts';
import { StateData } from './state-data.ts';
import { StateError } from './state-error.ts';
import { type Execution, type InvokeFunction, type Transition, Visit } from './visit.ts';

export type RunStateMachineOptions = {
  /** The parsed definition, its placeholders filled. */
  definition: unknown;
  input: JsonValue;
  execution: { arn: string; name: string; startTime: string };
  stateMachineArn: string;
  invokeFunction: InvokeFunction;
  /** @default nothing is told */
  onTransition?: (transition: Transition) => void;
  /** @default the system's clock and `Math.random` */
  clock?: Clock;
  /** Ends the execution as ABORTED, at once: a function that is running is not waited for. */
  signal?: AbortSignal;
};

type Ending =
  | { status: 'SUCCEEDED'; output: JsonValue }
  | { status: 'FAILED' | 'TIMED_OUT'; error: string; cause: string }
  | { status: 'ABORTED' };

/** How an execution ended. `largestStateBytes` is the heaviest single input, output, payload or Assign on the way. */
export type ExecutionResult = Ending & { largestStateBytes: number };

/** The reason that ends an execution from outside its states. */
class EndedFromOutside extends Error {
  override readonly name = 'EndedFromOutside';
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(`The execution is over: ${ending.status}.`);
    this.ending = ending;
  }
}

async function performStates({ StartAt, States }: StateMachineDefinition, input: JsonValue, execution: Execution) {
  execution.data.weigh(input, "execution's input");
  let [name, value]: [string | undefined, JsonValue] = [StartAt, input];
  while (name !== undefined) {
    execution.signal.throwIfAborted();
    const state = States[name];
    if (state === undefined) throw new Error(`There is no state ${name}.`);
    const visit = new Visit(execution, name, value);
    const exit = await performState(state, visit);
    execution.data.assign(exit.assigned);
    visit.exited(exit.output);
    [name, value] = [exit.next, exit.output];
  }
  return value;
}

/** Aborts when the machine's own time is over, or when the caller's signal does. */
function watch(definition: StateMachineDefinition, clock: Clock, signal: AbortSignal | undefined) {
  const over = new AbortController();
  const ended = new AbortController();
  const seconds = definition.TimeoutSeconds;
  const cause = `The execution took longer than its TimeoutSeconds of ${seconds}.`;
  const timedOut = new EndedFromOutside({ status: 'TIMED_OUT', error: 'States.Timeout', cause });
  const abort = () => over.abort(new EndedFromOutside({ status: 'ABORTED' }));
  clock.sleep(seconds * 1000, ended.signal).then(
    () => over.abort(timedOut),
    () => {},
  );
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { signal: ended.signal });
  return { signal: over.signal, [Symbol.dispose]: () => ended.abort() };
}

function endingOf(error: unknown, signal: AbortSignal): Ending {
  if (signal.reason instanceof EndedFromOutside) return signal.reason.ending;
  if (error instanceof StateError) return { status: 'FAILED', error: error.error, cause: error.causeText ?? '' };
  throw error;
}

/**
 * Runs one Standard execution to its end, with the semantics of Step Functions for the part of the language that
 * `checkDefinition` accepts. Throws `DefinitionRefused` before anything runs when it does not accept the definition.
 */
export async function runStateMachine(options: RunStateMachineOptions): Promise<ExecutionResult> {
  const definition = acceptDefinition(options.definition);
  const { input, invokeFunction, onTransition = () => {}, clock = systemClock, stateMachineArn } = options;
  const { arn, name, startTime } = options.execution;
  const data = new StateData();
  using watching = watch(definition, clock, options.signal);
  const { signal } = watching;
  const context = {
    Execution: { Id: arn, Name: name, StartTime: startTime, Input: input },
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) ?? '' },
  };
  const evaluator = new Evaluator(() => clock.random());
  const history = new History();
  const execution = { context, clock, signal, invokeFunction, onTransition, evaluator, data, history };
  try {
    const output = await performStates(definition, input, execution);
    return { status: 'SUCCEEDED', output, largestStateBytes: data.largestBytes };
  } catch (error) {
    return { ...endingOf(error, signal), largestStateBytes: data.largestBytes };
  }
}

export type { FunctionAnswer, InvokeFunction, Transition } from './visit.ts';
