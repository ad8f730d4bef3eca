import { Duration, TimeZone } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';
import type { NovaActWorkflowProps } from '../../lib/deploy/workflow-props.ts';
import type { WorkflowScheduleProps } from '../../lib/deploy/workflow-schedule.ts';
import { checkInput } from '../../lib/run/check-input.ts';
import { scheduledInput } from '../support/trigger-inputs.ts';
import { resource, resources, synthesizeStack } from './synthesis.ts';

const acts = [{ prompt: 'Return the price' }];
const startingPage = 'https://shop.example.com';
const hourly = ScheduleExpression.rate(Duration.hours(1));
const execution = { name: 'some', startTime: '2026-01-01T00:00:00.000Z' };

/** The template of a workflow with one schedule. */
function scheduled(schedule: Partial<WorkflowScheduleProps>, props: NovaActWorkflowProps = {}) {
  return synthesizeStack((stack) => {
    const workflow = new NovaActWorkflow(stack, 'Prices', props);
    workflow.addSchedule('Hourly', { schedule: hourly, input: { startingPage, acts }, ...schedule });
  });
}

const targetOf = (template: ReturnType<typeof scheduled>) =>
  Object(resource(template, 'AWS::Scheduler::Schedule').Properties['Target']);

const template = scheduled({});

