import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../lambdas/runtime/configuration.ts';

const checkpointKey = new Uint8Array(32).fill(7);
const LOCAL = { LOCAL_DIRECTORY: '/somewhere', CHECKPOINT_KEY: Buffer.from(checkpointKey).toString('base64') };
const SWEEPER = {
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
  OWNS_DEFINITION: 'true',
};

describe("a function's configuration", () => {
  it('is on AWS the table and the bucket of the stack, with its defaults', () => {
    const environment = {
      TABLE_NAME: 'journal',
      ARTIFACTS_BUCKET: 'artifacts',
      WORKFLOW_DEFINITION_NAME: 'shop',
      LOG_GROUP_NAME: '/nova-act/shop',
      MODEL_ID: 'nova-act-v1',
      REPLAYABLE: 'true',
      CHROMIUM_PATH: '/opt/chromium/chromium',
      AWS_REGION: 'us-east-1',
    };
    expect(readConfiguration(environment)).toEqual({
      storage: { kind: 'aws', table: 'journal', bucket: 'artifacts' },
      defaults: {
        workflowDefinitionName: 'shop',
        logGroupName: '/nova-act/shop',
        modelId: 'nova-act-v1',
        replayable: true,
        permitted: { secrets: [] },
      },
      chromiumPath: '/opt/chromium/chromium',
      serviceEndpoint: undefined,
      network: { allowLoopback: false, allowHosts: [] },
      allowUploads: [],
      toolFunctions: {},
      stateMachineArn: undefined,
      ownsDefinition: false,
    });
  });

  it('needs no more than a directory and a key on one machine', () => {
    expect(readConfiguration(LOCAL)).toEqual({
      storage: { kind: 'local', directory: '/somewhere', secrets: {}, checkpointKey },
      defaults: { modelId: 'nova-act-latest', replayable: false },
      chromiumPath: undefined,
      serviceEndpoint: undefined,
      network: { allowLoopback: false, allowHosts: [] },
      allowUploads: [],
      toolFunctions: {},
      stateMachineArn: undefined,
      ownsDefinition: false,
    });
  });

  it('says on AWS what else an input may name: secrets, and log groups by how their names begin', () => {
    const environment = {
      TABLE_NAME: 'journal',
      ARTIFACTS_BUCKET: 'artifacts',
      SECRETS: 'shop/password,shop/pin',
      LOG_GROUP_PREFIX: '/shop/',
      RUN_DEFAULTS_FILE: 'run-defaults.json',
      TOOL_FUNCTIONS: 'order=arn:aws:lambda:us-east-1:123456789012:function:order,stock=arn:x',
    };
    expect(readConfiguration(environment)).toMatchObject({
      defaults: { permitted: { secrets: ['shop/password', 'shop/pin'], logGroupPrefix: '/shop/' } },
      runDefaultsFile: 'run-defaults.json',
      toolFunctions: { order: 'arn:aws:lambda:us-east-1:123456789012:function:order', stock: 'arn:x' },
    });
  });

  it('takes tools from where it is told, and the name of the secret with an API key', () => {
    const told = { ...LOCAL, TOOLS_FILE: 'tools.json', TOOLS_MODULE: '/here/tools.ts', API_KEY_SECRET: 'nova/key' };
    expect(readConfiguration(told)).toMatchObject({
      toolsFile: 'tools.json',
      toolsModule: '/here/tools.ts',
      apiKeySecret: 'nova/key',
    });
  });

  it('takes the endpoint of another server that speaks the protocol', () => {
    const { serviceEndpoint } = readConfiguration({ ...LOCAL, AWS_ENDPOINT_URL_NOVA_ACT: 'http://127.0.0.1:4000' });
    expect(serviceEndpoint).toBe('http://127.0.0.1:4000');
  });

  it('opens hosts and this machine to pages only where it says so', () => {
    const environment = { ...LOCAL, ALLOW_LOOPBACK: 'true', ALLOW_HOSTS: 'Intranet.example.com:443, 10.1.2.3:8080' };
    expect(readConfiguration(environment).network).toEqual({
      allowLoopback: true,
      allowHosts: ['intranet.example.com:443', '10.1.2.3:8080'],
    });
  });

  it('lets pages have files only where it says so', () => {
    const { allowUploads } = readConfiguration({ ...LOCAL, ALLOW_UPLOADS: '/data/in/*, /data/one.pdf' });
    expect(allowUploads).toEqual(['/data/in/*', '/data/one.pdf']);
  });

  it('says whose executions are swept, and whether all runs of the definition are theirs', () => {
    expect(readConfiguration({ ...LOCAL, ...SWEEPER })).toMatchObject({
      stateMachineArn: SWEEPER.STATE_MACHINE_ARN,
      ownsDefinition: true,
    });
  });

  it.each([
    ['nothing set', {}, ['TABLE_NAME', 'ARTIFACTS_BUCKET', 'LOCAL_DIRECTORY']],
    ['a table without a bucket', { TABLE_NAME: 'journal' }, ['ARTIFACTS_BUCKET']],
    ['a bucket without a table', { ARTIFACTS_BUCKET: 'artifacts' }, ['TABLE_NAME']],
    ['an empty name', { TABLE_NAME: '', ARTIFACTS_BUCKET: 'artifacts' }, ['TABLE_NAME']],
    ['an empty directory', { LOCAL_DIRECTORY: '' }, ['LOCAL_DIRECTORY']],
    ['a directory without a key', { LOCAL_DIRECTORY: '/somewhere' }, ['CHECKPOINT_KEY']],
    ['a key that is too short', { ...LOCAL, CHECKPOINT_KEY: 'c2hvcnQ=' }, ['CHECKPOINT_KEY', '32 bytes']],
    [
      'an execution for a state machine',
      { ...LOCAL, STATE_MACHINE_ARN: 'arn:aws:states:x:1:execution:m:e' },
      ['STATE_MACHINE_ARN'],
    ],
    ['neither own nor shared', { ...LOCAL, OWNS_DEFINITION: 'create' }, ['OWNS_DEFINITION']],
    ['an empty model', { ...LOCAL, MODEL_ID: '' }, ['MODEL_ID']],
    ['an empty definition', { ...LOCAL, WORKFLOW_DEFINITION_NAME: '' }, ['WORKFLOW_DEFINITION_NAME']],
    ['an empty log group', { ...LOCAL, LOG_GROUP_NAME: '' }, ['LOG_GROUP_NAME']],
    ['neither true nor false', { ...LOCAL, REPLAYABLE: 'yes' }, ['REPLAYABLE', '"true"', '"false"']],
    [
      'an endpoint without a scheme',
      { ...LOCAL, AWS_ENDPOINT_URL_NOVA_ACT: 'localhost:4000' },
      ['AWS_ENDPOINT_URL_NOVA_ACT'],
    ],
    ['an endpoint that is no address', { ...LOCAL, AWS_ENDPOINT_URL_NOVA_ACT: 'here' }, ['AWS_ENDPOINT_URL_NOVA_ACT']],
    ['an empty path', { ...LOCAL, CHROMIUM_PATH: '' }, ['CHROMIUM_PATH']],
    ['a host without a port', { ...LOCAL, ALLOW_HOSTS: 'a.example.com:80,intranet' }, ['ALLOW_HOSTS', '"intranet"']],
    ['metadata among the hosts', { ...LOCAL, ALLOW_HOSTS: '169.254.169.254:80' }, ['ALLOW_HOSTS']],
    ['neither for this machine', { ...LOCAL, ALLOW_LOOPBACK: '1' }, ['ALLOW_LOOPBACK']],
    ['a relative file', { ...LOCAL, ALLOW_UPLOADS: '/data/*,one.pdf' }, ['ALLOW_UPLOADS', 'one.pdf']],
    ['two of them', { ...LOCAL, MODEL_ID: '', REPLAYABLE: '1' }, ['MODEL_ID', 'REPLAYABLE']],
  ])('with %s is refused, and the variable named', (_, environment, named) => {
    for (const name of named) expect(() => readConfiguration(environment)).toThrow(name);
  });
});
