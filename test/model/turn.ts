/** What the parts of a slice share: whose turn it is, and how a move is made of it. */
import type { Protocol } from './rules.ts';
import type { Browser, Environment, Slice, State } from './state.ts';

/** One atomic action of somebody. */
export interface Move {
  readonly label: string;
  readonly next: State;
  /** An effect leaves for the browser or the tool. */
  readonly dispatches?: Effect;
  /** An effect reaches the site. */
  readonly reaches?: Effect;
}

export interface Effect {
  readonly environment: number;
  readonly call: string;
}

/** A slice that may act. */
export interface Turn {
  readonly state: State;
  /** Of its environment. */
  readonly index: number;
  readonly slice: Slice;
  readonly browser: Browser | undefined;
  readonly protocol: Protocol;
}

export function move(turn: Turn, label: string, change: Partial<Environment>, rest: Partial<State> = {}): Move {
  const { state, index, browser } = turn;
  return {
    label: `slice ${index} ${label}`,
    next: { ...inEnvironment(state, index, { browser, ...change }), ...rest },
  };
}

export function inEnvironment(state: State, index: number, change: Partial<Environment>): State {
  const environments = state.environments.map((environment, at) =>
    at === index ? { ...environment, ...change } : environment,
  );
  return { ...state, environments };
}

/** One fault less may happen from now on. */
export function afterFault(state: State): State {
  return { ...state, left: { ...state.left, faults: state.left.faults - 1 } };
}
