import { ADVISED_ERRORS } from './error-advice.ts';
import type { RunFigures } from './run-figures.ts';

/** A run that is closed. */
export interface ClosedRun {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly execution: string;
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** One of {@link countedName}; absent when it succeeded. */
  readonly errorName?: string;
  readonly figures: RunFigures;
}

/**
 * Where runs are counted. Each is told right before the journal says so, hence once, and again only where the function
 * dies at that very moment.
 */
export interface RunMetrics {
  started(run: Pick<ClosedRun, 'workflowDefinitionName' | 'workflowRunId' | 'execution'>): void;
  closed(run: ClosedRun): void;
}

/** The name under which an error is counted: ours and the platform's by their own, since others would be without number. */
export function countedName(errorName: string): string {
  return ADVISED_ERRORS.includes(errorName) ? errorName : 'Other';
}
