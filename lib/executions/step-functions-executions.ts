import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Clock } from '../act/ports.ts';
import type { Executions } from '../run/ports.ts';
import type { Execution, Failure } from '../run/run.ts';
import { executionEnding } from './execution-ending.ts';

/** Step Functions answers from what it knew a moment ago: an execution that has just begun may be unknown to it. */
const ASKED_AGAIN_AFTER_MS = 5_000;

/** After 90 days Step Functions forgets an execution. */
const FORGOTTEN: Failure = {
  name: 'ExecutionDoesNotExist',
  cause: 'Step Functions does not know the execution, or no longer',
};

/** The executions of one state machine. */
export class StepFunctionsExecutions implements Executions {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;
  readonly #clock: Pick<Clock, 'sleep'>;

  constructor(client: SFNClient, stateMachineArn: string, clock: Pick<Clock, 'sleep'>) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
    this.#clock = clock;
  }

  async ending(execution: string): Promise<Failure | undefined> {
    let found = await this.#describe(execution);
    if (found === undefined) {
      await this.#clock.sleep(ASKED_AGAIN_AFTER_MS);
      found = await this.#describe(execution);
    }
    if (found === undefined) return FORGOTTEN;
    const { status, error, cause } = found;
    // PENDING_REDRIVE: it will go on. No status: an answer that says nothing is no ending.
    if (status === undefined || status === 'RUNNING' || status === 'PENDING_REDRIVE') return undefined;
    return executionEnding({ status, error, cause });
  }

  /** An execution of this state machine as far as its name tells it; when it started is left open. */
  execution(name: string): Execution {
    return { arn: `${this.#stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`, name, startTime: '' };
  }

  async #describe(execution: string): Promise<DescribeExecutionCommandOutput | undefined> {
    const { arn: executionArn } = this.execution(execution);
    try {
      return await this.#client.send(new DescribeExecutionCommand({ executionArn }));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }
}
