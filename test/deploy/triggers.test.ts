import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EventRuleStack } from '../../examples/triggers/event-rule.ts';
import { LambdaStack } from '../../examples/triggers/lambda.ts';
import { QueueStack } from '../../examples/triggers/queue.ts';
import { UploadStack } from '../../examples/triggers/s3-upload.ts';
import { ScheduledStack } from '../../examples/triggers/schedules.ts';
import { StateMachineStack } from '../../examples/triggers/state-machine.ts';
import { withDefaults } from '../../lambdas/deployed-defaults.ts';
import { checkInput } from '../../lib/run/check-input.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';
import { definitionOf } from '../support/state-machine-definition.ts';
import { type Event, pipeOutput, ruleInput, scheduledInput } from '../support/trigger-inputs.ts';
import { resource, resources } from './synthesis.ts';

const execution = { name: 'some', startTime: '2026-01-01T00:00:00.000Z' };
const stateMachine = { Ref: expect.stringMatching(/RunWorkflowStateMachine/) };
const notStarted = { 'Fn::GetAtt': [expect.stringMatching(/^NotStarted/), 'Arn'] };
const startsOnly = {
  Effect: 'Allow',
  Action: 'states:StartExecution',
  Resource: stateMachine,
};

/** The template of an example; functions of its own are not bundled. */
function templateOf(Example: new (app: App, id: string) => Stack): Template {
  return inAppOfStandIns((app) => Template.fromStack(new Example(app, 'Example')), {
    'aws:cdk:bundling-stacks': [],
  });
}

/** The one target of a template's rule for a source. */
function ruleOf(template: Template, source: string) {
  const [rule] = resources(template, 'AWS::Events::Rule').filter(({ Properties }) =>
    JSON.stringify(Properties).includes(`["${source}"]`),
  );
  const { EventPattern: pattern, Targets } = Object(rule?.Properties);
  return { pattern, target: Targets[0] };
}

function event(id: string, source: string, detail: Event): Event {
  const of = { version: '0', account: '123456789012', region: 'us-east-1', resources: [] };
  return { ...of, id, source, 'detail-type': 'Something', time: '2026-01-01T00:00:00Z', detail };
}

const startOf = {
  Arn: stateMachine,
  DeadLetterConfig: { Arn: notStarted },
  RetryPolicy: { MaximumEventAgeInSeconds: 900 },
};

describe('the schedules of the example', () => {
  const template = templateOf(ScheduledStack);
  const schedules = resources(template, 'AWS::Scheduler::Schedule').map(({ Properties }) => Properties);

  it('are by the clock of a place, by a rate, and within a window', () => {
    expect(schedules).toMatchObject([
      { ScheduleExpression: 'cron(0 7 ? * MON-FRI *)', ScheduleExpressionTimezone: 'Europe/Berlin' },
      { ScheduleExpression: 'rate(10 minutes)' },
      {
        ScheduleExpression: 'cron(0 2 * * ? *)',
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 120 },
      },
    ]);
  });

  it('start runs with an input that is right, each time that is due with a requestId of its own', () => {
    const defaults = {
      input: {
        startingPage: 'https://shop.example.com',
        acts: [{ prompt: 'Return the price of {{ parameters.item }}' }],
      },
    };
    const inputs = schedules.flatMap(({ Target }, index) =>
      ['2026-03-22T18:00:00Z', '2026-03-22T19:00:00Z', '2026-03-22T19:00:00Z'].map((time) => {
        const arn = `arn:aws:scheduler:us-east-1:123456789012:schedule/group/schedule-${index}`;
        const given = scheduledInput(Object(Target).Input, { 'schedule-arn': arn, 'scheduled-time': time });
        return checkInput(withDefaults(given, defaults), execution);
      }),
    );
    expect(inputs.map(({ overlap }) => overlap)).toEqual([
      ...Array<string>(6).fill('skip'),
      ...Array<string>(3).fill('allow'),
    ]);
    expect(new Set(inputs.map(({ requestId }) => requestId)).size).toBe(6);
  });
});

describe('the rule of the example', () => {
  const template = templateOf(EventRuleStack);
  const { pattern, target } = ruleOf(template, 'shop.prices');
  const inputOf = (id: string) =>
    checkInput(ruleInput(target.InputTransformer, event(id, 'shop.prices', { item: 'a "kettle"' })), execution);

  it('starts the workflow and nothing else, and keeps what it could not start', () => {
    expect(pattern).toEqual({
      source: ['shop.prices'],
      'detail-type': ['Price Wanted'],
      detail: { item: [{ exists: true }] },
    });
    expect(target).toMatchObject(startOf);
    expect(resource(template, 'AWS::IAM::Policy', 'PricesRunWorkflowStateMachineEventsRole').Properties).toMatchObject({
      PolicyDocument: { Statement: [startsOnly] },
    });
  });

  it('starts runs with an input that is right and the id of the event', () => {
    expect(inputOf('6a7e8feb')).toMatchObject({ requestId: '6a7e8feb', parameters: { item: 'a "kettle"' } });
    expect(inputOf('6a7e8feb').requestId).toBe(inputOf('6a7e8feb').requestId);
    expect(inputOf('b4c1d2e3').requestId).not.toBe(inputOf('6a7e8feb').requestId);
  });
});

