import type { AnsweredCall } from './planned-calls.ts';
import type { RunRecord } from './run-case.ts';

type Press = Extract<RunRecord['site']['tidings'][number], { kind: 'press' }>;

/** Clicks that came to the pages and were asked for by no call, or by one that had come there before. */
export function repeatedEffects({ site, answeredCalls }: Pick<RunRecord, 'site' | 'answeredCalls'>): string[] {
  const waiting = new Set(answeredCalls);
  const isAskedFor = (press: Press): boolean => {
    const asked = waiting.values().find((call) => isAimedAt(call, press));
    return asked !== undefined && waiting.delete(asked);
  };
  return site.tidings
    .filter((told) => told.kind === 'press')
    .filter((press) => !isAskedFor(press))
    .map(({ x, y, url }) => `the click at ${x},${y} on ${url} came once too often`);
}

/** Whoever types clicks first, except into what is chosen from. */
function isAimedAt({ action, url }: AnsweredCall, press: Press): boolean {
  if (action.kind !== 'browser' || url !== press.url) return false;
  const { action: asked } = action;
  if (asked.kind !== 'click' && asked.kind !== 'type') return false;
  const { box } = asked.box;
  // The planner points in pixels, and pages are told whole ones.
  return isWithin(press.x, box.left, box.right) && isWithin(press.y, box.top, box.bottom);
}

function isWithin(place: number, from: number, to: number): boolean {
  return place >= from - 1 && place <= to + 1;
}
