import { DescribeExecutionCommand, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { JsonValue } from '../../act/json.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';

export interface StartCommand {
  readonly stateMachineArn: string;
  readonly input: JsonValue;
  /** Unique among the state machine's executions. */
  readonly name: string;
}

/** What a deployed execution ended as. */
export type DeployedEnd =
  | { readonly status: 'SUCCEEDED'; readonly result: WorkflowResult }
  | { readonly status: string; readonly error: string; readonly cause: string };

/**
 * Starts an execution of the deployed state machine and waits for its end.
 *
 * @param pause - waits between two looks at the execution
 * @param started - told the execution's ARN as soon as it runs
 */
export async function startCommand(
  client: SFNClient,
  { stateMachineArn, input, name }: StartCommand,
  pause: () => Promise<void>,
  started: (executionArn: string) => void,
): Promise<DeployedEnd> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
  );
  if (executionArn === undefined) throw new Error('StartExecution gave no execution ARN');
  started(executionArn);
  for (;;) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { status = 'RUNNING', output, error = '', cause = '' } = execution;
    if (status === 'SUCCEEDED') {
      const result: WorkflowResult = JSON.parse(output ?? '{}');
      return { status, result };
    }
    if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE') return { status, error, cause };
    await pause();
  }
}
