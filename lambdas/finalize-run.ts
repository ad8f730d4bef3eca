import * as z from 'zod';
import { replayReport } from '../lib/report/replay-page.ts';
import { finalizeRun } from '../lib/run/finalize-run.ts';
import { executionSchema, failureSchema } from '../lib/run/run.ts';
import { DONE_ELSEWHERE } from './done-elsewhere.ts';
import { countFailedStart } from './runtime/emf-metrics.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

const eventSchema = z.object({ execution: executionSchema, failure: failureSchema.nullable() });

/** State `FinalizeRun`: closes the run on the service and writes its log and its replay page. */
export const handler = lambdaHandler(eventSchema, async (event, { ports, configuration }) => {
  const { execution, failure } = event;
  const { workflowDefinitionName = 'unknown' } = configuration.defaults;
  const result = await finalizeRun(event, configuration.defaults, {
    ...ports,
    artifacts: ports.artifactsOf(execution.name),
    report: replayReport,
  });
  // Of a run it was counted with its figures.
  if (result.workflowRunId === undefined && failure !== null && !DONE_ELSEWHERE.includes(failure.name))
    countFailedStart({ workflowDefinitionName, execution: execution.name, errorName: failure.name });
  return result;
});
