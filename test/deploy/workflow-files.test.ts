import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { makeStacks } from '../../lib/deploy/make-stacks.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { resource, resources } from './synthesis.ts';

const daily = {
  schedule: 'rate(1 day)',
  input: { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Return the price' }] },
};
const EXPRESSION = 'a.json: schedules.daily.schedule: came ';

const badSchedules: readonly (readonly [name: string, schedule: unknown, line: string])[] = [
  [
    'a schedule that is none',
    { ...daily, schedule: 'daily' },
    `${EXPRESSION}"daily"; must be rate(VALUE minutes), hours`,
  ],
  ['five fields of cron', { ...daily, schedule: 'cron(0 7 * * ?)' }, `${EXPRESSION}"cron(0 7 * * ?)"; must be rate`],
  ['two kinds of days', { ...daily, schedule: 'cron(0 7 * * MON *)' }, `${EXPRESSION}"cron(0 7 * * MON *)"; must be`],
  ['no kind of days', { ...daily, schedule: 'cron(0 7 ? * ? *)' }, `${EXPRESSION}"cron(0 7 ? * ? *)"; must be`],
  ['a schedule without a time', { input: daily.input }, 'schedules.daily.schedule: came undefined; must be rate'],
  [
    'a time zone that is none',
    { ...daily, timeZone: 'Berlin' },
    'schedules.daily.timeZone: came "Berlin"; must be the name',
  ],
  [
    'a window of no time',
    { ...daily, flexibleWindowMinutes: 0 },
    'flexibleWindowMinutes: came 0; must be a whole number',
  ],
  [
    'a wrong overlap',
    { ...daily, overlap: 'queue' },
    'schedules.daily.overlap: came "queue"; must be "skip" or "allow"',
  ],
  ['a mistyped key of a schedule', { ...daily, input: {}, cron: '' }, 'schedules.daily: came {"schedule":'],
  ['an input that is none', { ...daily, input: 'kettle' }, 'schedules.daily.input: came "kettle"; must be an object'],
  ['an input that cannot be run', { ...daily, input: {} }, 'a.json: schedule daily: input.startingPage: is missing'],
];

describe('a folder of workflows', () => {
  it('becomes a stack for each file, by which each can be deployed alone', () => {
    const stacks = stacksOf({
      'shop.json': {},
      'books.json': { modelId: 'nova-act-v1', workflowDefinitionName: 'library', browser: { memory: 2_048 } },
      'notes.txt': 'of no interest',
    });
    expect(stacks.map(({ stackName }) => stackName)).toEqual(['NovaAct-books', 'NovaAct-shop']);
    const [books, shop] = stacks.map(({ template }) => template);
    expect(definitionOf(shop)).toBe('shop');
    expect(definitionOf(books)).toBe('library');
    expect(resource(books, 'AWS::Lambda::Function', 'PerformSteps').Properties).toMatchObject({
      MemorySize: 2_048,
      Environment: { Variables: { MODEL_ID: 'nova-act-v1' } },
    });
  });

  it('says of each workflow whatever the construct can be told in words', () => {
    const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:order';
    const encryptionKey = 'arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-123456789012';
    const [{ template }] = stacksOf({
      'shop.json': {
        logGroupName: '/our/shop',
        logGroupPrefix: '/our/',
        defaultInput: { startingPage: 'https://shop.example.com' },
        guardrails: { allowedDomains: ['*.example.com'] },
        tools: [{ name: 'order', description: 'Orders', inputSchema: { type: 'object' }, functionArn }],
        secrets: ['shop/password'],
        artifactsBucket: 'our-artifacts',
        exportBucket: 'our-trajectories',
        encryptionKey,
        browser: { width: 1_400, allowHosts: ['intranet.example.com:443'] },
        destroyData: true,
      },
    });
    expect(resources(template, 'AWS::S3::Bucket')).toEqual([]);
    expect(resource(template, 'AWS::Logs::LogGroup', 'RunLogs')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { LogGroupName: '/our/shop', RetentionInDays: 90, KmsKeyId: encryptionKey },
    });
    expect(resource(template, 'AWS::Lambda::Function', 'CreateRun').Properties['Environment']).toMatchObject({
      Variables: { LOG_GROUP_PREFIX: '/our/', RUN_DEFAULTS_FILE: 'run-defaults.json', SECRETS: 'shop/password' },
    });
    expect(resource(template, 'AWS::Lambda::Function', 'PerformSteps').Properties['Environment']).toMatchObject({
      Variables: {
        TOOLS_FILE: 'tools.json',
        ALLOW_HOSTS: 'intranet.example.com:443',
        ARTIFACTS_BUCKET: 'our-artifacts',
      },
    });
    expect(resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties).toMatchObject({
      ExportConfig: { S3BucketName: 'our-trajectories' },
    });
  });

  it('is put into a network that is named by its parts, of which nothing is looked up', () => {
    const subnets = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
    const vpc = { vpcId: 'vpc-0123456789abcdef0', privateSubnets: subnets };
    const [{ template, warnings }] = stacksOf({ 'a.json': { vpc } });
    const { VpcConfig } = resource(template, 'AWS::Lambda::Function', 'PerformStepsFunction').Properties;
    expect(VpcConfig).toMatchObject({ SubnetIds: subnets });
    expect(resource(template, 'AWS::EC2::SecurityGroup').Properties['VpcId']).toBe('vpc-0123456789abcdef0');
    expect(warnings).toEqual([]);
  });

  it('may name a secret and a topic twice', () => {
    const topic = 'arn:aws:sns:us-east-1:123456789012:ops';
    const [{ template }] = stacksOf({ 'a.json': { secrets: ['shop/pin', 'shop/pin'], alarms: [topic, topic] } });
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsFailed').Properties['AlarmActions']).toEqual([topic]);
  });

  it('is run by its schedules, with what else the file says, and tells topics of what goes wrong', () => {
    const topics = ['arn:aws:sns:us-east-1:123456789012:ops', 'arn:aws:sns:us-east-1:123456789012:shop'];
    const [{ template }, quiet, none] = stacksOf({
      'a.json': {
        alarms: topics,
        defaultInput: { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Return {{ parameters.item }}' }] },
        schedules: {
          weekdays: {
            schedule: 'cron(0 7 ? * MON-FRI *)',
            timeZone: 'Europe/Berlin',
            flexibleWindowMinutes: 30,
            overlap: 'allow',
            enabled: false,
            input: { parameters: { item: 'kettle' } },
          },
          often: { schedule: 'rate(10 minutes)', input: { parameters: { item: 'toaster' } } },
        },
      },
      'b.json': { alarms: true },
      'c.json': { alarms: false },
    });
    const weekdays = resource(template, 'AWS::Scheduler::Schedule', 'Schedulesweekdays').Properties;
    expect(weekdays).toMatchObject({
      ScheduleExpression: 'cron(0 7 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
      State: 'DISABLED',
    });
    expect(JSON.parse(Object(weekdays['Target']).Input)).toMatchObject({
      parameters: { item: 'kettle' },
      overlap: 'allow',
    });
    expect(resource(template, 'AWS::Scheduler::Schedule', 'Schedulesoften').Properties).toMatchObject({
      ScheduleExpression: 'rate(10 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
    });
    const alarms = resources(template, 'AWS::CloudWatch::Alarm');
    // One more for the queue of the schedules' starts.
    expect(alarms).toHaveLength(6);
    for (const { Properties } of alarms) expect(Properties['AlarmActions']).toEqual(topics);
    for (const { Properties } of resources(quiet?.template ?? template, 'AWS::CloudWatch::Alarm'))
      expect(Properties).not.toHaveProperty('AlarmActions');
    expect([quiet, none].map((made) => made && resources(made.template, 'AWS::CloudWatch::Alarm').length)).toEqual([
      5, 0,
    ]);
  });

  it('takes region and destroyData for all of them from the context, and what a file says itself from there', () => {
    const context = { region: 'eu-west-1', destroyData: 'true' };
    const [kept, removed] = stacksOf(
      {
        'a.json': { workflowDefinition: 'existing', destroyData: false },
        'b.json': { workflowDefinition: 'existing' },
      },
      context,
    );
    expect(resource(kept.template, 'AWS::DynamoDB::Table').DeletionPolicy).toBe('Retain');
    expect(resource(removed?.template, 'AWS::DynamoDB::Table').DeletionPolicy).toBe('Delete');
    expect([kept.region, removed?.region]).toEqual(['eu-west-1', 'eu-west-1']);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a mistyped key', { 'a.json': { model: 'x' } }, ['a.json: model: no such setting; there are workflowDefinition,']],
    ['a wrong value', { 'a.json': { modelId: 7 } }, ['a.json: modelId: came 7; must be 1 to 100 characters']],
    ['a wrong part', { 'a.json': { browser: { memory: 1 } } }, ['a.json: browser.memory: came 1; must be a whole']],
    ['a mistyped part', { 'a.json': { browser: { ram: 1 } } }, ['a.json: browser: came {"ram":1}; must be an object']],
    ['a bad tool', { 'a.json': { tools: [{}] } }, ['a.json: tools.0.functionArn: is missing', 'a.json: tools.0.name']],
    [
      'a bad default',
      { 'a.json': { defaultInput: { acts: 1 } } },
      ['a.json: defaultInput.acts: got 1, allowed: a list'],
    ],
    ...badSchedules.map(
      ([name, schedule, line]) =>
        [name, { 'a.json': { schedules: { daily: schedule } } }, [line]] as [string, Record<string, unknown>, string[]],
    ),
    [
      'the name of a part of the schedules',
      { 'a.json': { schedules: { Role: daily } } },
      ['a.json: schedule Role: the name is taken; must be another one'],
    ],
    [
      'schedules without names',
      { 'a.json': { schedules: [daily] } },
      ['a.json: schedules: came [{', 'must be an object of'],
    ],
    [
      'no topic',
      { 'a.json': { alarms: 'ops' } },
      ['a.json: alarms: came "ops"; must be true or false, or the ARN of an SNS topic, or several'],
    ],
    ['no topics', { 'a.json': { alarms: [] } }, ['a.json: alarms: came []; must be true or false, or']],
    [
      'a topic of another region',
      { 'a.json': { alarms: 'arn:aws:sns:eu-west-1:123456789012:ops' } },
      ['a.json: alarms.notify.0: came one of eu-west-1; must be of us-east-1, as the stack is'],
    ],
    [
      'a network without subnets',
      { 'a.json': { vpc: { vpcId: 'vpc-0123456789abcdef0', privateSubnets: [] } } },
      ['a.json: vpc.privateSubnets: came []; must be a list of one or more ids of subnets, such as ["subnet-0123'],
    ],
    [
      'the name of a network',
      { 'a.json': { vpc: { vpcId: 'main', privateSubnets: ['a'] } } },
      [
        'a.json: vpc.vpcId: came "main"; must be the id of a network, such as "vpc-0123456789abcdef0"',
        'a.json: vpc.privateSubnets.0: came "a"; must be the id of a subnet',
      ],
    ],
    ['something else than an object', { 'a.json': [] }, ['a.json: came []; must be an object']],
    ['no JSON', { 'a.json': '{' }, ['a.json: cannot be read: ']],
    ['a name that no stack has', { 'a b.json': {} }, ['a b.json: came "a b" for a name; must be 1 to 40 letters']],
    [
      'a definition elsewhere',
      { 'a.json': { region: 'eu-west-1' } },
      ['a.json: region: came "eu-west-1"; a workflow definition can only be created in us-east-1'],
    ],
    [
      'an API key and a definition',
      { 'a.json': { apiKeySecret: 'nova/key', workflowDefinitionName: 'x' } },
      ['a.json: workflowDefinitionName: came "x"; must be left out with apiKeySecret'],
    ],
    [
      'one definition twice',
      { 'a.json': { workflowDefinitionName: 'shop' }, 'b.json': { workflowDefinitionName: 'shop' } },
      ['b.json: workflowDefinitionName: came "shop"; must be another one than in ', 'b.json: logGroupName: came'],
    ],
    [
      'two files that are wrong',
      { 'a.json': { x: 1 }, 'b.json': { y: 1 } },
      ['a.json: x: no such', 'b.json: y: no such'],
    ],
    ['no files', { 'a.txt': '' }, ['which has none; must be a directory with a NAME.json for each workflow']],
  ])('is refused with %s, with the file, the key, what came and what is allowed', (_, files, lines) => {
    const message = refusal(() => stacksOf(files));
    for (const line of lines) expect(message).toContain(line);
  });

  it('is as one workflow without a folder: its schedules are in a file of their own', () => {
    using directory = temporaryDirectory();
    const schedules = join(directory.path, 'schedules.json');
    const synthesized = () =>
      inAppOfStandIns((app) => makeStacks(app).map((stack) => Template.fromStack(stack)), {
        schedules,
        alarms: 'true',
      });
    expect(refusal(synthesized)).toMatch(/^schedules: \S+ cannot be read: ENOENT/);
    writeFileSync(schedules, JSON.stringify({ daily: { ...daily, schedule: 'daily' } }));
    expect(refusal(synthesized)).toContain('schedules.daily.schedule: came "daily"; must be rate(VALUE minutes)');
    writeFileSync(schedules, JSON.stringify({ daily }));
    const [template] = synthesized();
    expect(resource(template, 'AWS::Scheduler::Schedule').Properties['ScheduleExpression']).toBe('rate(1 day)');
  });

  it('is refused where it does not exist, or where the context says of one workflow what belongs into its file', () => {
    expect(refusal(() => inAppOfStandIns(makeStacks, { workflows: '/nowhere' }))).toMatch(
      /^workflows: came "\/nowhere"; must be a directory .*ENOENT/,
    );
    expect(refusal(() => stacksOf({ 'a.json': {} }, { modelId: 'x' }))).toBe(
      'modelId: came "x"; must be in the files of -c workflows',
    );
  });
});

interface MadeStack {
  stackName: string;
  region: string;
  template: Template;
  warnings: unknown[];
}

function stacksOf(files: Readonly<Record<string, unknown>>, context = {}): [MadeStack, ...MadeStack[]] {
  using directory = temporaryDirectory();
  const workflows = join(directory.path, 'workflows');
  mkdirSync(workflows);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(workflows, name), typeof content === 'string' ? content : JSON.stringify(content));
  const [first, ...others] = inAppOfStandIns(
    (app) =>
      makeStacks(app).map((stack) => {
        const { stackName, region } = stack;
        const template = Template.fromStack(stack);
        const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
        return { stackName, region, template, warnings };
      }),
    { ...context, workflows },
  );
  if (first === undefined) throw new Error('no stacks');
  return [first, ...others];
}

function definitionOf(template: Template | undefined): unknown {
  return resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties['Name'];
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && error.name === 'ContextError') return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