describe('a schedule', () => {
  it('starts the state machine, and what could not be started within 15 minutes goes to the queue', () => {
    expect(resource(template, 'AWS::Scheduler::Schedule').Properties).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { Ref: expect.stringMatching(/^PricesRunWorkflowStateMachine/) },
        RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^PricesSchedulesRole/), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^PricesSchedulesDeadLetters/), 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 900 },
      },
    });
  });

  it('has a role of the schedules of this workflow, that may start it and send to the queue, and nothing else', () => {
    expect(resource(template, 'AWS::IAM::Role', 'PricesSchedulesRole').Properties).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^PricesSchedulesGroup/), 'Arn'] },
              },
            },
          },
        ],
      },
    });
    expect(resource(template, 'AWS::IAM::Policy', 'PricesSchedulesRole').Properties.PolicyDocument?.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'states:StartExecution',
        Resource: { Ref: expect.stringMatching(/^PricesRunWorkflowStateMachine/) },
      },
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^PricesSchedulesDeadLetters/), 'Arn'] },
      },
    ]);
  });

  it('keeps what it could not start for 14 days, encrypted, and takes it over TLS only', () => {
    expect(resource(template, 'AWS::SQS::Queue').Properties).toEqual({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    expect(resource(template, 'AWS::SQS::QueuePolicy').Properties).toMatchObject({
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it("encrypts its input and its queue with the workflow's key, which its role may use", () => {
    const keyed = synthesizeStack((stack) => {
      const encryptionKey = new Key(stack, 'Key');
      const schedules = { Hourly: { schedule: hourly, input: { startingPage, acts } } };
      return new NovaActWorkflow(stack, 'Prices', { encryptionKey, schedules });
    });
    const key = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };
    expect(resource(keyed, 'AWS::Scheduler::Schedule').Properties['KmsKeyArn']).toEqual(key);
    expect(resource(keyed, 'AWS::SQS::Queue').Properties['KmsMasterKeyId']).toEqual(key);
    const { Statement = [] } =
      resource(keyed, 'AWS::IAM::Policy', 'PricesSchedulesRole').Properties.PolicyDocument ?? {};
    const actions = Statement.filter(({ Resource }) => JSON.stringify(Resource).includes('Key')).flatMap(
      ({ Action }) => Action,
    );
    expect(actions).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']));
  });

  it('may have a time zone, a window, a beginning and an end, and may be switched off', () => {
    const chosen = scheduled({
      schedule: ScheduleExpression.cron({
        minute: '0',
        hour: '7',
        weekDay: 'MON-FRI',
        timeZone: TimeZone.EUROPE_BERLIN,
      }),
      flexibleWindow: Duration.minutes(30),
      enabled: false,
      start: new Date('2027-01-01T00:00:00Z'),
      end: new Date('2027-12-31T00:00:00Z'),
      description: 'Before the shop opens',
    });
    expect(resource(chosen, 'AWS::Scheduler::Schedule').Properties).toMatchObject({
      ScheduleExpression: 'cron(0 7 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
      State: 'DISABLED',
      StartDate: '2027-01-01T00:00:00.000Z',
      EndDate: '2027-12-31T00:00:00.000Z',
      Description: 'Before the shop opens',
    });
  });
});

describe('the input of a schedule', () => {
  const arn = 'arn:aws:scheduler:us-east-1:123456789012:schedule/Prices/Hourly';
  const at = (time: string, schedule = arn) =>
    checkInput(
      scheduledInput(targetOf(template).Input, { 'schedule-arn': schedule, 'scheduled-time': time }),
      execution,
    );

  it('is one that a run takes, and skips what overlaps', () => {
    expect(at('2026-03-22T18:00:00Z')).toMatchObject({ startingPage: `${startingPage}/`, acts, overlap: 'skip' });
  });

  it('has the same requestId for every delivery of a time that is due, and another for another time or schedule', () => {
    const { requestId } = at('2026-03-22T18:00:00Z');
    expect(at('2026-03-22T18:00:00Z').requestId).toBe(requestId);
    expect(at('2026-03-22T19:00:00Z').requestId).not.toBe(requestId);
    expect(at('2026-03-22T18:00:00Z', `${arn}2`).requestId).not.toBe(requestId);
  });

  it('has a requestId that is not too long with the longest names and region there can be', () => {
    const longest = `arn:aws-us-gov:scheduler:ap-southeast-12:123456789012:schedule/${'g'.repeat(64)}/${'s'.repeat(64)}`;
    expect(at('2026-03-22T18:00:00Z', longest).requestId).toBe(`${longest}/2026-03-22T18:00:00Z`);
  });

  it('may allow overlapping, and may name the time that is due', () => {
    const { Input } = targetOf(
      scheduled({
        overlap: 'allow',
        input: { startingPage, acts, parameters: { day: '<aws.scheduler.scheduled-time>' } },
      }),
    );
    const input = scheduledInput(Input, { 'schedule-arn': arn, 'scheduled-time': '2026-03-22T18:00:00Z' });
    expect(checkInput(input, execution)).toMatchObject({
      overlap: 'allow',
      parameters: { day: '2026-03-22T18:00:00Z' },
    });
  });

  it("holds its own keys, and leaves the workflow's defaults to the run", () => {
    const { Input } = targetOf(scheduled({ input: { acts } }, { defaultInput: { startingPage } }));
    expect(Object.keys(JSON.parse(Input))).toEqual(['acts', 'overlap', 'requestId']);
  });
});

describe('an input that cannot be run is refused before anything is deployed:', () => {
  it.each<[string, Partial<WorkflowScheduleProps>, NovaActWorkflowProps, string]>([
    [
      'without a starting page',
      { input: { acts } },
      {},
      'input.startingPage: is missing, allowed: a text of 1 to 2048 characters',
    ],
    [
      'with an unknown key',
      { input: Object({ startingPage, acts, act: 1 }) },
      {},
      'input.act: unknown key, allowed: startingPage,',
    ],
    [
      'with a requestId',
      { input: { startingPage, acts, requestId: 'daily' } },
      {},
      'input.requestId: got "daily", allowed: nothing here: it is made of',
    ],
    [
      'with an overlap',
      { input: { startingPage, acts, overlap: 'skip' } },
      {},
      'input.overlap: got "skip", allowed: nothing here: it is a prop',
    ],
    [
      'with a wrong overlap',
      { overlap: Object('queue').valueOf() },
      {},
      'input.overlap: got "queue", allowed: allow or skip',
    ],
    [
      'outside the guardrails',
      {},
      { guardrails: { allowedDomains: ['example.org'] } },
      'input.startingPage: got "https://shop.example.com/", allowed: a page within this stack\'s guardrails',
    ],
    [
      'with the definition of another workflow',
      { input: { startingPage, acts, workflowDefinitionName: 'other' } },
      {},
      'input.workflowDefinitionName: got "other", allowed: this stack\'s "',
    ],
    [
      'with a secret that the workflow does not have',
      { input: { startingPage, acts: [{ fill: { secret: 'shop/password', into: 'Password' } }] } },
      {},
      'input.acts.0.fill.secret: got "shop/password", allowed: none: this stack has no secrets',
    ],
  ])('%s', (_, schedule, props, message) => {
    expect(() => scheduled(schedule, props)).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message: expect.stringContaining(`schedule Hourly: ${message}`),
      }),
    );
  });

  it('and is left to the run where CloudFormation makes what it names', () => {
    const made = synthesizeStack((stack) => {
      const secret = new Secret(stack, 'Password');
      const fill = { secret: secret.secretName, into: 'Password' };
      const schedules = { Hourly: { schedule: hourly, input: { startingPage, acts: [{ fill }] } } };
      return new NovaActWorkflow(stack, 'Prices', { secrets: [secret], schedules });
    });
    expect(resources(made, 'AWS::Scheduler::Schedule')).toHaveLength(1);
  });
});

