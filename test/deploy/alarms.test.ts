import { Duration, type Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { describe, expect, it } from 'vitest';
import { countOrphans, emfMetrics } from '../../lambdas/runtime/emf-metrics.ts';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';
import { runFigures } from '../../lib/run/run-figures.ts';
import { embeddedMetrics } from '../support/embedded-metrics.ts';
import { functionOutput } from '../support/function-output.ts';
import { resource, resources, synthesizeStack } from './synthesis.ts';

const workflowDefinitionName = 'prices';
const ops = 'arn:aws:sns:us-east-1:123456789012:ops';
const elsewhere = 'arn:aws:sns:eu-west-1:123456789012:ops';
const schedules = {
  Hourly: {
    schedule: ScheduleExpression.rate(Duration.hours(1)),
    input: { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Return the price' }] },
  },
};

const template = synthesizeStack((stack) => {
  const topic = new Topic(stack, 'Operators');
  return new NovaActWorkflow(stack, 'Prices', { workflowDefinitionName, schedules, alarms: { notify: [topic] } });
});

const stateMachine = [{ Name: 'StateMachineArn', Value: { Ref: expect.stringMatching(/^PricesRunWorkflow/) } }];
const definition = [{ Name: 'workflowDefinitionName', Value: workflowDefinitionName }];
const sweeper = [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^PricesSweepRuns/) } }];

describe('the alarms of a workflow', () => {
  it.each([
    ['Failed', { Namespace: 'NovaActServerless', MetricName: 'RunsFailed', Dimensions: definition, Period: 300 }],
    ['TimedOut', { Namespace: 'AWS/States', MetricName: 'ExecutionsTimedOut', Dimensions: stateMachine, Period: 300 }],
    [
      'Throttled',
      { Namespace: 'NovaActServerless', MetricName: 'Throttles', Dimensions: definition, Period: 3_600, Threshold: 20 },
    ],
    [
      'Stuck',
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: sweeper,
        Period: 3_600,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
      },
    ],
    [
      'OrphanClosed',
      { Namespace: 'NovaActServerless', MetricName: 'OrphansClosed', Dimensions: definition, Period: 300 },
    ],
    ['NotStarted', { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Statistic: 'Maximum' }],
  ])('%s looks at what happened, is quiet where nothing does, and tells the topic', (id, looksAt) => {
    expect(resource(template, 'AWS::CloudWatch::Alarm', `PricesAlarms${id}`).Properties).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      Statistic: 'Sum',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: expect.stringMatching(/^Operators/) }],
      ...looksAt,
    });
  });

  it('are all that one prop makes, and none without it', () => {
    expect(resources(template, 'AWS::CloudWatch::Alarm')).toHaveLength(6);
    const without = synthesizeStack((stack) => void new NovaActWorkflow(stack, 'Prices', { schedules }));
    expect(resources(without, 'AWS::CloudWatch::Alarm')).toEqual([]);
  });

  it('may tell nobody', () => {
    const silent = synthesizeStack((stack) => void new NovaActWorkflow(stack, 'Prices', { alarms: {} }));
    const alarms = resources(silent, 'AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(5);
    expect(alarms.filter(({ Properties }) => 'AlarmActions' in Properties)).toEqual([]);
  });

  it('may use the keys of the topics they tell', () => {
    const made = synthesizeStack((stack) => {
      const masterKey = new Key(stack, 'Key');
      const notify = ['One', 'Two'].map((id) => new Topic(stack, id, { masterKey }));
      return new NovaActWorkflow(stack, 'Prices', { alarms: { notify } });
    });
    const { Statement } = Object(resource(made, 'AWS::KMS::Key').Properties['KeyPolicy']);
    expect(Statement.slice(1)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
      },
    ]);
  });

  it.each<[string, (stack: Stack) => ITopic[], string]>([
    [
      'a topic of another region',
      (stack) => [Topic.fromTopicArn(stack, 'Ops', elsewhere)],
      'alarms.notify.0: came one of eu-west-1; must be of us-east-1, as the stack is',
    ],
    [
      'a FIFO topic',
      (stack) => [Topic.fromTopicArn(stack, 'Ops', 'arn:aws:sns:us-east-1:123456789012:ops.fifo')],
      'alarms.notify.0: came a FIFO topic, which alarms do not tell; must be another one',
    ],
    [
      'more than CloudWatch tells',
      (stack) => Array.from({ length: 6 }, (_, index) => Topic.fromTopicArn(stack, `Ops${index}`, `${ops}-${index}`)),
      'alarms.notify: came 6; must be at most 5',
    ],
  ])('do not tell %s: it is refused before anything is deployed', (_, notify, message) => {
    const env = { region: 'us-east-1' };
    expect(() =>
      synthesizeStack((stack) => new NovaActWorkflow(stack, 'Prices', { alarms: { notify: notify(stack) } }), { env }),
    ).toThrow(expect.objectContaining({ name: 'ContextError', message }));
  });

  it('tell a topic of any region while that of the stack is not known', () => {
    const made = synthesizeStack((stack) => {
      const notify = [Topic.fromTopicArn(stack, 'Ops', elsewhere)];
      return new NovaActWorkflow(stack, 'Prices', { alarms: { notify } });
    });
    for (const { Properties } of resources(made, 'AWS::CloudWatch::Alarm'))
      expect(Properties['AlarmActions']).toEqual([elsewhere]);
  });

  it('look at figures that the functions publish, under the same names and dimensions', () => {
    using output = functionOutput();
    const ids = { workflowDefinitionName, execution: 'some', workflowRunId: 'some' };
    emfMetrics.closed({ ...ids, status: 'FAILED', figures: runFigures([]) });
    countOrphans(workflowDefinitionName, 1);
    const known = embeddedMetrics(output.parsed()).flatMap(({ namespace, of, values }) =>
      Object.keys(values).map((name) => ({ namespace, name, of })),
    );
    const watched = resources(template, 'AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Properties)
      .filter(({ Namespace }) => Namespace === 'NovaActServerless');
    expect(watched).toHaveLength(3);
    for (const { Namespace, MetricName } of watched)
      expect(known).toContainEqual({
        namespace: Namespace,
        name: MetricName,
        of: [{ workflowDefinitionName }],
      });
  });
});

