import * as z from 'zod';
import { replayReport } from '../lib/report/replay-page.ts';
import { finalizeRun } from '../lib/run/finalize-run.ts';
import { executionSchema, failureSchema } from '../lib/run/run.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

const eventSchema = z.object({ execution: executionSchema, failure: failureSchema.nullable() });

/** State `FinalizeRun`: closes the run on the service and writes its log and its replay page. */
export const handler = lambdaHandler(eventSchema, async (event, { ports, configuration }) =>
  finalizeRun(event, configuration.defaults, {
    ...ports,
    artifacts: ports.artifactsOf(event.execution.name),
    report: replayReport,
  }),
);
