import type { JsonValue } from '../../act/json.ts';
import type { Clock } from './clock.ts';
import type { Evaluator } from './expression.ts';
import type { History } from './history.ts';
import type { StateData } from './state-data.ts';
import { StateError } from './state-error.ts';

/** What a Lambda function answered: its payload, or the error it threw. */
export type FunctionAnswer =
  | { ok: true; payload: JsonValue }
  | { ok: false; errorType: string; errorMessage: string; trace?: string[] };

/** Calls one function and waits for its answer. A rejection is no function error: it ends `runStateMachine` itself. */
export type InvokeFunction = (functionArn: string, payload: JsonValue) => Promise<FunctionAnswer>;

/** One step of an execution's progress. */
export type Transition = {
  state: string;
  type: 'entered' | 'retried' | 'caught' | 'exited';
  /** Milliseconds since 1970. */
  at: number;
  error?: string;
  /** The size of what crossed: the input, the error or the output. */
  stateBytes: number;
};

/** What all states of one execution share. */
export type Execution = {
  context: { Execution: Record<string, JsonValue>; StateMachine: Record<string, JsonValue> };
  clock: Clock;
  /** Aborts when the execution is over, whatever a state still does. */
  signal: AbortSignal;
  invokeFunction: InvokeFunction;
  onTransition: (transition: Transition) => void;
  evaluator: Evaluator;
  data: StateData;
  history: History;
};

/** What `$states` holds beside input and context, where it holds it. */
export type Seen = { result?: JsonValue; errorOutput?: JsonValue };

/** A state from its entry to its exit. Being made is the entry. */
export class Visit {
  readonly execution: Execution;
  readonly input: JsonValue;
  readonly #name: string;
  readonly #enteredTime: string;
  readonly #where: string;
  #retryCount = 0;

  constructor(execution: Execution, name: string, input: JsonValue) {
    this.execution = execution;
    this.input = input;
    this.#name = name;
    this.#enteredTime = new Date(execution.clock.now()).toISOString();
    execution.history.record('StateEntered');
    this.#where = `An error occurred while executing the state '${name}' (entered at the event id #${execution.history.newest}).`;
    this.#tell('entered', input);
  }

  /** A template's value, seen from this state. Throws `States.QueryEvaluationError`. */
  async evaluate(template: JsonValue, field: string, seen: Seen = {}): Promise<JsonValue> {
    const { evaluator, data, context } = this.execution;
    const State = { Name: this.#name, EnteredTime: this.#enteredTime, RetryCount: this.#retryCount };
    const states = { input: this.input, context: { ...context, State }, ...seen };
    try {
      return await evaluator.evaluate(template, field, { ...data.variables, states });
    } catch (error) {
      throw error instanceof StateError ? new StateError(error.error, `${this.#where} ${error.causeText}`) : error;
    }
  }

  /** Throws `States.DataLimitExceeded` for a value over 256 KiB. */
  weigh(value: JsonValue, what: string): void {
    this.execution.data.weigh(value, `${what} of the state '${this.#name}'`);
  }

  retried(error: StateError): void {
    this.#retryCount += 1;
    this.#tell('retried', error.output, error.error);
  }

  caught(error: StateError): void {
    this.#tell('caught', error.output, error.error);
  }

  exited(output: JsonValue): void {
    this.execution.history.record('StateExited');
    this.#tell('exited', output);
  }

  #tell(type: Transition['type'], value: JsonValue, error?: string): void {
    const { data, clock, onTransition } = this.execution;
    const stateBytes = data.weigh(value, `${type} value of the state '${this.#name}'`);
    onTransition({ state: this.#name, type, at: clock.now(), stateBytes, ...(error === undefined ? {} : { error }) });
  }
}
