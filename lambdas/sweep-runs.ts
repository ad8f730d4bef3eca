import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { StepFunctionsExecutions } from '../lib/executions/step-functions-executions.ts';
import { replayReport } from '../lib/report/replay-page.ts';
import { sweepRuns } from '../lib/run/sweep-runs.ts';
import { countOrphans } from './runtime/emf-metrics.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

// Of a schedule, which says no more than that it is time.
const eventSchema = z.object({});

/** For closing one more run, whose log may have to be waited for. What is cut off all the same the next sweep does. */
const TIME_FOR_ONE_MS = 120_000;

/** Runs are left that the sweeper could not close; the line before names them. */
class RunsLeft extends Error {
  override readonly name = 'RunsLeft';
}

/** Closing one run took too long; what it goes on with does no harm. */
class TooLong extends Error {
  override readonly name = 'TooLong';
}

async function inTime<Part>(part: Promise<Part>): Promise<Part> {
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => over.reject(new TooLong()), TIME_FOR_ONE_MS);
  try {
    return await Promise.race([part, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The sweeper: closes what nobody else has closed, and says in one line what that was.
 *
 * @throws RunsLeft when something could not be closed, so that it counts among the function's errors
 */
export const handler = lambdaHandler(eventSchema, async (_, { ports, configuration, log, remainingMs }) => {
  const { stateMachineArn, ownsDefinition, defaults } = configuration;
  if (stateMachineArn === undefined) throw new Error('STATE_MACHINE_ARN must be set for the sweeper');
  const executions = new StepFunctionsExecutions(new SFNClient({}), stateMachineArn, ports.clock);
  const sweep = await sweepRuns(
    {
      definition: ownsDefinition ? defaults.workflowDefinitionName : undefined,
      executionOf: (name) => executions.execution(name),
      hasTime: () => remainingMs() > TIME_FOR_ONE_MS,
      inTime,
    },
    defaults,
    { ...ports, executions, report: replayReport },
  );
  log.summary('Swept', { ...sweep });
  countOrphans(defaults.workflowDefinitionName ?? 'unknown', sweep.closed.length + sweep.orphans.length);
  if (sweep.left.length > 0) throw new RunsLeft(`${sweep.left.length} run(s) could not be closed`);
  return sweep;
});