describe('the bucket of the example', () => {
  const template = templateOf(UploadStack);
  const { pattern, target } = ruleOf(template, 'aws.s3');
  const upload = (request: string, sequencer: string, id: string) => {
    const detail = {
      bucket: { name: 'uploads' },
      object: { key: 'invoices/"7" of May\\.pdf', size: 5, etag: 'e', sequencer },
      'request-id': request,
      reason: 'PutObject',
    };
    return checkInput(ruleInput(target.InputTransformer, event(id, 'aws.s3', detail)), execution);
  };

  it('tells of its objects, and the workflow is started for those below a prefix', () => {
    expect(resource(template, 'Custom::S3BucketNotifications').Properties['NotificationConfiguration']).toEqual({
      EventBridgeConfiguration: {},
    });
    expect(pattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ Ref: expect.stringMatching(/^Uploads/) }] },
        object: { key: [{ prefix: 'invoices/' }] },
      },
    });
    expect(target).toMatchObject(startOf);
    expect(
      resource(template, 'AWS::IAM::Policy', 'InvoicesRunWorkflowStateMachineEventsRole').Properties,
    ).toMatchObject({ PolicyDocument: { Statement: [startsOnly] } });
  });

  it('starts runs with an input that is right, also where the key has quotes', () => {
    expect(upload('N4N7GDK58NMKJ12R', '0062E99A88DC407460', 'one').parameters).toEqual({
      key: 'invoices/"7" of May\\.pdf',
    });
  });

  it('gives an upload that is told of twice one requestId, and the next upload of the same key another', () => {
    const first = upload('N4N7GDK58NMKJ12R', '0062E99A88DC407460', 'one');
    expect(upload('N4N7GDK58NMKJ12R', '0062E99A88DC407460', 'two').requestId).toBe(first.requestId);
    expect(upload('XRRTKJXSZQCWNQR1', '0064D3901D00059242', 'three').requestId).not.toBe(first.requestId);
  });
});

describe('the queue of the example', () => {
  const template = templateOf(QueueStack);
  const pipe = resource(template, 'AWS::Pipes::Pipe').Properties;
  const { pattern, target } = ruleOf(template, 'prices.queue');
  const inputTemplate = Object(pipe['TargetParameters']).InputTemplate;
  const inputOf = (messageId: string, id: string) => {
    const message = { messageId, body: JSON.stringify({ item: 'a "kettle"' }), eventSource: 'aws:sqs' };
    // An event bus takes what the pipe makes as the event's detail.
    const detail = Object(pipeOutput(inputTemplate, message));
    return checkInput(ruleInput(target.InputTransformer, event(id, 'prices.queue', detail)), execution);
  };

  it('is read by a pipe that makes an event of each message, and may do nothing else', () => {
    expect(pipe).toMatchObject({
      Source: { 'Fn::GetAtt': [expect.stringMatching(/^Wanted/), 'Arn'] },
      Target: { 'Fn::GetAtt': [expect.stringMatching(/^Messages/), 'Arn'] },
      TargetParameters: { EventBridgeEventBusParameters: { Source: 'prices.queue', DetailType: 'Price Wanted' } },
    });
    expect(resource(template, 'AWS::IAM::Policy', 'PipeRole').Properties.PolicyDocument?.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Wanted/), 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Messages/), 'Arn'] },
      },
    ]);
  });

  it('starts the workflow for each, and keeps what could be neither read nor started', () => {
    expect(pattern).toEqual({ source: ['prices.queue'] });
    expect(target).toMatchObject(startOf);
    expect(resource(template, 'AWS::SQS::Queue', 'Wanted').Properties['RedrivePolicy']).toEqual({
      deadLetterTargetArn: notStarted,
      maxReceiveCount: 5,
    });
    expect(resource(template, 'AWS::IAM::Policy', 'PricesRunWorkflowStateMachineEventsRole').Properties).toMatchObject({
      PolicyDocument: { Statement: [startsOnly] },
    });
  });

  it("starts runs with an input that is right and the message's id, however often the message comes", () => {
    expect(inputOf('19dd0b57', 'one')).toMatchObject({ requestId: '19dd0b57', parameters: { item: 'a "kettle"' } });
    expect(inputOf('19dd0b57', 'two').requestId).toBe('19dd0b57');
    expect(inputOf('2f1c9d88', 'three').requestId).toBe('2f1c9d88');
  });
});

describe('the function of the example', () => {
  const template = templateOf(LambdaStack);

  it('knows the state machine, and may start it', () => {
    expect(resource(template, 'AWS::Lambda::Function', 'Starter').Properties).toMatchObject({
      Environment: { Variables: { STATE_MACHINE_ARN: stateMachine } },
    });
    expect(resource(template, 'AWS::IAM::Policy', 'Starter').Properties).toMatchObject({
      PolicyDocument: { Statement: [startsOnly] },
    });
  });
});

describe('the state machine of the example', () => {
  const { States } = definitionOf(templateOf(StateMachineStack), 'Order');

  it('runs the workflow with an input that is right once its expressions are filled in', () => {
    const { Input } = Object(States['FindPrice']?.['Arguments']);
    const filled = { ...Input, requestId: 'order/monday/FindPrice', parameters: { item: 'kettle' } };
    expect(checkInput(filled, execution)).toMatchObject({ requestId: 'order/monday/FindPrice' });
    expect(Input).toMatchObject({ parameters: { item: '{% $states.input.item %}' } });
  });

  it('goes on with what was found', () => {
    expect(States['FindPrice']).toMatchObject({
      Output: { price: "{% $states.result.Output.acts[id = 'price'].response %}" },
      Next: 'Decide',
    });
  });
});
