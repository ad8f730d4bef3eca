import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { JsonValue } from '../../act/json.ts';
import { InvalidInput } from '../../run/errors.ts';
import type { EndedExecution } from '../../executions/execution-ending.ts';
import { asking } from './aws-problem.ts';
import { executionArnOf } from './names.ts';

/** An execution as Step Functions describes it. */
export interface DeployedExecution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  readonly stopDate?: Date | undefined;
}

export interface DescribedExecution extends DeployedExecution {
  readonly output?: string | undefined;
  readonly error: string;
  readonly cause: string;
}

export interface StartedExecution {
  readonly executionArn: string;
  readonly startDate: Date;
  /** Whether it was running before, with the same name and input. */
  readonly wasRunning: boolean;
}

/** The most that Step Functions lists at once. */
const PAGE = 1_000;
const OVER_AFTER: ReadonlySet<string> = new Set<EndedExecution['status']>([
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
]);

export function isOver<Execution extends DeployedExecution>(
  execution: Execution,
): execution is Execution & Pick<EndedExecution, 'status'> {
  return OVER_AFTER.has(execution.status);
}

/**
 * Starts an execution. To ask for one that runs already under this name with this input changes nothing.
 *
 * @param nameIsGiven - whether somebody chose the name, so that an execution may have it already
 * @throws InvalidInput when another execution has the name; AwsProblem
 */
export async function startExecution(
  client: SFNClient,
  { stateMachineArn, name, input }: { stateMachineArn: string; name: string; input: JsonValue },
  nameIsGiven: boolean,
): Promise<StartedExecution> {
  const executionArn = executionArnOf(stateMachineArn, name);
  // Only to tell of it: who may not look may start all the same.
  const before = nameIsGiven ? await describeExecution(client, executionArn).catch(() => undefined) : undefined;
  const started = await asking('states:StartExecution', stateMachineArn, async () => {
    try {
      return await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return undefined;
      throw error;
    }
  });
  if (started === undefined) throw new InvalidInput([nameIsTaken(name, executionArn, before)]);
  return {
    executionArn: started.executionArn ?? executionArn,
    startDate: started.startDate ?? new Date(),
    wasRunning: before !== undefined,
  };
}

/** @throws AwsProblem */
export async function describeExecution(client: SFNClient, executionArn: string): Promise<DescribedExecution> {
  const { name, status, startDate, stopDate, output, error, cause } = await asking(
    'states:DescribeExecution',
    executionArn,
    () => client.send(new DescribeExecutionCommand({ executionArn })),
  );
  return {
    executionArn,
    name: name ?? '',
    status: status ?? 'RUNNING',
    startDate: startDate ?? new Date(),
    stopDate,
    output,
    error: error ?? '',
    cause: cause ?? '',
  };
}

/**
 * The newest executions of a state machine, newest first.
 *
 * @throws AwsProblem
 */
export async function listExecutions(
  client: SFNClient,
  stateMachineArn: string,
  { status, limit }: { status: ExecutionStatus | undefined; limit: number },
): Promise<DeployedExecution[]> {
  const found: DeployedExecution[] = [];
  await asking('states:ListExecutions', stateMachineArn, async () => {
    const pages = paginateListExecutions(
      { client, pageSize: Math.min(limit, PAGE) },
      { stateMachineArn, statusFilter: status },
    );
    for await (const { executions = [] } of pages) {
      for (const each of executions)
        found.push({
          executionArn: each.executionArn ?? '',
          name: each.name ?? '',
          status: each.status ?? 'RUNNING',
          startDate: each.startDate ?? new Date(0),
          stopDate: each.stopDate,
        });
      if (found.length >= limit) return;
    }
  });
  return found.slice(0, limit);
}

/**
 * Stops an execution. The stack's closer then ends its run on the service and writes its record.
 *
 * @throws InvalidInput when it is over: Step Functions would say that it is stopped; AwsProblem
 */
export async function stopExecution(client: SFNClient, executionArn: string): Promise<Date> {
  // Who may not look may stop all the same.
  const before = await describeExecution(client, executionArn).catch(() => undefined);
  if (before !== undefined && isOver(before))
    throw new InvalidInput([`${executionArn}: is over already, as ${before.status}`]);
  const cause = 'the execution was stopped from the command line';
  const { stopDate } = await asking('states:StopExecution', executionArn, () =>
    client.send(new StopExecutionCommand({ executionArn, error: 'RunStopped', cause })),
  );
  return stopDate ?? new Date();
}

function nameIsTaken(name: string, executionArn: string, before: DescribedExecution | undefined): string {
  const standing =
    before === undefined
      ? 'with another input, or over'
      : isOver(before)
        ? `over, as ${before.status}`
        : 'running with another input';
  return `--name: got '${name}', which is taken by ${executionArn} (${standing}), allowed: a name that no execution of the last 90 days has; nova-act watch or result with that ARN tells of it`;
}
