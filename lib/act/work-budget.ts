import { TimeWorkedExceeded } from './errors.ts';
import type { ActProgress } from './progress.ts';

/** How long the acts of a run may work together, and what the ones before this act have used of it. */
export interface WorkBudget {
  /** `maxTimeWorkedSeconds` of the input. */
  readonly seconds: number;
  readonly usedSeconds: number;
  readonly usedSteps: number;
}

/**
 * Lets an act go on while something of the budget is left. As with time-outs, a step that is under way is not cut short.
 *
 * @param waitMs - what the service asks to wait before the act can go on
 * @throws TimeWorkedExceeded
 */
export function checkTimeWorked(
  budget: WorkBudget | undefined,
  { startedAt, stepsTaken }: ActProgress,
  now: number,
  waitMs = 0,
): void {
  if (budget === undefined) return;
  const workedMs = budget.usedSeconds * 1000 + Math.max(0, now - (startedAt ?? now));
  if (workedMs + waitMs < budget.seconds * 1000) return;
  const wait = waitMs === 0 ? '' : `, and the service throttles: to wait ${seconds(waitMs)} s more would go beyond it`;
  throw new TimeWorkedExceeded(
    `maxTimeWorkedSeconds is ${budget.seconds}: the run has worked ${seconds(workedMs)} s in ${budget.usedSteps + stepsTaken} step(s)${wait}`,
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
