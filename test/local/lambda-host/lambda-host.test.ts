import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../../lambdas/bundling.ts';
import type { FunctionDefinition } from '../../../lib/local/lambda-host/function-definition.ts';
import type { InvocationResult } from '../../../lib/local/lambda-host/invocation-result.ts';
import { LambdaHost, type LambdaHostOptions } from '../../../lib/local/lambda-host/lambda-host.ts';
import { descendants, isRunning } from '../../../lib/local/processes.ts';

const source = (file: string) => fileURLToPath(new URL(`functions/${file}`, import.meta.url));
const sources = {
  Obedient: source('obedient.ts'),
  MissingModule: source('missing-module.ts'),
  FailingImport: source('failing-import.ts'),
  NoHandler: source('no-handler.ts'),
};

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lambda-host-'));
  await bundle(sources, directory);
});

afterAll(() => rm(directory, { recursive: true }));

function hostOf(
  settings: Partial<FunctionDefinition> = {},
  options: Omit<LambdaHostOptions, 'functions'> = {},
): LambdaHost {
  const functions = Object.keys(sources).map((name) => ({
    name,
    bundle: join(directory, name, 'index.mjs'),
    timeoutSeconds: 20,
    memoryMegabytes: 128,
    environment: {},
    ...settings,
  }));
  return new LambdaHost({ functions, ...options });
}

describe('environments', () => {
  test('an idle environment is used again and keeps its state', async () => {
    await using host = hostOf();
    const first = payloadOf(await host.invoke('Obedient', { do: 'count' }));
    const second = await host.invoke(host.functionArn('Obedient'), { do: 'count' });

    expect(first).toMatchObject({ invocations: 1 });
    expect(second).toEqual({ ok: true, payload: { ...first, invocations: 2 } });
  });

  test('a second invocation at the same time gets an environment of its own', async () => {
    await using host = hostOf();
    const signalFile = join(directory, 'go-on');
    const running = [1, 2].map(() => host.invoke('Obedient', { do: 'waitFor', value: signalFile }));
    await writeFile(signalFile, '');
    const pids = new Set((await Promise.all(running)).map((result) => payloadOf(result)));

    expect(pids.size).toBe(2);
  });

  test('the most recently used environment comes first', async () => {
    await using host = hostOf();
    const signalFile = join(directory, 'second-goes-on');
    const waiting = host.invoke('Obedient', { do: 'waitFor', value: signalFile });
    const quick = payloadOf(await host.invoke('Obedient', { do: 'count' }));
    await writeFile(signalFile, '');
    const last = payloadOf(await waiting);
    const next = payloadOf(await host.invoke('Obedient', { do: 'count' }));

    expect(next).toMatchObject({ pid: last });
    expect(quick).not.toMatchObject({ pid: last });
  });

  test('disposing ends every environment and what it started', async () => {
    let pids: number[];
    {
      await using host = hostOf();
      pids = payloadOf(await host.invoke('Obedient', { do: 'startChild' }));
      expect(pids.map(isRunning)).toEqual([true, true]);
    }

    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(descendants(process.pid).filter((pid) => pids.includes(pid))).toEqual([]);
  });

  test('disposing in the middle of an invocation answers it', async () => {
    const host = hostOf();
    const invocation = host.invoke('Obedient', { do: 'startChildAndHang' });
    await host[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();

    expect(await invocation).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    await expect(host.invoke('Obedient', {})).rejects.toThrow('disposed');
  });
});

describe('what a handler sees', () => {
  test('the context is that of Lambda', async () => {
    await using host = hostOf({ timeoutSeconds: 17, memoryMegabytes: 96 });
    const { remainingMs, ...context }: { remainingMs: number } = payloadOf(
      await host.invoke('Obedient', { do: 'context' }),
    );

    expect(context).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'Obedient',
      functionVersion: '$LATEST',
      invokedFunctionArn: host.functionArn('Obedient'),
      memoryLimitInMB: '96',
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      logGroupName: '/aws/lambda/Obedient',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    });
    expect(remainingMs).toBeLessThanOrEqual(17_000);
    expect(remainingMs).toBeGreaterThan(12_000);
  });

  test('of the environment variables, only what the definition gives and what every function has', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'of the developer';
    process.env['AWS_EXECUTION_ENV'] = 'of the developer';
    await using host = hostOf({ environment: { TABLE: 'runs', AWS_SESSION_TOKEN: 'given' } });
    const variables: Record<string, string> = payloadOf(await host.invoke('Obedient', { do: 'environment' }));
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    delete process.env['AWS_EXECUTION_ENV'];

    const mayBeInherited = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH'];
    expect(Object.fromEntries(Object.entries(variables).filter(([name]) => !mayBeInherited.includes(name)))).toEqual({
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_FUNCTION_NAME: 'Obedient',
      AWS_REGION: 'us-east-1',
      AWS_SESSION_TOKEN: 'given',
      LANG: 'en_US.UTF-8',
      NODE_OPTIONS: '--enable-source-maps',
      TABLE: 'runs',
      TZ: ':UTC',
    });
    expect(variables['PATH']).toBe(process.env['PATH']);
  });

  test('nothing returned is null, and text passes unchanged', async () => {
    await using host = hostOf();
    const text = 'naïve "quoted" \u2028 ☕';

    expect(await host.invoke('Obedient', { do: 'nothing' })).toEqual({ ok: true, payload: null });
    expect(await host.invoke('Obedient', { do: 'somethingElse' })).toEqual({ ok: true, payload: null });
    expect(await host.invoke('Obedient', { do: 'echo', value: text })).toEqual({ ok: true, payload: text });
  });
});

