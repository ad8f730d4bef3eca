import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuthError } from '../../lib/act/errors.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { IAMAuthError, InvalidOption } from '../../lib/sdk/errors.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';
import type { WorkflowOptions } from '../../lib/sdk/workflow-options.ts';
import { looking } from '../nova-act/emulated-service.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const key = 'k'.repeat(36);
const named = { workflowDefinitionName: 'price-check' };

beforeEach(() => {
  // A machine on which nobody is signed in.
  for (const name of [
    'NOVA_ACT_API_KEY',
    'AWS_ENDPOINT_URL_NOVA_ACT',
    'AWS_PROFILE',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
  ])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function thrownBy(options: unknown): unknown {
  try {
    // @ts-expect-error -- users write JavaScript too
    return new Workflow(options);
  } catch (error) {
    return error;
  }
}

const startOf = (options: WorkflowOptions) => Workflow.start(options).catch((error: unknown) => error);

/** A run against the emulator, and how its first request was signed. */
async function signedRun(options: WorkflowOptions) {
  await using emulator = await startEmulator({ planner: looking });
  await Workflow.run({ ...options, clientConfig: { endpoint: emulator.url } }, () => {});
  return { runs: emulator.runs, authorization: emulator.requests[0]?.headers.authorization };
}

describe('how a workflow signs in', () => {
  test('awsConfig and an API key together are refused', () => {
    const error = thrownBy({ ...named, awsConfig: {}, novaActApiKey: key });
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ message: expect.stringMatching(/^Both awsConfig and novaActApiKey were passed/) });
  });

  test('an API key in the environment that was not passed is refused', () => {
    vi.stubEnv('NOVA_ACT_API_KEY', key);
    const error = thrownBy(named);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^NOVA_ACT_API_KEY is set, but novaActApiKey was not passed/),
    });
  });

  test('awsConfig says that an API key in the environment is not meant', async () => {
    vi.stubEnv('NOVA_ACT_API_KEY', key);
    const { runs } = await signedRun({ ...named, awsConfig: {} });
    expect(runs).toMatchObject([{ workflowDefinitionName: 'price-check' }]);
  });

  test('an empty API key in the environment is none', () => {
    vi.stubEnv('NOVA_ACT_API_KEY', '');
    expect(thrownBy(named)).toBeInstanceOf(Workflow);
  });

  test('without any credentials the start fails with what to do, before any request', async () => {
    const error = await startOf(named);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^No way to sign in was found .+aws sso login.+AWS_ACCESS_KEY_ID.+pass novaActApiKey\.$/,
      ),
    });
  });

  test.each([
    { awsConfig: {}, message: /^The AWS credentials of awsConfig cannot be had: .+aws sso login/ },
    { awsConfig: { profile: 'shop' }, message: /cannot be had: .*shop.*aws sso login --profile shop/ },
    {
      awsConfig: { credentials: () => Promise.reject(new Error('no vault')) },
      message:
        'The AWS credentials of awsConfig cannot be had: no vault. They are what the function awsConfig.credentials gives.',
    },
  ])(
    'AWS credentials that were asked for and cannot be had are an IAMAuthError ($message)',
    async ({ awsConfig, message }) => {
      const error = await startOf({ ...named, awsConfig });
      expect(error).toBeInstanceOf(IAMAuthError);
      expect(() => {
        throw error;
      }).toThrow(message);
    },
  );

  test.each([
    ['nothing', () => undefined, 'is missing'],
    ['an empty object', async () => ({}), 'got an object'],
    ['numbers', async () => ({ accessKeyId: 1, secretAccessKey: 2 }), 'got an object'],
    ['a text', async () => 'KEY', 'has 3 characters'],
  ])('a credentials function that gives %s is an IAMAuthError', async (_, credentials, came) => {
    // @ts-expect-error -- what JavaScript may give
    expect(await startOf({ ...named, awsConfig: { credentials } })).toMatchObject({
      name: 'IAMAuthError',
      message: `awsConfig.credentials(): ${came}, allowed: a promise of keys with accessKeyId and secretAccessKey`,
    });
  });

  test('a profile that is not there is not replaced by the keys of the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    expect(await startOf({ ...named, awsConfig: { profile: 'shop' } })).toBeInstanceOf(IAMAuthError);
  });

  test('a profile’s keys sign', async () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'credentials');
    await writeFile(file, '[shop]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    const { authorization } = await signedRun({ ...named, awsConfig: { profile: 'shop' } });
    expect(authorization).toMatch(/Credential=AKIDPROFILE\/\d+\/us-east-1\/nova-act\//);
  });

  test('keys that are passed sign, for the region that is passed', async () => {
    const credentials = { accessKeyId: 'AKIDPASSED', secretAccessKey: 'secret' };
    const { authorization } = await signedRun({ ...named, awsConfig: { credentials, region: 'eu-central-1' } });
    expect(authorization).toMatch(/Credential=AKIDPASSED\/\d+\/eu-central-1\/nova-act\//);
  });

  test('the environment’s keys sign, for us-east-1', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    const { authorization } = await signedRun(named);
    expect(authorization).toMatch(/Credential=AKIDENVIRONMENT\/\d+\/us-east-1\/nova-act\//);
  });

  test('the environment’s endpoint is used, unless one is passed', async () => {
    await using emulator = await startEmulator({ planner: looking });
    vi.stubEnv('AWS_ENDPOINT_URL_NOVA_ACT', emulator.url);
    await Workflow.run(named, () => {});
    expect(emulator.runs).toHaveLength(1);
  });

  test.each(['', 'k'.repeat(35), 'k'.repeat(37), `${'k'.repeat(35)} `])(
    'an API key that cannot be one is refused unseen (%#)',
    (wrong) => {
      const error = thrownBy({ novaActApiKey: wrong });
      expect(error).toBeInstanceOf(AuthError);
      expect(error).toMatchObject({
        message: expect.stringMatching(
          new RegExp(`^novaActApiKey: has ${wrong.length} characters, allowed: 36 without blanks`),
        ),
      });
      expect(String(error)).not.toContain('kkk');
    },
  );

  test('with an API key the definition is `default`, whatever was passed', () => {
    const workflow = new Workflow({ ...named, novaActApiKey: key });
    expect(workflow.workflowDefinitionName).toBe('default');
  });

  test('an API key wins over AWS credentials, and goes to its own service', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    await using emulator = await startEmulator({ planner: looking });
    const clientConfig = { endpoint: emulator.url };
    const kind = await Workflow.run({ novaActApiKey: key, clientConfig }, ({ backend }) => backend.kind);
    await Workflow.run({ novaActApiKey: async () => key, clientConfig }, () => {});
    expect(kind).toBe('apiKey');
    expect(emulator.runs).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }]);
    expect(emulator.requests.every(({ url }) => url.startsWith('/agent/workflow-definitions/default/'))).toBe(true);
    expect(emulator.requests.every(({ headers }) => headers['x-api-key'] === key)).toBe(true);
  });
});