describe('a schedule that the service would refuse in the midst of a deployment is refused before:', () => {
  const expression = 'schedule.expressionString: came';
  it.each<[string, object, string]>([
    [
      'no time at all',
      { schedule: ScheduleExpression.expression('rate(0 minutes)') },
      `${expression} "rate(0 minutes)"`,
    ],
    [
      'words',
      { schedule: ScheduleExpression.expression('daily') },
      `${expression} "daily"; must be a ScheduleExpression`,
    ],
    [
      'a text for its time',
      { schedule: 'rate(1 hour)' },
      'schedule: came "rate(1 hour)"; must be a ScheduleExpression',
    ],
    [
      'a time zone that there is not',
      { schedule: ScheduleExpression.cron({ minute: '0', timeZone: TimeZone.of('Nowhere') }) },
      'schedule.timeZone: came "Nowhere"; must be the name of a time zone',
    ],
    [
      'a window without a unit',
      { flexibleWindow: 30 },
      'flexibleWindow: came 30; must be a Duration of 1 minute to 24',
    ],
    ['a window of days', { flexibleWindow: Duration.days(2) }, 'flexibleWindow: came "<Duration>"; must be a Duration'],
    ['a text for a date', { start: '2030-01-01' }, 'start: came "2030-01-01"; must be a Date'],
    ['a date that is none', { end: new Date('never') }, 'end: came null; must be a Date'],
    ['a text for false', { enabled: 'false' }, 'enabled: came "false"; must be true or false'],
    ['no input', { input: undefined }, 'input: came undefined; must be an object'],
    ['a long description', { description: 'd'.repeat(513) }, 'must be a text of at most 512 characters'],
    ['a mistyped key', { flexibleWindows: 1 }, 'flexibleWindows: no such setting; there are schedule, input, flexible'],
  ])('%s', (_, given, message) => {
    expect(() => scheduled(given)).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message: expect.stringMatching(/^schedule Hourly: /),
      }),
    );
    expect(() => scheduled(given)).toThrow(message);
  });

  it('and what is due once, or in the words of whoever wrote it, is not', () => {
    for (const text of ['at(2030-01-01T07:00:00)', 'cron(0 7 ? * mon-fri *)'])
      expect(
        resource(scheduled({ schedule: ScheduleExpression.expression(text) }), 'AWS::Scheduler::Schedule').Properties,
      ).toMatchObject({ ScheduleExpression: text });
  });
});

describe('the schedules of a workflow', () => {
  it('go with it, and so does their group: its name would be in the way of the next one', () => {
    const [group] = resources(template, 'AWS::Scheduler::ScheduleGroup');
    expect(group?.Properties['Name']).toMatch(/^Shop-Prices-Schedules-/);
    expect(group?.DeletionPolicy).toBe('Delete');
  });

  it('share one queue, one role and one group, and are named by their ids', () => {
    const made = synthesizeStack((stack) => {
      const schedule = { schedule: hourly, input: { startingPage, acts } };
      const workflow = new NovaActWorkflow(stack, 'Prices', { schedules: { One: schedule, Two: schedule } });
      workflow.addSchedule('Three', schedule);
    });
    const shared = ['AWS::Scheduler::Schedule', 'AWS::Scheduler::ScheduleGroup', 'AWS::SQS::Queue'];
    expect(shared.map((type) => resources(made, type).length)).toEqual([3, 1, 1]);
    for (const id of ['One', 'Two', 'Three']) resource(made, 'AWS::Scheduler::Schedule', `PricesSchedules${id}`);
  });

  it('make nothing where there are none', () => {
    const made = synthesizeStack((stack) => void new NovaActWorkflow(stack, 'Prices'));
    expect(['AWS::Scheduler::ScheduleGroup', 'AWS::SQS::Queue'].flatMap((type) => resources(made, type))).toEqual([]);
  });
});
