import { type OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { DONE_ELSEWHERE } from '../../lambdas/done-elsewhere.ts';

/** Whom an event is sent to. */
export type ExecutionEventOptions = Pick<OnEventOptions, 'target' | 'description'>;

/** What of an event tells how the execution ended. */
const ENDINGS = {
  Succeeded: { status: ['SUCCEEDED'] },
  // What took too long or was stopped has null as its error, which no template of CloudFormation may hold.
  Failed: {
    $or: [
      { status: ['TIMED_OUT', 'ABORTED'] },
      { status: ['FAILED'], error: [{ 'anything-but': [...DONE_ELSEWHERE] }] },
      { status: ['FAILED'], error: [{ exists: false }] },
    ],
  },
} as const;

/** A rule for the executions of one state machine that ended so; those whose work is done elsewhere did not fail. */
export function executionRule(
  scope: Construct,
  id: string,
  { stateMachineArn }: IStateMachine,
  ending: keyof typeof ENDINGS,
  { target, description }: ExecutionEventOptions,
): Rule {
  return new Rule(scope, id, {
    ...(description !== undefined && { description }),
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [stateMachineArn], ...ENDINGS[ending] },
    },
    targets: target === undefined ? [] : [target],
  });
}
