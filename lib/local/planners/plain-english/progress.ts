import type { PlanRequest } from '../../emulator/planner.ts';
import { lossOf, wasReloaded } from './loss.ts';

/** How far an act has come. Kept nowhere: it is read from the thoughts of the steps so far. */
export interface Progress {
  /** How many of the things to do are done. */
  readonly done: number;
  /** What was done, one word each, to get the next one into view. */
  readonly looks: readonly Look[];
  /** Of the next one, when it may be done already and its browser was lost: what was thought when it was begun. */
  readonly doubt?: string | undefined;
}

export type Look = 'down' | 'up' | 'wait';

const MARK = /^\((\d+)\/\d+(?:, looking: (down|up|wait))?\)/;

/** `(2/4) Click …` does the second of four things; `(2/4, looking: down) …` is on the way to it. */
export function mark(number: number, total: number, look?: Look): string {
  return `(${number}/${total}${look ? `, looking: ${look}` : ''})`;
}

/** Reads the marks back. Nothing counts as done whose browser was lost before it was known to be. */
export function progressOf(steps: PlanRequest['steps']): Progress {
  const marked = steps.flatMap((step) => {
    const input = step.calls.find(({ name }) => name === 'think')?.input;
    const thought = Array.isArray(input) && typeof input[0] === 'string' ? input[0] : '';
    const found = MARK.exec(thought);
    if (!found) return [];
    const [look, loss] = [LOOKS[found[2] ?? ''], lossOf(step)];
    return [{ number: Number(found[1]), thought, look, loss, isDone: !look && !loss, reloaded: wasReloaded(step) }];
  });
  const last = marked.at(-1);
  if (!last) return { done: 0, looks: [] };
  if (last.isDone) return { done: last.number, looks: [] };
  const tried = marked.slice(marked.findLastIndex(({ number, isDone }) => number !== last.number || isDone) + 1);
  return {
    done: last.number - 1,
    looks: tried
      .slice(tried.findLastIndex(({ reloaded }) => reloaded) + 1)
      .map(({ look }) => look)
      .filter((look) => look !== undefined),
    doubt: tried.findLast(({ loss }) => loss === 'mayBeDone')?.thought,
  };
}

const LOOKS: Readonly<Record<string, Look>> = { down: 'down', up: 'up', wait: 'wait' };
