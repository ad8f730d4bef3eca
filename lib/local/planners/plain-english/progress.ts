import type { PlanRequest } from '../../emulator/planner.ts';

/** How far an act has come. Kept nowhere: it is read from the thoughts of the steps so far. */
export interface Progress {
  /** How many of the things to do are done. */
  readonly done: number;
  /** What was done, one word each, to get the next one into view. */
  readonly looks: readonly Look[];
}

export type Look = 'down' | 'up' | 'wait';

const MARK = /^\((\d+)\/\d+(?:, looking: (down|up|wait))?\)/;

/** `(2/4) Click …` does the second of four things; `(2/4, looking: down) …` is on the way to it. */
export function mark(number: number, total: number, look?: Look): string {
  return `(${number}/${total}${look ? `, looking: ${look}` : ''})`;
}

/** Reads the marks back. */
export function progressOf(steps: PlanRequest['steps']): Progress {
  const marks = steps.flatMap(({ calls }) => {
    const thought = calls.find(({ name }) => name === 'think')?.input;
    const text = Array.isArray(thought) ? thought[0] : undefined;
    const found = MARK.exec(typeof text === 'string' ? text : '');
    return found ? [{ number: Number(found[1]), look: LOOKS[found[2] ?? ''] }] : [];
  });
  const last = marks.at(-1);
  if (!last) return { done: 0, looks: [] };
  if (!last.look) return { done: last.number, looks: [] };
  const from = marks.findLastIndex(({ number, look }) => number !== last.number || !look) + 1;
  return {
    done: last.number - 1,
    looks: marks
      .slice(from)
      .map(({ look }) => look)
      .filter((look) => look !== undefined),
  };
}

const LOOKS: Readonly<Record<string, Look>> = { down: 'down', up: 'up', wait: 'wait' };