describe('the metrics of a workflow', () => {
  it('are those of its state machine, and of the time its acts worked', () => {
    synthesizeStack((stack) => {
      const workflow = new NovaActWorkflow(stack, 'Prices', { workflowDefinitionName });
      const ofExecutions = { namespace: 'AWS/States', statistic: 'Sum', dimensions: stateMachineOf(workflow) };
      expect(workflow.metricStarted().toMetricConfig().metricStat).toMatchObject({
        ...ofExecutions,
        metricName: 'ExecutionsStarted',
      });
      expect(workflow.metricSucceeded().toMetricConfig().metricStat).toMatchObject({
        ...ofExecutions,
        metricName: 'ExecutionsSucceeded',
      });
      expect(workflow.metricTimeWorked({ period: Duration.days(1) }).toMetricConfig().metricStat).toMatchObject({
        namespace: 'NovaActServerless',
        metricName: 'TimeWorked',
        statistic: 'Sum',
        period: Duration.days(1),
        dimensions: [{ name: 'workflowDefinitionName', value: workflowDefinitionName }],
      });
    });
  });

  it('add up what failed, was stopped and took too long', () => {
    synthesizeStack((stack) => {
      const workflow = new NovaActWorkflow(stack, 'Prices');
      const { mathExpression } = workflow.metricFailed({ period: Duration.hours(1) }).toMetricConfig();
      const { failed, timedOut, aborted } = mathExpression?.usingMetrics ?? {};
      const parts = [failed, timedOut, aborted].map((part) => part?.toMetricConfig().metricStat);
      expect(parts.map((part) => part?.metricName)).toEqual([
        'ExecutionsFailed',
        'ExecutionsTimedOut',
        'ExecutionsAborted',
      ]);
      expect(parts.map((part) => part?.period.toSeconds())).toEqual([3_600, 3_600, 3_600]);
      expect(mathExpression?.expression).toBe('FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)');
    });
  });
});

function stateMachineOf(workflow: NovaActWorkflow) {
  return [{ name: 'StateMachineArn', value: workflow.stateMachine.stateMachineArn }];
}