describe('what a handler writes', () => {
  test('arrives in whole lines, before the answer', async () => {
    const lines: string[] = [];
    {
      await using host = hostOf({}, { onLogLine: (name, line) => lines.push(`${name}: ${line}`) });
      await host.invoke('Obedient', { do: 'log', value: '{"a":1,\u2028"b":2}\nnext\n' });
      expect(lines).toEqual(['Obedient: {"a":1,\u2028"b":2}', 'Obedient: next']);
    }

    expect(lines[2]).toBe('Obedient: an unended last line');
  });
});

describe('errors of a function', () => {
  test('are handed over by name, with message and the lines of the stack', async () => {
    await using host = hostOf();
    const result = await host.invoke('Obedient', { do: 'throwError' });

    expect(result).toMatchObject({
      ok: false,
      errorType: 'EffectUnknown',
      errorMessage: 'the click may have happened',
    });
    expect(result).toHaveProperty('trace.0', 'EffectUnknown: the click may have happened');
    expect(result).toHaveProperty('trace.1', expect.stringContaining('functions/obedient.ts:'));
  });

  test.each([
    ['rejectWithText', { errorType: 'string', errorMessage: 'no error at all', trace: [] }],
    ['answerUnserializable', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
  ])('%s leaves the environment as it is', async (command, error) => {
    await using host = hostOf();
    const before = payloadOf(await host.invoke('Obedient', { do: 'count' }));
    const result = await host.invoke('Obedient', { do: command });
    const after = payloadOf(await host.invoke('Obedient', { do: 'count' }));

    expect(result).toMatchObject({ ok: false, ...error });
    expect(after).toEqual({ ...before, invocations: 2 });
  });

  test.each([
    ['throwLater', { errorType: 'EffectUnknown', errorMessage: 'nobody caught it' }],
    [
      'rejectUnheard',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'EffectUnknown: nobody heard it' },
    ],
  ])('%s costs the environment', async (command, error) => {
    await using host = hostOf();
    const result = await host.invoke('Obedient', { do: command });
    const after = await host.invoke('Obedient', { do: 'count' });

    expect(result).toMatchObject({ ok: false, ...error });
    expect(after).toMatchObject({ ok: true, payload: { invocations: 1 } });
  });

  test.each([
    [
      'MissingModule',
      { errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining('no-such-package') },
    ],
    ['FailingImport', { errorType: 'ConfigurationError', errorMessage: 'a table name is missing' }],
    ['NoHandler', { errorType: 'Runtime.HandlerNotFound', errorMessage: expect.stringContaining('handler') }],
  ])('%s fails each invocation at its import', async (name, error) => {
    await using host = hostOf();

    expect(await host.invoke(name, {})).toMatchObject({ ok: false, ...error });
    expect(await host.invoke(name, {})).toMatchObject({ ok: false, ...error });
  });
});

