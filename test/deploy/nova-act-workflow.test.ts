/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';
import type { NovaActWorkflowProps } from '../../lib/deploy/workflow-props.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';
import { stackOfWholeWorkflow } from '../support/whole-workflow.ts';
import { fixedNames, resource, resources, synthesize, synthesizeStack } from './synthesis.ts';

const functions = ['CreateRun', 'PerformSteps', 'FinalizeRun', 'GrantAccess', 'CloseRun', 'SweepRuns'];

describe('a workflow as a construct', () => {
  it('needs no props at all', () => {
    const template = shop({});
    const { Name } = resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties;
    expect(Name).toMatch(/^Stack-Shop-[0-9A-F]{8}$/);
    expect(variablesOf(template, 'CreateRun')).toMatchObject({
      WORKFLOW_DEFINITION_NAME: Name,
      MODEL_ID: 'nova-act-latest',
    });
    expect(resource(template, 'AWS::Logs::LogGroup', 'ShopStorageRunLogs').Properties).toMatchObject({
      LogGroupName: `/nova-act/${String(Name)}`,
    });
  });

  it('may stand beside others: they share the layer, and neither names nor what lies beside the code', () => {
    const template = synthesizeStack((stack) => {
      new NovaActWorkflow(stack, 'Shop', { defaultInput: { parameters: { item: 'kettle' } } });
      new NovaActWorkflow(stack, 'Books', { defaultInput: { parameters: { item: 'novel' } } });
      new NovaActWorkflow(stack, 'Plain');
    });
    expect(resources(template, 'AWS::Lambda::LayerVersion')).toHaveLength(1);
    expect(resources(template, 'AWS::Lambda::Function')).toHaveLength(3 * functions.length);
    expect(new Set(fixedNames(template)).size).toBe(3 * 3);
    const code = (id: string) => JSON.stringify(resource(template, 'AWS::Lambda::Function', id).Properties['Code']);
    expect(new Set(['ShopCreateRun', 'BooksCreateRun', 'PlainCreateRun'].map(code)).size).toBe(3);
    expect(new Set(['ShopPerformSteps', 'BooksPerformSteps', 'PlainPerformSteps'].map(code)).size).toBe(1);
  });

  it('has in each stack and place names of its own, also where it shares a definition that exists', () => {
    const shared = { workflowDefinition: 'existing', workflowDefinitionName: 'shared' } as const;
    for (const props of [{}, shared]) {
      const names = inAppOfStandIns((app) => {
        const stacks = ['One', 'Two'].map((name) => new Stack(app, name));
        for (const stack of stacks) for (const id of ['Shop', 'Books']) withAllNames(stack, id, props);
        return stacks.flatMap((stack) => fixedNames(Template.fromStack(stack)));
      });
      // The group of its events, that of the state machine, the state machine, and the schedules' group.
      const ofEach = props === shared ? 4 : 5;
      expect(names).toHaveLength(4 * ofEach);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has the same name for nothing in a stack of another name, in an app of its own', () => {
    const names = ['One', 'Two'].flatMap((name) =>
      fixedNames(synthesizeStack((stack) => withAllNames(stack, 'Shop', {}), { name })),
    );
    expect(names).toHaveLength(2 * 5);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a name for its definition that the service takes, however long its path', () => {
    const template = synthesizeStack((stack) => void new NovaActWorkflow(stack, `Shop of ${'kettles '.repeat(20)}`));
    expect(resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties['Name']).toMatch(/^[a-zA-Z0-9_-]{40}$/);
  });

  it('is the same at each synthesis, wherever its assembly lies', () => {
    expect(wholeWorkflow().toJSON()).toEqual(wholeWorkflow().toJSON());
  });

  it('keeps its logical ids: another id is another resource, and an update would replace what it stands for', () => {
    const ids = Object.entries<{ Type: string }>(synthesize().toJSON()['Resources']);
    expect(ids.map(([id, { Type }]) => `${Type} ${id}`).toSorted()).toMatchSnapshot();
  });

  it('is refused with a prop that there is not, which would be a guardrail less', () => {
    const mistyped: object = { guardrail: { allowedDomains: ['example.com'] } };
    expect(() => shop(mistyped)).toThrow(/^guardrail: no such prop; there are workflowDefinitionName, .*guardrails/);
  });

  it('can be made in us-east-1 and where the region is not known yet, elsewhere only for a definition that exists', () => {
    expect(() => inRegion('eu-west-1')).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message: expect.stringMatching(/^Shop\/Shop: region: came "eu-west-1"; .*only.* us-east-1.*'existing'/),
      }),
    );
    expect(resources(inRegion('us-east-1'), 'AWS::NovaAct::WorkflowDefinition')).toHaveLength(1);
    expect(resources(inRegion(undefined), 'AWS::NovaAct::WorkflowDefinition')).toHaveLength(1);
    const existing = { workflowDefinition: 'existing', workflowDefinitionName: 'price-check' } as const;
    expect(resources(inRegion('eu-west-1', existing), 'AWS::NovaAct::WorkflowDefinition')).toEqual([]);
  });

  it.each<[NovaActWorkflowProps, string]>([
    [{ workflowDefinitionName: 'price check' }, 'workflowDefinitionName: came "price check"; must be 1 to 40 letters'],
    [{ modelId: '' }, 'modelId: came ""; must be 1 to 100 characters'],
    [{ logGroupPrefix: '/shop/#' }, 'logGroupPrefix: came "/shop/#"; must be 1 to 512 letters'],
    [{ browser: { memory: 512 } }, 'browser.memory: came 512; must be a whole number of MB from 1024 to 10240'],
    [{ browser: { allowHosts: ['intranet'] } }, 'browser.allowHosts.0: came "intranet"; must be host:port'],
    [{ browser: { locale: 'german' } }, 'browser.locale: got "german", allowed: a text of the pattern'],
    [{ guardrails: { allowedDomains: [] } }, 'guardrails.allowedDomains: has 0 entries, allowed: a list of 1 to 200'],
    [{ defaultInput: { requestId: 'r' } }, 'defaultInput.requestId: got "r", allowed: nothing here'],
    [{ apiKeySecret: 'k', workflowDefinitionName: 'x' }, 'workflowDefinitionName: came "x"; must be left out with'],
    [
      { apiKeySecret: 'a key' },
      'apiKeySecret: came something else; must be the name or the whole ARN of a secret that holds the key',
    ],
  ])('refuses %j at synthesis with what came and what is allowed', (props, message) => {
    expect(() => shop(props)).toThrow(
      expect.objectContaining({ name: 'ContextError', message: expect.stringContaining(message) }),
    );
  });
});

