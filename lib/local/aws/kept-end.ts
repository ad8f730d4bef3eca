import { executionEnding, type EndedExecution } from '../../executions/execution-ending.ts';
import { readFailure } from '../../run/failure.ts';
import type { Artifacts } from '../../run/ports.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { AwsProblem } from './aws-problem.ts';
import { type DeployedEnd, readResult } from './deployed-end.ts';
import type { DescribedExecution } from './executions.ts';

/**
 * How an execution that is over ended: with its output; or, since one that failed has none, with the result that its run
 * has kept, where that can be read.
 *
 * @throws AwsProblem when its output is not that of a workflow
 */
export async function keptEnd(
  execution: DescribedExecution & Pick<EndedExecution, 'status'>,
  artifacts: Artifacts | undefined,
): Promise<DeployedEnd> {
  const { status, output, executionArn } = execution;
  if (output !== undefined) return { status, result: readResult(output, `the output of ${executionArn}`) };
  const result = await keptResult(artifacts);
  const { name, cause } = executionEnding(execution);
  if (result === undefined) return { status, error: name, cause };
  if (result.status === 'FAILED') return { status, result };
  // Its acts were done and the run could not be closed: that is how the execution ended, and so did the run.
  return { status, result: { ...result, status: 'FAILED', error: readFailure({ name, cause }) } };
}

async function keptResult(artifacts: Artifacts | undefined): Promise<WorkflowResult | undefined> {
  try {
    const kept = await artifacts?.get('result.json');
    return kept && readResult(new TextDecoder().decode(kept), 'result.json among its artifacts');
  } catch (error) {
    if (error instanceof AwsProblem) return undefined;
    throw error;
  }
}
