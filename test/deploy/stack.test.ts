import { describe, expect, it } from 'vitest';
import { deployedHandlers } from '../../lambdas/bundling.ts';
import { resource, resources, synthesize } from './synthesis.ts';

const template = synthesize({ workflowDefinitionName: 'price-check', modelId: 'nova-act-v9' });
const names = [
  'CreateRun',
  'PerformSteps',
  'FinalizeRun',
  'GrantAccess',
  'CloseRun',
  'SweepRuns',
] as const satisfies (keyof typeof deployedHandlers)[];

describe('functions', () => {
  it.each(names)('%s runs its own bundle on nodejs24.x with the memory and time of the handlers table', (name) => {
    const { timeoutSeconds, memoryMegabytes } = deployedHandlers[name];
    expect(resource(template, 'AWS::Lambda::Function', name).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      Handler: 'index.handler',
      Timeout: timeoutSeconds,
      MemorySize: memoryMegabytes,
      TracingConfig: { Mode: 'Active' },
    });
    const bundles = names.map((other) =>
      JSON.stringify(resource(template, 'AWS::Lambda::Function', other).Properties['Code']),
    );
    expect(new Set(bundles).size).toBe(names.length);
  });

  const toldAlone: Partial<Record<(typeof names)[number], object>> = {
    PerformSteps: {
      CHROMIUM_PATH: '/opt/chromium/chromium',
      RUN_ACCESS_FUNCTION: { 'Fn::GetAtt': [expect.stringMatching(/^GrantAccessFunction/), 'Arn'] },
    },
    GrantAccess: { RUN_ACCESS_ROLE: { 'Fn::GetAtt': [expect.stringMatching(/^RunAccessRole/), 'Arn'] } },
    SweepRuns: {
      STATE_MACHINE_ARN: { Ref: expect.stringMatching(/^RunWorkflowStateMachine/) },
      OWNS_DEFINITION: 'true',
    },
  };

  it.each(names)('%s is told where to work, and nothing more', (name) => {
    const { Environment } = resource(template, 'AWS::Lambda::Function', name).Properties;
    expect(Environment).toEqual({
      Variables: {
        WORKFLOW_DEFINITION_NAME: 'price-check',
        MODEL_ID: 'nova-act-v9',
        LOG_GROUP_NAME: { Ref: expect.stringMatching(/^StorageRunLogs/) },
        TABLE_NAME: { Ref: expect.stringMatching(/^StorageJournal/) },
        NODE_OPTIONS: '--enable-source-maps',
        ARTIFACTS_BUCKET: { Ref: expect.stringMatching(/^StorageArtifacts/) },
        ...toldAlone[name],
      },
    });
  });

  it('only the function that drives the browser is told which hosts pages may reach', () => {
    const opened = synthesize({ allowHosts: 'intranet.example.com:443' });
    const hosts = names.map((name) => resource(opened, 'AWS::Lambda::Function', name).Properties['Environment']);
    expect(
      hosts.map((environment) => JSON.stringify(environment).includes('"ALLOW_HOSTS":"intranet.example.com:443"')),
    ).toEqual(names.map((name) => name === 'PerformSteps'));
  });

  it('all functions are told the name of the secret with an API key, and the sweeper that it owns no definition', () => {
    const keyed = synthesize({ apiKeySecret: 'nova/key' });
    for (const name of names) {
      expect(resource(keyed, 'AWS::Lambda::Function', name).Properties['Environment']).toMatchObject({
        Variables: {
          API_KEY_SECRET: 'nova/key',
          WORKFLOW_DEFINITION_NAME: 'default',
          ...(name === 'SweepRuns' && { OWNS_DEFINITION: 'false' }),
        },
      });
    }
    expect(resources(keyed, 'AWS::NovaAct::WorkflowDefinition')).toEqual([]);
  });

  it.each(names)('%s logs to a group of its own, which expires and goes with the stack', (name) => {
    const { LoggingConfig } = resource(template, 'AWS::Lambda::Function', name).Properties;
    expect(LoggingConfig).toEqual({ LogGroup: { Ref: expect.stringMatching(`^${name}Logs`) } });
    expect(resource(template, 'AWS::Logs::LogGroup', `${name}Logs`)).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 30 },
    });
  });

  it('only the function that drives the browser carries Chromium and room for what it writes', () => {
    const carriers = names.filter((name) => 'Layers' in resource(template, 'AWS::Lambda::Function', name).Properties);
    expect(carriers).toEqual(['PerformSteps']);
    expect(resource(template, 'AWS::Lambda::Function', 'PerformSteps').Properties).toMatchObject({
      Layers: [{ Ref: expect.stringMatching(/^NovaActChromium/) }],
      EphemeralStorage: { Size: 1024 },
    });
    expect(resource(template, 'AWS::Lambda::LayerVersion').Properties).toMatchObject({
      CompatibleRuntimes: ['nodejs24.x'],
      CompatibleArchitectures: ['x86_64'],
    });
  });
});

