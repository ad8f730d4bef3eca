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
  return { status, result: readResult(new TextDecoder().decode(kept), 'result.json among its artifacts') };
}

function undefinedIfUnreadable(error: unknown): undefined {
  if (error instanceof AwsProblem) return undefined;
  throw error;
}
