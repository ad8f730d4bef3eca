import { readFailure } from '../../run/failure.ts';
import type { Artifacts } from '../../run/ports.ts';
import { AwsProblem } from './aws-problem.ts';
import { type DeployedEnd, readResult } from './deployed-end.ts';
import type { DescribedExecution } from './executions.ts';

/**
 * How an execution that is over ended: with its output; or, since one that failed has none, with the result that its run
 * has kept, where that can be read.
 */
export async function keptEnd(execution: DescribedExecution, artifacts: Artifacts | undefined): Promise<DeployedEnd> {
  const { status, output, error, cause, executionArn } = execution;
  if (output !== undefined) return { status, result: readResult(output, `the output of ${executionArn}`) };
  const kept = await artifacts?.get('result.json').catch(undefinedIfUnreadable);
  if (kept === undefined) return { status, error, cause };
  const result = readResult(new TextDecoder().decode(kept), 'result.json among its artifacts');
  if (result.status === 'FAILED') return { status, result };
  // Its acts were done and the run could not be closed: that is how the execution ended, and so did the run.
  return { status, result: { ...result, status: 'FAILED', error: readFailure({ name: error, cause }) } };
}

function undefinedIfUnreadable(error: unknown): undefined {
  if (error instanceof AwsProblem) return undefined;
  throw error;
}