describe('errors of the platform', () => {
  const limits = { timeoutSeconds: 20, memoryMegabytes: 48 };
  const ends: [string, Record<string, string | number>, object, string, RegExp][] = [
    ['an exit', { do: 'exit', count: 3 }, limits, 'Runtime.ExitError', /Runtime exited with error: exit status 3$/],
    [
      'an orderly exit',
      { do: 'exit', count: 0 },
      limits,
      'Runtime.ExitError',
      /Runtime exited without providing a reason$/,
    ],
    ['an exhausted heap', { do: 'exhaustMemory' }, limits, 'Runtime.OutOfMemory', /signal: killed$/],
    ['a time-out', { do: 'spin' }, { timeoutSeconds: 0.3 }, 'Sandbox.Timedout', /Task timed out after 0\.30 seconds$/],
  ];

  test.each(ends)(
    '%s ends the environment under its own name',
    async (_, command, settings, errorType, errorMessage) => {
      await using host = hostOf(settings);
      const result = await host.invoke('Obedient', command);
      const after = await host.invoke('Obedient', { do: 'count' });

      expect(result).toEqual({ ok: false, errorType, errorMessage: expect.stringMatching(errorMessage) });
      expect(after).toMatchObject({ ok: true, payload: { invocations: 1 } });
    },
  );

  test.each(ends)(
    '%s is Lambda.Unknown in the classic spelling',
    async (_, command, settings, _errorType, errorMessage) => {
      await using host = hostOf(settings, { errorNames: 'classic' });
      const result = await host.invoke('Obedient', command);

      expect(result).toEqual({
        ok: false,
        errorType: 'Lambda.Unknown',
        errorMessage: expect.stringMatching(errorMessage),
      });
    },
  );

  test('a time-out also ends what left the process group', async () => {
    const lines: string[] = [];
    await using host = hostOf({ timeoutSeconds: 1 }, { onLogLine: (_, line) => lines.push(line) });
    const result = await host.invoke('Obedient', { do: 'startChildAndHang' });
    const pids: number[] = JSON.parse(lines[0] ?? '');

    expect(result).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect(pids).toHaveLength(2);
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  test('payloads may have 6 MB each way and not a byte more', async () => {
    await using host = hostOf();
    const frame = JSON.stringify({ do: 'nothing', value: '' }).length;

    expect(await host.invoke('Obedient', { do: 'nothing', value: 'a'.repeat(6_291_456 - frame) })).toMatchObject({
      ok: true,
    });
    expect(await host.invoke('Obedient', { do: 'nothing', value: 'a'.repeat(6_291_457 - frame) })).toMatchObject({
      ok: false,
      errorType: 'Lambda.RequestTooLargeException',
    });
    expect(await host.invoke('Obedient', { do: 'answerOf', count: 6_291_554 })).toMatchObject({ ok: true });
    expect(await host.invoke('Obedient', { do: 'answerOf', count: 6_291_555 })).toEqual({
      ok: false,
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
  });

  test('an unknown function is not found', async () => {
    await using host = hostOf();

    expect(await host.invoke('Nobody', {})).toMatchObject({
      ok: false,
      errorType: 'Lambda.ResourceNotFoundException',
      errorMessage: expect.stringContaining(':function:Nobody'),
    });
  });
});

/** The answer of an invocation that must have succeeded. Its shape is the command's, which no type knows. */
function payloadOf(result: InvocationResult): ReturnType<typeof JSON.parse> {
  if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
  return result.payload;
}
