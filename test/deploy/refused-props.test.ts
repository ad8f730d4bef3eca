/* oxlint-disable no-new -- a construct registers itself with its scope */
import { CfnParameter, type Environment, Fn, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';
import { resource, synthesizeStack } from './synthesis.ts';

/** What is noticed last. */
const tooMany = { browser: { allowHosts: Array.from({ length: 500 }, (_, index) => `host-${index}:443`) } };
const acts = [{ prompt: 'Return the price' }];
const inputSchema = { type: 'object' };
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:order';
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/pin-a1B2c3';
const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-123456789012';

describe('what JavaScript lets pass is refused with what came and what is allowed:', () => {
  it.each<[object, string]>([
    [{ logGroup: '/our/runs' }, 'logGroup: came "/our/runs"; must be a log group, such as LogGroup.fromLogGroupName'],
    [{ artifactsBucket: 'ours' }, 'artifactsBucket: came "ours"; must be a bucket, such as Bucket.fromBucketName'],
    [{ exportBucket: 'ours' }, 'exportBucket: came "ours"; must be a bucket'],
    [{ encryptionKey: keyArn }, `encryptionKey: came "${keyArn}"; must be a KMS key, such as Key.fromKeyArn`],
    [{ vpc: { vpcId: 'vpc-1' } }, 'vpc: came {"vpcId":"vpc-1"}; must be a network, such as Vpc.fromVpcAttributes'],
    [{ secrets: 'shop/pin' }, 'secrets: came "shop/pin"; must be a list of secrets'],
    [{ secrets: ['shop/pin'] }, 'secrets.0: came "shop/pin"; must be a secret, such as Secret.fromSecretNameV2'],
    [{ apiKeySecret: {} }, 'apiKeySecret: came something else; must be a secret, or its name or ARN'],
    [{ tools: {} }, 'tools: came {}; must be a list of tools'],
    [{ tools: [null] }, 'tools.0: came null; must be an object'],
    [{ defaultInput: null }, 'defaultInput: came null; must be an object'],
    [{ browser: null }, 'browser: came null; must be an object'],
    [{ browser: { allowHosts: 'a:1' } }, 'browser.allowHosts: came "a:1"; must be a list of host:port'],
    [{ schedules: [] }, 'schedules: came []; must be an object of schedules by their names'],
    [{ alarms: true }, 'alarms: came true; must be an object with notify'],
    [{ alarms: { notfy: [] } }, 'alarms: came {"notfy":[]}; must be an object with notify'],
    [{ alarms: { notify: ['ops'] } }, 'alarms.notify.0: came "ops"; must be an object with notify, a list of topics'],
    [{ removalPolicy: 'DESTROY' }, 'removalPolicy: came "DESTROY"; must be RemovalPolicy.DESTROY, RETAIN or'],
    [{ removalPolicy: RemovalPolicy.SNAPSHOT }, 'removalPolicy: came "snapshot"; must be RemovalPolicy.DESTROY'],
    [{ workflowDefinition: 'existing' }, 'workflowDefinition: came "existing"; must come with the workflowDefinitionN'],
  ])('%j', (props, message) => {
    expect(refusal(() => props)).toContain(message);
  });

  it('a bucket for artifacts and for exports, whose writers choose names below any run', () => {
    expect(
      refusal((stack) => ({
        artifactsBucket: Bucket.fromBucketName(stack, 'Kept', 'ours'),
        exportBucket: Bucket.fromBucketName(stack, 'Exported', 'ours'),
      })),
    ).toBe('exportBucket: came the artifactsBucket; must be another bucket');
  });

  it('an alias of a key, which neither a policy nor a log group takes for the key', () => {
    expect(refusal((stack) => ({ encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/shop') }))).toMatch(
      /^encryptionKey: came .*; must be a KMS key, such as Key.fromKeyArn makes, and no alias of one$/,
    );
  });

  it('a construct of another kind, which stands in the message by its class', () => {
    const vpc = refusal((stack) => ({ vpc: new Bucket(stack, 'Bucket') }));
    expect(vpc).toMatch(/^vpc: came "<Bucket\d?>"; must be a network/);
    const alarms = refusal((stack) => ({ alarms: { notify: new Topic(stack, 'Topic') } }));
    expect(alarms).toMatch(/^alarms.notify: came "<Topic\d?>"; must be an object with notify/);
  });
});

it.each(['a:0', 'a:65536', 'a/b:443', '*.example.com:443', 'localhost:80', '169.254.169.254:80', '127.0.0.1:80'])(
  'refuses to open %s, which the function would not take at any start',
  (host) => {
    expect(refusal(() => ({ browser: { allowHosts: [host] } }))).toContain(
      `browser.allowHosts.0: came "${host}"; must be host:port, with a port up to 65535`,
    );
  },
);

it('tells the function of no hosts where the list has none, since an empty text is no list', () => {
  const template = synthesizeStack((stack) => new NovaActWorkflow(stack, 'Shop', { browser: { allowHosts: [] } }));
  expect(JSON.stringify(resource(template, 'AWS::Lambda::Function', 'ShopPerformSteps'))).not.toContain('ALLOW_HOSTS');
});

describe('what lies in another region than the stack is refused where both are known:', () => {
  it.each<[string, (stack: Stack) => object]>([
    ['artifactsBucket', (s) => Bucket.fromBucketAttributes(s, 'It', { bucketName: 'ours', region: 'eu-west-1' })],
    ['encryptionKey', (stack) => Key.fromKeyArn(stack, 'It', keyArn)],
    ['logGroup', (s) => LogGroup.fromLogGroupArn(s, 'It', 'arn:aws:logs:eu-west-1:123456789012:log-group:/runs')],
    ['apiKeySecret', (stack) => Secret.fromSecretCompleteArn(stack, 'It', secretArn)],
    [
      'vpc',
      (stack) => Vpc.fromVpcAttributes(stack, 'It', { vpcId: 'vpc-1', availabilityZones: ['a'], region: 'eu-west-1' }),
    ],
  ])('%s', (key, made) => {
    expect(refusal((stack) => ({ [key]: made(stack) }))).toBe(
      `${key}: came one of eu-west-1; must be of us-east-1, as the stack is`,
    );
    expect(refusal((stack) => ({ [key]: made(stack), ...tooMany }), {})).toMatch(/^browser.allowHosts: came 500 of/);
  });

  it('and a secret of another account, as it is read by its name', () => {
    const ofOther = secretArn.replace('eu-west-1', 'us-east-1');
    const env = { region: 'us-east-1', account: '999999999999' };
    expect(refusal((stack) => ({ secrets: [Secret.fromSecretCompleteArn(stack, 'It', ofOther)] }), env)).toBe(
      'secrets.0: came one of 123456789012; must be of 999999999999, as the stack is',
    );
  });

  it('secrets, and the ARN of one', () => {
    expect(refusal((stack) => ({ secrets: [Secret.fromSecretCompleteArn(stack, 'It', secretArn)] }))).toBe(
      'secrets.0: came one of eu-west-1; must be of us-east-1, as the stack is',
    );
    expect(refusal(() => ({ apiKeySecret: secretArn }))).toMatch(/^apiKeySecret: came one of eu-west-1;/);
  });
});

describe('what is known only on deployment', () => {
  it.each<[string, (text: string) => object]>([
    ['defaultInput.parameters.item', (item) => ({ defaultInput: { parameters: { item } } })],
    ['defaultInput.startingPage', (host) => ({ defaultInput: { startingPage: `https://${host}`, acts } })],
    ['guardrails.allowedDomains.0', (domain) => ({ guardrails: { allowedDomains: [domain] } })],
    ['browser.locale', (locale) => ({ browser: { locale } })],
    ['tools.0.description', (description) => ({ tools: [{ name: 'order', description, inputSchema, functionArn }] })],
  ])('is refused as %s, which travels in a file that nobody fills in', (path, props) => {
    expect(refusal((stack) => props(later(stack))).split('\n')).toContain(
      `${path}: came something that is known only on deployment; must be known when the template is made`,
    );
  });

  it('is refused as a name that the template is made of, in words', () => {
    expect(refusal((stack) => ({ workflowDefinitionName: later(stack) }))).toBe(
      'workflowDefinitionName: came something that is known only on deployment; must be 1 to 40 letters, digits, "_" or "-"',
    );
  });

  it('may be a host that pages may reach, and the model, which the template tells', () => {
    const template = synthesizeStack((stack) => {
      const text = later(stack);
      return new NovaActWorkflow(stack, 'Shop', { modelId: text, browser: { allowHosts: [`${text}:443`] } });
    });
    expect(resource(template, 'AWS::Lambda::Function', 'ShopPerformSteps').Properties['Environment']).toMatchObject({
      Variables: { MODEL_ID: { Ref: 'Later' }, ALLOW_HOSTS: { 'Fn::Join': ['', [{ Ref: 'Later' }, ':443']] } },
    });
  });
});

it('may be given what another stack has exported, of which no more is known than its export', () => {
  const template = synthesizeStack((stack) => {
    const artifactsBucket = Bucket.fromBucketArn(stack, 'Ours', Fn.importValue('bucket'));
    const logGroup = LogGroup.fromLogGroupArn(stack, 'Runs', Fn.importValue('runs'));
    const encryptionKey = Key.fromKeyArn(stack, 'Key', Fn.select(1, Fn.split('|', Fn.importValue('keys'))));
    return new NovaActWorkflow(stack, 'Shop', { artifactsBucket, logGroup, encryptionKey });
  });
  expect(resource(template, 'AWS::StepFunctions::StateMachine').Properties['EncryptionConfiguration']).toMatchObject({
    KmsKeyId: { 'Fn::Select': [1, { 'Fn::Split': ['|', { 'Fn::ImportValue': 'keys' }] }] },
  });
});

it('refuses more secrets than a function can be told of, and none that only CloudFormation will name', () => {
  expect(refusal((stack) => ({ secrets: many(stack, named) }))).toMatch(
    /^secrets: came 200 of \d{4} characters together; must be at most 3500, since they travel in a function's environment$/,
  );
  expect(refusal((stack) => ({ secrets: many(stack, (scope, id) => new Secret(scope, id)), ...tooMany }))).toMatch(
    /^browser.allowHosts: came 500 of/,
  );
});

function many<T>(stack: Stack, make: (stack: Stack, id: string) => T): T[] {
  return Array.from({ length: 200 }, (_, index) => make(stack, `S${index}`));
}

function named(stack: Stack, id: string): ISecret {
  return Secret.fromSecretNameV2(stack, id, `shop/a/rather/long/name/of/a/secret/${id}`);
}

function later(stack: Stack): string {
  return new CfnParameter(stack, 'Later').valueAsString;
}

function refusal(props: (stack: Stack) => object, env: Environment = { region: 'us-east-1' }): string {
  try {
    synthesizeStack((stack) => new NovaActWorkflow(stack, 'Shop', props(stack)), { env });
  } catch (error) {
    if (error instanceof Error && error.name === 'ContextError') return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