describe('options that cannot be right', () => {
  test.each([
    [
      {},
      'Workflow.workflowDefinitionName: is missing, allowed: a text of 1 to 40 letters, digits, _ and -, such as price-check',
    ],
    [
      { workflowDefinitionName: 'price check' },
      'Workflow.workflowDefinitionName: got "price check", allowed: a text of 1 to 40',
    ],
    [{ ...named, modelId: '' }, 'Workflow.modelId: got "", allowed: a text of 1 to 100 characters'],
    [{ ...named, logGroupName: 7 }, 'Workflow.logGroupName: got 7, allowed: a text of the pattern'],
    [{ novaActApiKey: key, logGroupName: '/a' }, 'Workflow.logGroupName: got "/a", allowed: none with novaActApiKey'],
    [
      { ...named, modelID: 'x' },
      'Workflow.modelID: unknown option, allowed: workflowDefinitionName, modelId, logGroupName, awsConfig',
    ],
    [
      { ...named, awsConfig: { regoin: 'us-east-1' } },
      'Workflow.awsConfig.regoin: unknown option, allowed: an object with region, profile or credentials',
    ],
    [
      { ...named, awsConfig: 'shop' },
      'Workflow.awsConfig: has 4 characters, allowed: an object with region, profile or credentials',
    ],
    [{ ...named, awsConfig: { region: 'Virginia' } }, 'Workflow.awsConfig.region: got "Virginia", allowed:'],
    [
      { ...named, awsConfig: { credentials: { accessKeyId: 'A' } } },
      'Workflow.awsConfig.credentials: got an object, allowed: keys with accessKeyId and secretAccessKey',
    ],
    [
      { ...named, awsConfig: { profile: 'shop', credentials: () => {} } },
      'Workflow.awsConfig: got an object, allowed: either profile or credentials',
    ],
    [
      { ...named, clientConfig: { endpoint: 'ftp://x' } },
      'Workflow.clientConfig.endpoint: got "ftp://x", allowed: an http or https URL',
    ],
    [
      { ...named, clientConfig: { requestTimeoutMs: 0.5 } },
      'Workflow.clientConfig.requestTimeoutMs: got 0.5, allowed: a whole number of milliseconds from 1 to 3600000',
    ],
    [
      { ...named, clientConfig: { attempts: { others: 9 } } },
      'Workflow.clientConfig.attempts.others: got 9, allowed: a whole number of attempts from 1 to 5',
    ],
    [undefined, 'Workflow: is missing, allowed: workflowDefinitionName, modelId'],
    // What may be a secret that was put in the wrong place is not shown.
    ['KEY', 'Workflow: has 3 characters, allowed: workflowDefinitionName, modelId'],
    [
      { ...named, awsConfig: { credentials: 'KEY' } },
      'Workflow.awsConfig.credentials: has 3 characters, allowed: keys',
    ],
    [
      { ...named, clientConfig: { endpoint: 'https://me:KEY@example.com' } },
      'Workflow.clientConfig.endpoint: got "https://example.com", allowed: an http or https URL without a name and a password',
    ],
  ])('%j is refused by name, with what came and what is allowed', (options, message) => {
    const error = thrownBy(options);
    expect(error).toBeInstanceOf(InvalidOption);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('KEY');
  });

  test.each([{ service: {} }, { service: { createSession: () => {} } }, { service: 'KEY' }])(
    'a service without what a session needs is refused: %j',
    async (given) => {
      // @ts-expect-error -- what JavaScript may give
      await expect(Workflow.attach({ ...named, workflowRunId: 'a-run', ...given })).rejects.toMatchObject({
        name: 'InvalidOption',
        message: expect.stringMatching(/^Workflow.attach.service: .+ with the functions createSession and actService$/),
      });
    },
  );

  test('options that throw when they are read are refused', () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('not now');
        },
      },
    );
    expect(thrownBy({ ...named, awsConfig: trap })).toMatchObject({
      name: 'InvalidOption',
      message: 'Workflow: cannot be read (not now), allowed: an object of plain values',
    });
  });

  test('an endpoint of the environment that is none is refused by its name', () => {
    vi.stubEnv('AWS_ENDPOINT_URL_NOVA_ACT', 'localhost:8080');
    expect(thrownBy(named)).toMatchObject({
      name: 'InvalidOption',
      message: 'environment.AWS_ENDPOINT_URL_NOVA_ACT: got "localhost:8080", allowed: an http or https URL',
    });
  });

  test('are all told at once, a line each', () => {
    expect(thrownBy({ workflowDefinitionName: '', modelId: 5, colour: 'red' })).toMatchObject({
      problems: [
        expect.stringMatching(/workflowDefinitionName/),
        expect.stringMatching(/modelId/),
        expect.stringMatching(/colour/),
      ],
    });
  });
});
