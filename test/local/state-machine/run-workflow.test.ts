import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../lib/act/json.ts';
import { substitute } from '../../../lib/local/state-machine/substitute.ts';
import { answers, causeOf, execution, run, throws } from './run.ts';

// The package carries no types.
const validate: (definition: unknown) => { isValid: boolean; errorsText(separator: string): string } = createRequire(
  import.meta.url,
)('asl-validator');

const text = await readFile(new URL('../../../state-machines/run-workflow.asl.json', import.meta.url), 'utf8');
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const placeholders = {
  CreateRunFunctionArn: functionArn('CreateRun'),
  PerformStepsFunctionArn: functionArn('PerformSteps'),
  FinalizeRunFunctionArn: functionArn('FinalizeRun'),
};
const definition: unknown = JSON.parse(substitute(text, placeholders));

const created = { run: { workflowRunId: 'r1' }, position: { act: 0, step: 0 }, accessToken: 'of this run' };
const slice = (step: number, done: boolean, failure: JsonValue = null) =>
  answers({ position: { act: 0, step }, done, failure });
const succeeded = { status: 'SUCCEEDED', acts: [] };
const failedWith = (name: string) => ({ status: 'FAILED', error: { name, message: `${name} happened` } });

const functions = {
  CreateRun: () => answers(created),
  PerformSteps: () => slice(3, true),
  FinalizeRun: () => answers(succeeded),
};

const names = (calls: readonly { name: string }[]) => calls.map(({ name }) => name);
const payloadOf = (calls: readonly { name: string; payload: JsonValue }[], name: string) =>
  calls.findLast((call) => call.name === name)?.payload;

test('the definition is accepted by the validator before and after its placeholders are filled', () => {
  // It writes its own defaults into what it is given.
  for (const one of [JSON.parse(text), definition]) expect(validate(structuredClone(one)).isValid).toBe(true);
});

test('the validator would refuse a broken definition', () => {
  expect(validate({ ...JSON.parse(text), StartAt: 'Nowhere' }).isValid).toBe(false);
});

test('the declared placeholders, and no others, occur', () => {
  const found = new Set(Array.from(text.matchAll(/\$\{([^}]*)\}/g), ([, name]) => name));
  expect(found).toEqual(new Set(Object.keys(placeholders)));
});

test('a run goes from create to finalize and gives the result', async () => {
  const input = { startingPage: 'https://shop.example.com' };
  const { result, calls } = await run(definition, functions, { input });
  const about = { arn: execution.arn, name: execution.name, startTime: execution.startTime };
  expect(calls).toMatchObject([
    { name: 'CreateRun', payload: { execution: about, input } },
    { name: 'PerformSteps', payload: { execution: about, ...created } },
    { name: 'FinalizeRun', payload: { execution: about, failure: null } },
  ]);
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: succeeded });
});

test('a slice that hands back is followed by one at the position it reached', async () => {
  const { result, calls } = await run(definition, {
    ...functions,
    PerformSteps: (_: JsonValue, attempt: number) => slice(attempt * 10, attempt === 3),
  });
  const positions = calls.filter(({ name }) => name === 'PerformSteps').map(({ payload }) => payload);
  expect(positions).toMatchObject([{ position: { step: 0 } }, { position: { step: 10 } }, { position: { step: 20 } }]);
  expect(result.status).toBe('SUCCEEDED');
});

test('an input that CreateRun refuses ends with that error, after FinalizeRun heard of it', async () => {
  const { result, calls } = await run(definition, {
    ...functions,
    CreateRun: () => throws('InvalidInput', 'startingPage is missing'),
    FinalizeRun: () =>
      answers({ status: 'FAILED', error: { name: 'InvalidInput', message: 'startingPage is missing' } }),
  });
  expect(names(calls)).toEqual(['CreateRun', 'FinalizeRun']);
  expect(payloadOf(calls, 'FinalizeRun')).toMatchObject({
    failure: { name: 'InvalidInput', cause: causeOf('InvalidInput', 'startingPage is missing') },
  });
  expect(result).toMatchObject({ status: 'FAILED', error: 'InvalidInput', cause: 'startingPage is missing' });
});

