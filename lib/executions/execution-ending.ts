import type { Failure } from '../run/run.ts';

/** An execution that has ended, as Step Functions describes it and as its events tell of it. */
export interface EndedExecution {
  readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT' | 'SUCCEEDED';
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

/** What is said where the execution itself says nothing. */
const UNSAID: Readonly<Record<EndedExecution['status'], Failure>> = {
  FAILED: { name: 'States.TaskFailed', cause: 'the execution failed and does not say why' },
  ABORTED: { name: 'RunStopped', cause: 'the execution was stopped' },
  TIMED_OUT: { name: 'States.Timeout', cause: 'the execution took longer than an execution may' },
  // FinalizeRun closes a run before its execution succeeds. One that is open all the same was not told to anybody.
  SUCCEEDED: { name: 'RunNotClosed', cause: 'the execution succeeded, and its run was left open' },
};

/** How an execution ended that left its run open: with its own error and cause where it has them. */
export function executionEnding({ status, error, cause }: EndedExecution): Failure {
  const unsaid = UNSAID[status];
  return { name: error || unsaid.name, cause: cause || unsaid.cause };
}
