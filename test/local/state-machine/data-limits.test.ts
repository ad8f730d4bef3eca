import { expect, test } from 'vitest';
import { answers, machine, run, task } from './run.ts';

const limit = 256 * 1024;
/** A string that takes so many bytes as JSON, in characters of two bytes. */
const text = (bytes: number) => 'é'.repeat((bytes - 2) / 2);
const echo = { work: () => answers('small') };
const make = (bytes: number) => `{% $join($map($range(1, ${bytes / 512}, 1), function($i) { $pad('', 512, 'x') })) %}`;

test('an input of exactly the limit passes, and its size is told', async () => {
  const { result } = await run(machine({ Only: { Type: 'Succeed' } }), {}, { input: text(limit) });
  expect(result).toMatchObject({ status: 'SUCCEEDED', largestStateBytes: limit });
});

test.for<[string, Record<string, unknown>, typeof echo, string]>([
  ['a function’s answer', task(), { work: () => answers(text(limit)) }, 'result'],
  ['an output', task({ Output: make(limit) }), echo, 'output'],
  ['an Assign', task({ Assign: { a: make(limit / 2), b: make(limit / 2) } }), echo, 'Assign'],
  ['a payload', task({ Arguments: { FunctionName: 'work', Payload: make(limit) } }), echo, 'payload'],
])('%s over 256 KiB is States.DataLimitExceeded, which only its own name catches', async ([, state, fakes, what]) => {
  const Catch = [
    { ErrorEquals: ['States.TaskFailed'], Output: 'wrong', Next: 'End' },
    { ErrorEquals: ['States.DataLimitExceeded'], Output: '{% $states.errorOutput.Cause %}', Next: 'End' },
  ];
  const { End: _, ...others } = state;
  const { result } = await run(machine({ A: { ...others, Catch, Next: 'End' }, End: { Type: 'Succeed' } }), fakes);
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining(`${what} of the state 'A'`) });
});

test('an execution whose input is over the limit fails before any state is entered', async () => {
  const { result, transitions } = await run(machine({ A: { Type: 'Succeed' } }), {}, { input: text(limit + 2) });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(transitions).toEqual([]);
});

test('all variables together may take 10 MiB', async () => {
  const size = 255 * 1024;
  const passes = Array.from({ length: 41 }, (_, index) => {
    const Next = index === 40 ? 'End' : `P${index + 1}`;
    return [`P${index}`, { Type: 'Pass', Assign: { [`v${index}`]: '{% $states.input %}' }, Next }];
  });
  const definition = machine({ ...Object.fromEntries(passes), End: { Type: 'Succeed' } });
  const { result, transitions } = await run(definition, {}, { input: text(size) });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(transitions.at(-1)?.state).toBe('P40');
});

test('a cause is cut to the length that the service keeps', async () => {
  const { result } = await run(machine({ Only: task() }), {
    work: () => ({ ok: false as const, errorType: 'A', errorMessage: 'x'.repeat(300_000) }),
  });
  expect('cause' in result && result.cause.length).toBe(32_768);
});
