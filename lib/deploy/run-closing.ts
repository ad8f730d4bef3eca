/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { EventInvokeConfigOptions, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** What {@link RunClosing} needs to know. */
export interface RunClosingProps {
  readonly stateMachine: IStateMachine;
  readonly closeRun: IFunction;
  readonly sweepRuns: IFunction;
}

const SWEEP_EVERY = Duration.hours(1);

/**
 * How often Lambda starts a function again for an event. There is no queue for what failed in the end: whoever emptied it
 * would do what the next sweep does.
 */
export const invocationByRule = {
  CloseRun: { retryAttempts: 2, maxEventAge: SWEEP_EVERY },
  // The next sweep comes anyway. A failure shows among the function's errors.
  SweepRuns: { retryAttempts: 0, maxEventAge: SWEEP_EVERY },
} as const satisfies Record<string, EventInvokeConfigOptions>;

/** Ends the runs of executions that ended without FinalizeRun: at once by their event, or within the hour. */
export class RunClosing extends Construct {
  constructor(scope: Construct, id: string, { stateMachine, closeRun, sweepRuns }: RunClosingProps) {
    super(scope, id);
    new Rule(this, 'ExecutionEnded', {
      description:
        'Executions that failed, were stopped or took too long: their runs are closed if they are still open',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [stateMachine.stateMachineArn], status: ['FAILED', 'ABORTED', 'TIMED_OUT'] },
      },
      targets: [new LambdaFunction(closeRun)],
    });
    new Rule(this, 'Hourly', {
      // Step Functions sends its events as well as it can and promises none.
      description: 'Closes the runs that nobody else has closed',
      schedule: Schedule.rate(SWEEP_EVERY),
      targets: [new LambdaFunction(sweepRuns)],
    });
  }
}
