import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { DONE_ELSEWHERE } from '../../lambdas/done-elsewhere.ts';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';
import { DuplicateRequest, OverlapSkipped } from '../../lib/run/errors.ts';
import { resource, synthesizeStack } from './synthesis.ts';

const template = synthesizeStack((stack) => {
  const workflow = new NovaActWorkflow(stack, 'Prices');
  const target = new SnsTopic(new Topic(stack, 'Operators'));
  workflow.onSucceeded('Done', { target });
  workflow.onFailed('Broken', { target, description: 'Tells the operators' });
  workflow.grantStart(new Role(stack, 'Starter', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
});

const ofWorkflow = {
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
};
const stateMachineArn = [{ Ref: expect.stringMatching(/^PricesRunWorkflowStateMachine/) }];
const targets = [{ Arn: { Ref: expect.stringMatching(/^Operators/) } }];

describe('the events of a workflow', () => {
  it("call a target when one of this state machine's executions has succeeded", () => {
    expect(resource(template, 'AWS::Events::Rule', 'PricesDone').Properties).toMatchObject({
      EventPattern: { ...ofWorkflow, detail: { stateMachineArn, status: ['SUCCEEDED'] } },
      Targets: targets,
    });
  });

  it('call a target when one failed, took too long or was stopped, and its work is not done elsewhere', () => {
    expect(resource(template, 'AWS::Events::Rule', 'PricesBroken').Properties).toMatchObject({
      Description: 'Tells the operators',
      EventPattern: {
        ...ofWorkflow,
        detail: {
          stateMachineArn,
          $or: [
            { status: ['TIMED_OUT', 'ABORTED'] },
            { status: ['FAILED'], error: [{ 'anything-but': ['DuplicateRequest', 'OverlapSkipped'] }] },
            { status: ['FAILED'], error: [{ exists: false }] },
          ],
        },
      },
      Targets: targets,
    });
  });

  it('have no null, which CloudFormation would refuse', () => {
    expect(JSON.stringify(resource(template, 'AWS::Events::Rule', 'PricesBroken'))).not.toContain('null');
  });

  it('know the names of the errors that say so', () => {
    expect(DONE_ELSEWHERE).toEqual([new DuplicateRequest().name, new OverlapSkipped().name]);
  });
});

it('who is let to start a workflow may start it, and nothing else', () => {
  expect(resource(template, 'AWS::IAM::Policy', 'Starter').Properties.PolicyDocument?.Statement).toEqual([
    { Effect: 'Allow', Action: 'states:StartExecution', Resource: stateMachineArn[0] },
  ]);
});
