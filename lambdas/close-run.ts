import * as z from 'zod';
import { executionEnding } from '../lib/executions/execution-ending.ts';
import { replayReport } from '../lib/report/replay-page.ts';
import { closeRun } from '../lib/run/close-run.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

/** `Step Functions Execution Status Change`: the execution as Step Functions would describe it, with null for what is not. */
const eventSchema = z
  .object({
    detail: z.object({
      executionArn: z.string(),
      name: z.string(),
      status: z.enum(['FAILED', 'ABORTED', 'TIMED_OUT']),
      /** Milliseconds since the epoch. */
      startDate: z.number(),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  })
  .transform(({ detail }) => ({
    execution: { arn: detail.executionArn, name: detail.name, startTime: new Date(detail.startDate).toISOString() },
    failure: executionEnding(detail),
  }));

/**
 * The closer: ends the run of an execution that has ended, unless FinalizeRun did. Events come at least once, in any
 * order, and a few never; what this function does not close, the sweeper does.
 */
export const handler = lambdaHandler(eventSchema, async (event, { ports, configuration }) =>
  closeRun(event, configuration.defaults, {
    ...ports,
    artifacts: ports.artifactsOf(event.execution.name),
    report: replayReport,
  }),
);
