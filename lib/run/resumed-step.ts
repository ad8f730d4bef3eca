import type { ActProgress } from '../act/progress.ts';
import type { Happening } from './log-event.ts';

/**
 * The step in which an invocation broke off, as the journal holds it: what that one told of it may never have been kept.
 * Nothing where no step was answered, or the act has ended.
 */
export function resumedStep({ step, stepsTaken, outcome }: ActProgress): Happening[] {
  if (step === undefined || outcome !== undefined) return [];
  const calls = step.calls.map(({ call, ...entry }) => ({ ...call, ...entry }));
  return [{ type: 'StepResumed', step: stepsTaken, stepId: step.stepId, calls }];
}