describe('storage', () => {
  it('keeps a journal by pk and sk, on demand, expiring and recoverable, beyond the life of the stack', () => {
    expect(resource(template, 'AWS::DynamoDB::Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
          { AttributeName: 'open', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  it('finds the open runs of the journal by an index of nothing but keys', () => {
    expect(resource(template, 'AWS::DynamoDB::Table').Properties['GlobalSecondaryIndexes']).toEqual([
      {
        IndexName: 'open-runs',
        KeySchema: [
          { AttributeName: 'open', KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  it("encrypts what it keeps of browsers: the journal with the account's key for DynamoDB, the artifacts with S3's", () => {
    expect(resource(template, 'AWS::DynamoDB::Table').Properties['SSESpecification']).toEqual({ SSEEnabled: true });
    expect(resource(template, 'AWS::S3::Bucket').Properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    });
  });

  it('keeps artifacts private for 90 days, beyond the life of the stack', () => {
    expect(resource(template, 'AWS::S3::Bucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }] },
      },
    });
  });

  it('refuses every request to the artifacts that is not over TLS', () => {
    expect(resource(template, 'AWS::S3::BucketPolicy').Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  it('keeps the logs of runs in the group of the settings, beyond the life of the stack', () => {
    expect(resource(template, 'AWS::Logs::LogGroup', 'StorageRunLogs')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { LogGroupName: '/nova-act/price-check', RetentionInDays: 90 },
    });
  });
});

it('has nothing that costs while nothing runs: no network, no key, no alarm, no capacity kept ready', () => {
  const types = Object.values<{ Type: string }>(template.toJSON()['Resources']).map(({ Type }) => Type);
  const idle = /^AWS::(EC2|KMS|CloudWatch|ECS|SecretsManager)::|Provisioned|::(Version|Alias|ReplicaKey)$/;
  expect(types).toContain('AWS::Lambda::Function');
  expect(types.filter((type) => idle.test(type))).toEqual([]);
  expect(JSON.stringify(template.toJSON())).not.toMatch(/Provisioned(Concurrency|Throughput)|SnapStart/);
});

it('keeps each version of an artifact for a month, so that nobody who may write one can destroy one', () => {
  expect(resource(template, 'AWS::S3::Bucket').Properties).toMatchObject({
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }] },
  });
});

it('leaves nothing behind when it was told to destroy its data', () => {
  const destroyed = synthesize({ destroyData: 'true' });
  const all = Object.entries<{ Type: string; DeletionPolicy?: string }>(destroyed.toJSON()['Resources']);
  const keeping = (of: typeof all) =>
    of.filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete').map(([id]) => id);
  expect(keeping(all)).toEqual([]);
  // A bucket that has something in it is not deleted: its versions go first.
  expect(resource(destroyed, 'Custom::S3AutoDeleteObjects').Properties['BucketName']).toEqual({
    Ref: expect.stringMatching(/^StorageArtifacts/),
  });
  expect(keeping(Object.entries(template.toJSON()['Resources']))).toHaveLength(3);
});

it('uses the log group that an earlier stack has left, and makes one of another name as it makes its own', () => {
  const left = synthesize({ logGroupExists: 'true' });
  const runLogs = (of: typeof left) =>
    resources(of, 'AWS::Logs::LogGroup').filter(({ Properties }) => Properties['RetentionInDays'] === 90);
  expect(runLogs(left)).toEqual([]);
  expect(JSON.stringify(resource(left, 'AWS::Lambda::Function', 'FinalizeRun').Properties['Environment'])).toContain(
    '"LOG_GROUP_NAME":"/nova-act/nova-act-serverless"',
  );
  expect(runLogs(synthesize({ logGroupName: '/our/runs' }))).toMatchObject([
    { DeletionPolicy: 'Retain', Properties: { LogGroupName: '/our/runs' } },
  ]);
});

describe('workflow definition', () => {
  it('is created with the stack', () => {
    expect(resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties).toMatchObject({ Name: 'price-check' });
  });

  it('is left alone when it exists', () => {
    const existing = synthesize({ workflowDefinition: 'existing' });
    expect(resources(existing, 'AWS::NovaAct::WorkflowDefinition')).toEqual([]);
  });
});

it('tells which state machine to start and how, and where its records are', () => {
  const told = Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [name, text(Value)]);
  expect(Object.fromEntries(told)).toEqual({
    StateMachineArn: '<RunWorkflowStateMachine>',
    StateMachineConsole:
      'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/statemachines/view/<RunWorkflowStateMachine>',
    RunLogGroupName: '<StorageRunLogs>',
    ArtifactsBucketName: '<StorageArtifacts>',
    JournalTableName: '<StorageJournal>',
    WorkflowDefinitionName: 'price-check',
    StartCommand:
      'aws stepfunctions start-execution --region us-east-1 --state-machine-arn <RunWorkflowStateMachine> --input file://workflow.json',
  });
});

/** A value with references as `<Construct>`. */
function text(value: string | { Ref: string } | { 'Fn::Join': ['', (string | { Ref: string })[]] }): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'string') return value;
  const parts = 'Ref' in value ? [value] : value['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : `<${part.Ref.replace(/[0-9A-F]{8}$/, '')}>`)).join('');
}
