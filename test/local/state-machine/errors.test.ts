import { expect, test } from 'vitest';
import { answers, causeOf, machine, run, task, throws } from './run.ts';

const caughtBy = (...lists: string[][]) => ({
  ...task({
    Catch: lists.map((ErrorEquals, index) => ({ ErrorEquals, Output: index, Next: 'End' })),
    Next: 'End',
  }),
});
const end = { Type: 'Succeed' };

test.for<[string, Record<string, unknown>, number[], number[]]>([
  ['the defaults', {}, [], [1000, 2000, 4000]],
  ['its own numbers', { IntervalSeconds: 3, BackoffRate: 1.5, MaxAttempts: 2 }, [], [3000, 4500]],
  ['a cap', { MaxDelaySeconds: 3, MaxAttempts: 4 }, [], [1000, 2000, 3000, 3000]],
  ['no attempts', { MaxAttempts: 0 }, [], []],
  ['full jitter', { JitterStrategy: 'FULL', MaxDelaySeconds: 3 }, [0, 0.5, 0.9], [0, 1000, 2700]],
  ['jitter switched off', { JitterStrategy: 'NONE', MaxAttempts: 1 }, [0], [1000]],
])('a retrier with %s waits as the service does', async ([, retrier, chances, waits]) => {
  const definition = machine({ Only: task({ Retry: [{ ErrorEquals: ['Flaky'], ...retrier }] }) });
  const { result, calls } = await run(definition, { work: () => throws('Flaky') }, { chances });
  const waited = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
  expect(waited).toEqual(waits);
  expect(result).toMatchObject({ status: 'FAILED', error: 'Flaky', cause: causeOf('Flaky') });
});

test('each retrier counts its own attempts, and the first that matches decides', async () => {
  const Retry = [
    { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 10 },
    { ErrorEquals: ['B', 'A'], MaxAttempts: 2, IntervalSeconds: 100 },
  ];
  const errors = ['A', 'B', 'B', 'A'];
  const { result, calls } = await run(machine({ Only: task({ Retry }) }), {
    work: (_: unknown, attempt: number) => throws(errors[attempt - 1] ?? 'C'),
  });
  expect(calls.map(({ at }) => at / 1000)).toEqual([0, 10, 110, 310]);
  expect(result).toMatchObject({ status: 'FAILED', error: 'A' });
});

test('the count of retries is visible and starts anew with each entry of the state', async () => {
  const Arguments = { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' };
  const definition = machine({
    Work: task({
      Arguments,
      Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      Output: '{% $states.result.Payload %}',
      Next: 'Again',
    }),
    Again: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 3 %}', Next: 'Work' }], Default: 'End' },
    End: end,
  });
  const { result, calls } = await run(definition, {
    work: (_: unknown, attempt: number) => (attempt % 2 === 1 ? throws('A') : answers(attempt)),
  });
  expect(calls.map(({ payload }) => payload)).toEqual([0, 1, 0, 1]);
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: 4 });
});

test.for<[string, string[][], number | undefined]>([
  ['A', [['A'], ['States.ALL']], 0],
  ['B', [['A'], ['States.ALL']], 1],
  ['A', [['States.TaskFailed'], ['A']], 0],
  ['Aa', [['A'], ['a']], undefined],
  ['toString', [['A']], undefined],
  ['States.Timeout', [['States.TaskFailed'], ['States.Timeout']], 1],
  ['States.DataLimitExceeded', [['States.TaskFailed'], ['States.ALL']], undefined],
  ['States.DataLimitExceeded', [['States.DataLimitExceeded'], ['States.ALL']], 0],
  ['States.Runtime', [['States.Runtime'], ['States.ALL']], undefined],
  ['States.QueryEvaluationError', [['States.ALL']], 0],
])('%s goes to the first of the catchers %j that matches', async ([error, lists, index]) => {
  const { result } = await run(machine({ A: caughtBy(...lists), End: end }), { work: () => throws(error) });
  expect(result).toMatchObject(
    index === undefined ? { status: 'FAILED', error } : { status: 'SUCCEEDED', output: index },
  );
});

test('a catcher sees the error, assigns from it, and passes it on when it has no Output', async () => {
  const definition = machine({
    Set: { Type: 'Pass', Assign: { failure: null }, Next: 'Work' },
    Work: task({
      Assign: { failure: 'not this' },
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { failure: '{% $states.errorOutput.Error %}' }, Next: 'Tell' }],
      Next: 'Tell',
    }),
    Tell: { Type: 'Succeed', Output: ['{% $failure %}', '{% $states.input %}'] },
  });
  const { result } = await run(definition, { work: () => ({ ...throws('A', 'no'), trace: ['at b'] }) });
  const Cause = JSON.stringify({ errorType: 'A', errorMessage: 'no', trace: ['at b'] });
  expect(result).toMatchObject({ output: ['A', { Error: 'A', Cause }] });
});

test('an Assign that fails after the function succeeded goes to Retry and Catch like any error of the state', async () => {
  const definition = machine({
    Work: task({
      Assign: { a: '{% $states.result.Payload.a %}' },
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Cause %}', Next: 'End' }],
      Next: 'End',
    }),
    End: end,
  });
  const { result, calls } = await run(definition, { work: () => answers({}) });
  expect(calls).toHaveLength(2);
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining("the field 'Assign/a'") });
});

test('a catcher that itself fails ends the execution', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Missing %}', Next: 'End' }];
  const { result } = await run(machine({ A: task({ Catch, Next: 'End' }), End: end }), { work: () => throws('A') });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});