test('a crashed browser is retried within the jittered back-off, and the run succeeds', async () => {
  const { result, calls, transitions } = await run(
    definition,
    {
      ...functions,
      PerformSteps: (_: JsonValue, attempt: number) => (attempt < 3 ? throws('BrowserCrashed') : slice(3, true)),
    },
    { chances: [0.5, 0.25] },
  );
  const at = calls.filter(({ name }) => name === 'PerformSteps').map((call) => call.at);
  expect(at).toEqual([0, 1000, 2000]);
  expect(transitions.filter(({ type }) => type === 'retried').map(({ error }) => error)).toEqual([
    'BrowserCrashed',
    'BrowserCrashed',
  ]);
  expect(result.status).toBe('SUCCEEDED');
});

test('a browser that goes on crashing ends the run as that', async () => {
  const { result, calls } = await run(definition, {
    ...functions,
    PerformSteps: () => throws('BrowserCrashed'),
    FinalizeRun: () => answers(failedWith('BrowserCrashed')),
  });
  expect(names(calls).filter((name) => name === 'PerformSteps')).toHaveLength(6);
  expect(result).toMatchObject({ status: 'FAILED', error: 'BrowserCrashed' });
});

test('an error that may have had effects is not retried', async () => {
  const { calls } = await run(definition, { ...functions, PerformSteps: () => throws('EffectUnknown') });
  expect(names(calls)).toEqual(['CreateRun', 'PerformSteps', 'FinalizeRun']);
});

test('an act that failed by value ends the execution under the name in FinalizeRun’s result', async () => {
  const failure = { name: 'ActAgentFailed', cause: 'not found' };
  const { result, calls } = await run(definition, {
    ...functions,
    PerformSteps: () => slice(3, true, failure),
    FinalizeRun: () => answers(failedWith('ActAgentFailed')),
  });
  expect(payloadOf(calls, 'FinalizeRun')).toMatchObject({ failure });
  expect(result).toMatchObject({ status: 'FAILED', error: 'ActAgentFailed', cause: 'ActAgentFailed happened' });
});

test('when only finalizing fails, the execution says so, with what went wrong', async () => {
  const { result, calls } = await run(definition, {
    ...functions,
    FinalizeRun: () => throws('LogRefused', 'no group'),
  });
  expect(names(calls).filter((name) => name === 'FinalizeRun')).toHaveLength(1);
  const cause = `LogRefused: ${causeOf('LogRefused', 'no group')}`;
  expect(result).toMatchObject({ status: 'FAILED', error: 'FinalizeFailed', cause });
});

test('when finalizing fails after the run did, the execution ends with the original error', async () => {
  const { result, calls } = await run(definition, {
    ...functions,
    PerformSteps: () => throws('EffectUnknown', 'clicked, perhaps'),
    FinalizeRun: () => throws('ServiceUnreachable'),
  });
  expect(names(calls).filter((name) => name === 'FinalizeRun')).toHaveLength(5);
  const cause = causeOf('EffectUnknown', 'clicked, perhaps');
  expect(result).toMatchObject({ status: 'FAILED', error: 'EffectUnknown', cause });
});

test('a slice that never answers is abandoned, retried, and told to FinalizeRun as a time-out', async () => {
  const { calls } = await run(definition, { ...functions, PerformSteps: () => new Promise<never>(() => {}) });
  expect(names(calls).filter((name) => name === 'PerformSteps')).toHaveLength(6);
  expect(payloadOf(calls, 'FinalizeRun')).toMatchObject({ failure: { name: 'States.Timeout', cause: '' } });
});

test('an answer too big for the state is told to FinalizeRun under its own name', async () => {
  const { calls } = await run(definition, { ...functions, PerformSteps: () => answers('x'.repeat(300_000)) });
  expect(payloadOf(calls, 'FinalizeRun')).toMatchObject({ failure: { name: 'States.DataLimitExceeded' } });
});

test('2,000 hand backs stay within the service’s number of events', async () => {
  const { result } = await run(definition, {
    ...functions,
    PerformSteps: (_: JsonValue, attempt: number) => slice(attempt, attempt > 2000),
  });
  expect(result.status).toBe('SUCCEEDED');
});