describe('the options of a workflow', () => {
  const whole = wholeWorkflow();

  it("encrypt table, bucket, log groups and state machine with a customer's key", () => {
    const key = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };
    expect(resource(whole, 'AWS::DynamoDB::Table').Properties['SSESpecification']).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: key,
    });
    expect(resource(whole, 'AWS::S3::Bucket').Properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
      ],
    });
    const logGroups = resources(whole, 'AWS::Logs::LogGroup');
    expect(logGroups).toHaveLength(functions.length + 2);
    for (const { Properties } of logGroups) expect(Properties['KmsKeyId']).toEqual(key);
    expect(resource(whole, 'AWS::StepFunctions::StateMachine').Properties).toMatchObject({
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: key },
      // CDK writes the role's condition for this name.
      StateMachineName: expect.stringMatching(/^Whole-Shop-/),
    });
  });

  it('let CloudWatch Logs use the key for log groups of this account, and nobody else beside the account itself', () => {
    const { KeyPolicy } = resource(whole, 'AWS::KMS::Key').Properties;
    expect(KeyPolicy).toMatchObject({
      Statement: [
        { Principal: { AWS: expect.anything() } },
        {
          Principal: { Service: 'logs.us-east-1.amazonaws.com' },
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': expect.anything() } },
        },
        { Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: 'kms:Decrypt*' },
      ],
    });
  });

  it('take table, bucket and log groups along when the stack goes, and only then', () => {
    const kept = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup'];
    const policies = (of: Template) =>
      kept.flatMap((type) => resources(of, type).map((found) => ({ type, policy: found.DeletionPolicy })));
    expect(new Set(policies(whole).map(({ policy }) => policy))).toEqual(new Set(['Delete']));
    expect(resources(whole, 'Custom::S3AutoDeleteObjects')).toHaveLength(1);
    const byDefault = shop({});
    expect(policies(byDefault).filter(({ policy }) => policy === 'Retain')).toHaveLength(3);
    expect(resources(byDefault, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  it('keep nothing else, whatever there is of schedules and alarms: its name would be in the way of the next stack', () => {
    // It is not the workflow's own.
    expect(typesThatStay(whole)).toEqual(['AWS::KMS::Key']);
    const retained = synthesizeStack((stack) => withAllNames(stack, 'Shop', {}));
    expect(typesThatStay(retained)).toEqual([
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
    ]);
  });

  it('put only the function with the browser into a network, with a security group into which nothing leads', () => {
    const inNetwork = functions.filter(
      (name) => 'VpcConfig' in resource(whole, 'AWS::Lambda::Function', `Shop${name}`).Properties,
    );
    expect(inNetwork).toEqual(['PerformSteps']);
    expect(resource(whole, 'AWS::Lambda::Function', 'ShopPerformSteps').Properties['VpcConfig']).toMatchObject({
      SubnetIds: ['subnet-0123456789abcdef0'],
    });
    expect(resource(whole, 'AWS::EC2::SecurityGroup').Properties['SecurityGroupIngress']).toBeUndefined();
    expect(resources(whole, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  it('have the service export its trajectories below the name of the definition', () => {
    expect(resource(whole, 'AWS::NovaAct::WorkflowDefinition').Properties).toEqual({
      Name: 'price-check',
      ExportConfig: { S3BucketName: 'trajectories', S3KeyPrefix: 'price-check' },
    });
  });

  it('tell CreateRun alone what an input may name and what holds where it is silent', () => {
    const template = shop({
      secrets: [],
      logGroupPrefix: '/shop/',
      defaultInput: { startingPage: 'https://shop.example.com' },
    });
    const told = { LOG_GROUP_PREFIX: '/shop/', RUN_DEFAULTS_FILE: 'run-defaults.json' };
    expect(variablesOf(template, 'CreateRun')).toMatchObject(told);
    expect(variablesOf(whole, 'CreateRun')).toMatchObject({ SECRETS: 'shop/password,shop/pin' });
    for (const of of [template, whole])
      for (const name of functions.slice(1))
        for (const variable of [...Object.keys(told), 'SECRETS'])
          expect(variablesOf(of, name)).not.toHaveProperty(variable);
  });

  it('give the browser its memory and its hosts', () => {
    const template = shop({ browser: { memory: 4_096, allowHosts: ['a.example.com:8443', '10.1.2.3:80'] } });
    expect(resource(template, 'AWS::Lambda::Function', 'ShopPerformSteps').Properties['MemorySize']).toBe(4_096);
    expect(variablesOf(template, 'PerformSteps')).toMatchObject({ ALLOW_HOSTS: 'a.example.com:8443,10.1.2.3:80' });
    expect(variablesOf(template, 'CreateRun')).not.toHaveProperty('RUN_DEFAULTS_FILE');
  });

  it("use a bucket, a log group and a secret of one's own where they are given", () => {
    const template = synthesizeStack((stack) => {
      new NovaActWorkflow(stack, 'Shop', {
        artifactsBucket: Bucket.fromBucketName(stack, 'Artifacts', 'our-artifacts'),
        logGroup: LogGroup.fromLogGroupName(stack, 'Runs', '/our/runs'),
        apiKeySecret: new Secret(stack, 'ApiKey'),
      });
    });
    expect(resources(template, 'AWS::S3::Bucket')).toEqual([]);
    expect(variablesOf(template, 'FinalizeRun')).toMatchObject({
      ARTIFACTS_BUCKET: 'our-artifacts',
      LOG_GROUP_NAME: '/our/runs',
      WORKFLOW_DEFINITION_NAME: 'default',
      API_KEY_SECRET: { Ref: expect.stringMatching(/^ApiKey/) },
    });
    const statements = resource(template, 'AWS::IAM::Policy', 'ShopFinalizeRun').Properties.PolicyDocument?.Statement;
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: { Ref: expect.stringMatching(/^ApiKey/) },
    });
  });
});

it.each([
  ['without a key', false],
  ['with the use of its key', true],
])('grantStart lets a role start runs of this workflow %s, and nothing else', (_, isEncrypted) => {
  const template = inAppOfStandIns((app) => {
    const stack = isEncrypted ? stackOfWholeWorkflow(app) : new Stack(app, 'Plain');
    const workflow = isEncrypted ? stack.node.findChild('Shop') : new NovaActWorkflow(stack, 'Shop');
    if (!(workflow instanceof NovaActWorkflow)) throw new Error('not a workflow');
    const role = new Role(stack, 'Starter', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    workflow.grantStart(role).assertSuccess();
    return Template.fromStack(stack);
  });
  const start = {
    Effect: 'Allow',
    Action: 'states:StartExecution',
    Resource: { Ref: expect.stringMatching(/^ShopRunWorkflowStateMachine/) },
  };
  const useKey = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: expect.anything() };
  expect(resource(template, 'AWS::IAM::Policy', 'Starter').Properties.PolicyDocument?.Statement).toEqual(
    isEncrypted ? [start, useKey] : [start],
  );
});

it('has a rule start an encrypted workflow with a role of its own, since the one that CDK makes may not use the key', () => {
  const template = inAppOfStandIns((app) => {
    const stack = stackOfWholeWorkflow(app);
    const workflow = stack.node.findChild('Shop');
    if (!(workflow instanceof NovaActWorkflow)) throw new Error('not a workflow');
    const role = new Role(stack, 'OfRule', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
    workflow.grantStart(role);
    new Rule(stack, 'Given', {
      eventPattern: { source: ['shop.prices'] },
      targets: [new SfnStateMachine(workflow.stateMachine, { role })],
    });
    new Rule(stack, 'Made', {
      eventPattern: { source: ['shop.prices'] },
      targets: [new SfnStateMachine(workflow.stateMachine)],
    });
    return Template.fromStack(stack);
  });
  const actionsOf = (id: string) =>
    resource(template, 'AWS::IAM::Policy', id).Properties.PolicyDocument?.Statement.flatMap(({ Action }) => Action);
  expect(actionsOf('OfRule')).toEqual(['states:StartExecution', 'kms:Decrypt', 'kms:GenerateDataKey']);
  expect(actionsOf('ShopRunWorkflowStateMachineEventsRole')).toEqual(['states:StartExecution']);
  expect(resource(template, 'AWS::Events::Rule', 'Given').Properties['Targets']).toMatchObject([
    { RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^OfRule/), 'Arn'] } },
  ]);
});

function shop(props: NovaActWorkflowProps): Template {
  return synthesizeStack((stack) => void new NovaActWorkflow(stack, 'Shop', props), { name: 'Stack' });
}

/** With all that makes something of a name: a key for the state machine, and a schedule for a group of them. */
function withAllNames(stack: Stack, id: string, props: NovaActWorkflowProps): void {
  new NovaActWorkflow(stack, id, {
    ...props,
    encryptionKey: new Key(stack, `${id}Key`),
    schedules: {
      Hourly: {
        schedule: ScheduleExpression.rate(Duration.hours(1)),
        input: { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Return the price' }] },
      },
    },
    alarms: {},
  });
}

function typesThatStay(template: Template): string[] {
  return Object.values<{ Type: string; DeletionPolicy?: string }>(template.toJSON()['Resources'])
    .filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete')
    .map(({ Type }) => Type)
    .toSorted();
}

function inRegion(region: string | undefined, props: NovaActWorkflowProps = {}): Template {
  return synthesizeStack((stack) => void new NovaActWorkflow(stack, 'Shop', props), {
    ...(region !== undefined && { env: { region } }),
  });
}

function wholeWorkflow(): Template {
  return inAppOfStandIns((app) => Template.fromStack(stackOfWholeWorkflow(app)));
}

function variablesOf(template: Template, id: string): Record<string, unknown> {
  const found = resources(template, 'AWS::Lambda::Function').find(({ Properties }) =>
    String(Properties['Description']).startsWith(`${id} of`),
  );
  const { Variables } = Object(found?.Properties['Environment']);
  return Variables;
}
