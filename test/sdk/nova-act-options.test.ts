import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { checkPrompt, readActOptions } from '../../lib/sdk/act-options.ts';
import { askedAnswer } from '../../lib/sdk/answer-schema.ts';
import { readEnvironment } from '../../lib/sdk/environment.ts';
import { readNovaActOptions } from '../../lib/sdk/nova-act-options.ts';
import { NovaAct } from '../../lib/sdk/nova-act.ts';
import { tool } from '../../lib/sdk/tool.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';

const startingPage = 'https://example.com';
const API_KEY = '0123456789abcdef0123456789abcdef0123';
const AWS = { workflowDefinitionName: 'price-check', awsConfig: { region: 'us-east-1' } };

const read = (options: unknown, environment = {}) => readNovaActOptions(options, readEnvironment(environment));

afterEach(() => vi.unstubAllEnvs());

describe('the options of a session', () => {
  const wrong: [unknown, string][] = [
    [undefined, 'NovaAct: is missing, allowed: an object with startingPage, workflow, '],
    ['Bearer KEY', 'NovaAct: has 10 characters, allowed: an object with'],
    [{}, 'NovaAct.startingPage: is missing, allowed: an http or https URL, or about:blank'],
    [{ startingPage: 'example.com' }, 'NovaAct.startingPage: got "example.com", allowed: an http'],
    [{ startingPage: 'file:///etc' }, 'the scheme file: is not allowed'],
    [
      { startingPage, headless: true },
      'NovaAct.headless: unknown option, allowed: an object with startingPage, workflow',
    ],
    [{ startingPage: 'https://me:KEY@' }, 'NovaAct.startingPage: got "https://", allowed: an http'],
    [
      { startingPage, browser: { headers: { Authorization: 'Bearer KEY\n' } } },
      'NovaAct.browser.headers.Authorization: has 11 characters, allowed: a text of the pattern',
    ],
    [{ startingPage, browser: { headers: 'KEY' } }, 'NovaAct.browser.headers: has 3 characters, allowed: an object of'],
    [
      { startingPage, browser: { wide: 1 } },
      'NovaAct.browser.wide: unknown option, allowed: an object with width, height',
    ],
    [{ startingPage, novaActApiKey: 4711 }, 'NovaAct.novaActApiKey: got a number, allowed: a text'],
    [
      {
        get startingPage() {
          throw new Error('not now');
        },
      },
      'NovaAct: cannot be read (not now), allowed: an object of plain values',
    ],
    [{ startingPage, workflow: 'price-check' }, 'NovaAct.workflow: got "price-check", allowed: a Workflow'],
    [{ startingPage, tools: [{ name: 'x' }] }, 'tools.0: got no tool'],
    [
      {
        startingPage,
        tools: Array.from({ length: 99 }, (_, index) =>
          tool({ name: `tool-${index}`, description: 'x', inputSchema: z.object({}), run: () => null }),
        ),
        humanInputCallbacks: { approve: async () => 'YES', uiTakeover: async () => 'COMPLETE' },
      },
      'NovaAct.tools: got 99 tools, allowed: 98 beside humanInputCallbacks',
    ],
    [{ startingPage, stateGuardrail: 'PASS' }, 'NovaAct.stateGuardrail: got "PASS"'],
    [{ startingPage, humanInputCallbacks: { approve: () => 'YES' } }, 'the functions approve and uiTakeover'],
    [{ startingPage, stopHooks: [() => {}] }, 'NovaAct.stopHooks.0: got a function'],
    [
      { startingPage, browser: { width: 400 } },
      'NovaAct.browser.width: got 400, allowed: a whole number of CSS pixels',
    ],
    [{ startingPage, guardrails: { allowedDomains: [] } }, 'NovaAct.guardrails.allowedDomains'],
    [{ startingPage, securityOptions: { allowHosts: ['localhost:80'] } }, 'NovaAct.securityOptions.allowHosts.0'],
    [{ startingPage, securityOptions: { allowedFileUploadPaths: ['a/../b'] } }, 'allowedFileUploadPaths.0'],
    [{ startingPage, securityOptions: { allowLoopback: 'yes' } }, 'allowed: true or false'],
  ];
  test.each(wrong.map(([options, message]) => ({ options, message })))(
    'are refused: $message',
    ({ options, message }) => {
      expect(() => read(options)).toThrow(
        expect.objectContaining({ name: 'InvalidOption', message: expect.stringContaining(message) }),
      );
      expect(() => read(options)).not.toThrow('KEY');
    },
  );

  test('that are left out come from the environment, and what is given wins', () => {
    const environment = { NOVA_ACT_REPLAYABLE: '1', NOVA_ACT_ALLOW_LOOPBACK: 'true' };
    expect(read({ startingPage })).toMatchObject({ replayable: false, securityOptions: { allowLoopback: false } });
    expect(read({ startingPage }, environment)).toMatchObject({
      replayable: true,
      securityOptions: { allowLoopback: true },
    });
    expect(
      read({ startingPage, replayable: false, securityOptions: { allowLoopback: false } }, environment),
    ).toMatchObject({
      replayable: false,
      securityOptions: { allowLoopback: false },
    });
  });
});

