/** Breadth-first exploration: the first violation that is found is one with a shortest way to it. */
import { moves } from './actions.ts';
import { beginning } from './beginning.ts';
import type { Invariant } from './invariants.ts';
import { reduced } from './reduce.ts';
import type { Protocol } from './rules.ts';
import type { Left, State } from './state.ts';
import { namer } from './state-name.ts';

export interface Exploration {
  readonly states: readonly State[];
  /** By the numbers of their states. */
  readonly transitions: readonly Transition[];
  readonly depth: number;
  readonly violation: { readonly invariant: string; readonly trace: readonly string[] } | undefined;
  /** The moves of a shortest way to a state. */
  readonly traceTo: (state: number) => readonly string[];
}

interface Transition {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Visits every state that can be reached, or ends with the first move that breaks an invariant. */
export function explore(protocol: Protocol, left: Left, invariants: Readonly<Record<string, Invariant>>): Exploration {
  const nameOf = namer();
  const states: State[] = [beginning(left)];
  const numbers = new Map(states.map((state, number) => [nameOf(state), number]));
  /** Of each state but the first, the transition by which it was found. */
  const foundBy: (Transition | undefined)[] = [undefined];
  const transitions: Transition[] = [];
  const rules = Object.entries(invariants);
  const traceTo = (state: number): string[] => {
    const trace: string[] = [];
    for (let by = foundBy[state]; by !== undefined; by = foundBy[by.from]) trace.unshift(by.label);
    return trace;
  };
  const found = (violation?: Exploration['violation']): Exploration => ({
    states,
    transitions,
    depth: traceTo(states.length - 1).length,
    violation,
    traceTo,
  });

  for (const [from, state] of states.entries())
    for (const move of moves(state, protocol)) {
      const broken = rules.find(([, isKept]) => !isKept(state, move, protocol));
      if (broken) return found({ invariant: broken[0], trace: [...traceTo(from), move.label] });
      const next = reduced(move.next, protocol);
      const name = nameOf(next);
      const known = numbers.get(name);
      const transition = { from, to: known ?? states.length, label: move.label };
      transitions.push(transition);
      if (known !== undefined) continue;
      numbers.set(name, states.length);
      states.push(next);
      foundBy.push(transition);
    }
  return found();
}

/**
 * The shortest way to a state from which no end can be reached, or undefined when there is none.
 *
 * @param counts - which states are asked about
 * @param isAllowed - which moves may lead to the end
 */
export function deadEnd(
  { states, transitions, traceTo }: Exploration,
  isEnd: (state: State) => boolean,
  counts: (state: State) => boolean = () => true,
  isAllowed: (label: string) => boolean = () => true,
): readonly string[] | undefined {
  const before = states.map((): number[] => []);
  for (const { from, to, label } of transitions) if (isAllowed(label)) before[to]?.push(from);
  const reaching = new Set<number>();
  for (const [number, state] of states.entries()) if (isEnd(state)) reaching.add(number);
  // A set is walked through with what is added to it meanwhile.
  for (const number of reaching) for (const earlier of before[number] ?? []) reaching.add(earlier);
  const dead = states.findIndex((state, number) => counts(state) && !reaching.has(number));
  return dead === -1 ? undefined : traceTo(dead);
}