describe('whose run a session takes part in', () => {
  const cases: [string, Record<string, string>, object, object][] = [
    ['a workflow without a run', {}, { workflow: new Workflow(AWS) }, { name: 'ClientNotStarted' }],
    ['a key of a wrong length', {}, { novaActApiKey: 'short' }, { name: 'AuthError' }],
    ['a key of a wrong length in the environment', { NOVA_ACT_API_KEY: 'short' }, {}, { name: 'AuthError' }],
    [
      'AWS credentials and no workflow',
      { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
      {},
      {
        name: 'InvalidOption',
        message: expect.stringMatching(/^NovaAct.workflow: is missing, .*pass the one of Workflow.start as `workflow`/),
      },
    ],
    [
      'no workflow, no key, and no AWS credentials',
      {
        AWS_ACCESS_KEY_ID: '',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      {},
      { name: 'AuthError' },
    ],
  ];
  test.each(cases)('is refused, before anything is started, with %s', async (_, environment, options, error) => {
    for (const [name, value] of Object.entries({ NOVA_ACT_API_KEY: '', AWS_ENDPOINT_URL_NOVA_ACT: '', ...environment }))
      vi.stubEnv(name, value);
    await expect(NovaAct.start({ startingPage, ...options })).rejects.toMatchObject(error);
  });
});

test('a key is refused beside a workflow, be it given or the current one', async () => {
  const service = { createSession: () => {}, actService: () => {} };
  // @ts-expect-error -- no request reaches it
  const workflow = await Workflow.attach({ workflowDefinitionName: 'price-check', workflowRunId: 'a-run', service });
  for (const options of [{ novaActApiKey: API_KEY }, { clientConfig: {} }, { workflow, novaActApiKey: API_KEY }])
    await expect(workflow.run(() => NovaAct.start({ startingPage, ...options }))).rejects.toMatchObject({
      name: 'InvalidOption',
      message: expect.stringContaining('got one beside a workflow'),
    });
});

test('a session is not made by new, and the error says how it is', () => {
  // @ts-expect-error -- what JavaScript allows
  expect(() => new NovaAct({ startingPage })).toThrow(
    expect.objectContaining({ name: 'InvalidOption', message: expect.stringContaining('NovaAct.start(options)') }),
  );
});

describe('the options of an act', () => {
  test('that cannot be read are refused', () => {
    const options = {
      get maxSteps() {
        throw new Error('not now');
      },
    };
    expect(() => readActOptions(options)).toThrow(expect.objectContaining({ name: 'InvalidOption' }));
  });

  test.each<[unknown, string, string]>([
    [{ maxSteps: 0 }, 'InvalidMaxSteps', 'act.maxSteps: got 0, allowed: a whole number of steps from 1 to 199'],
    [{ maxSteps: 200 }, 'InvalidMaxSteps', 'got 200'],
    [{ maxSteps: '3' }, 'InvalidMaxSteps', 'got "3"'],
    [{ timeout: 1 }, 'InvalidTimeout', 'act.timeout: got 1, allowed: a whole number of seconds from 2 to 1800'],
    [{ timeout: 2.5 }, 'InvalidTimeout', 'got 2.5'],
    [{ timeout: 1801 }, 'InvalidTimeout', 'got 1801'],
    [{ signal: 'now' }, 'InvalidOption', 'act.signal: got "now", allowed: an AbortSignal'],
    [{ observationDelayMs: -1 }, 'InvalidOption', 'act.observationDelayMs: got -1'],
    [{ modelTemperature: 0 }, 'InvalidOption', 'act.modelTemperature: unknown option'],
    [30, 'InvalidOption', 'act: got a number'],
    ['KEY', 'InvalidOption', 'act: has 3 characters'],
  ])('are refused: %j', (options, name, message) => {
    expect(() => readActOptions(options)).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(message) }),
    );
  });

  test('have defaults', () => {
    expect(readActOptions({})).toEqual({ maxSteps: 30, observationDelayMs: 0 });
  });

  test('leave room for a prompt of 10,000 characters, its schema included', () => {
    expect(checkPrompt('x'.repeat(10_000), undefined)).toHaveLength(10_000);
    // Characters as the service counts them: this one has two UTF-16 units.
    expect(checkPrompt('💶'.repeat(10_000), undefined)).toHaveLength(20_000);
    for (const [prompt, schema] of [
      ['', undefined],
      ['x'.repeat(10_001), undefined],
      ['x'.repeat(10_000), true],
    ] as const)
      expect(() => checkPrompt(prompt, schema)).toThrow(expect.objectContaining({ name: 'InvalidInputLength' }));
    expect(() => checkPrompt(7, undefined)).toThrow('act.prompt: got 7, allowed: a text');
  });

  test.each([7, 'string', { type: 'nonsense' }, z.date(), null])('do not take %j as a schema', (schema) => {
    expect(() => askedAnswer(schema)).toThrow(expect.objectContaining({ name: 'InvalidOption' }));
  });
});
