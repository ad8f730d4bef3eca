import { expect, test } from 'vitest';
import { answers, execution, machine, run, task, throws } from './run.ts';

test('Assign and Output see the variables as they were when the state was entered', async () => {
  const definition = machine({
    Set: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
    Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% [$a, $b] %}', Next: 'Tell' },
    Tell: { Type: 'Succeed', Output: { before: '{% $states.input %}', after: ['{% $a %}', '{% $b %}'] } },
  });
  expect((await run(definition)).result).toMatchObject({ output: { before: [1, 2], after: [2, 1] } });
});

test('a Task hands its arguments over and gives the function’s answer in Payload', async () => {
  const { result, calls } = await run(
    machine({ Only: task() }),
    { work: () => answers({ b: 2 }) },
    { input: { a: 1 } },
  );
  expect(calls).toMatchObject([{ name: 'work', payload: { a: 1 } }]);
  expect(result).toMatchObject({ output: { ExecutedVersion: '$LATEST', Payload: { b: 2 }, StatusCode: 200 } });
});

test('a Choice loop runs until a rule holds, and the rule’s own Assign and Output count', async () => {
  const definition = machine({
    Start: { Type: 'Pass', Assign: { round: 0 }, Next: 'Loop' },
    Loop: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $round = 3 %}', Assign: { round: 'over' }, Output: '{% $round %}', Next: 'End' },
        { Condition: false, Next: 'Loop' },
      ],
      Assign: { round: '{% $round + 1 %}' },
      Output: 'not this',
      Default: 'Loop',
    },
    End: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $round %}'] },
  });
  const { result, transitions } = await run(definition);
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: [3, 'over'] });
  expect(transitions.filter(({ state, type }) => state === 'Loop' && type === 'entered')).toHaveLength(4);
});

test('a Choice whose rule holds does not evaluate the fields that belong to its Default', async () => {
  const definition = machine({
    Only: {
      Type: 'Choice',
      Choices: [{ Condition: true, Next: 'End' }],
      Assign: { a: '{% $states.input.missing %}' },
      Default: 'End',
    },
    End: { Type: 'Succeed' },
  });
  expect((await run(definition)).result.status).toBe('SUCCEEDED');
});

test.for<[string, Record<string, unknown>, string]>([
  ['no rule holds and there is no Default', { Condition: false }, 'States.NoChoiceMatched'],
  ['a condition is not a boolean', { Condition: '{% 1 %}' }, 'States.QueryEvaluationError'],
])('a Choice fails when %s', async ([, rule, error]) => {
  const definition = machine({
    Only: { Type: 'Choice', Choices: [{ ...rule, Next: 'End' }] },
    End: { Type: 'Succeed' },
  });
  expect((await run(definition)).result).toMatchObject({ status: 'FAILED', error });
});

test.for<[Record<string, unknown>, { error: string; cause: string }]>([
  [{}, { error: '', cause: '' }],
  [
    { Error: 'Broken', Cause: 'It broke.' },
    { error: 'Broken', cause: 'It broke.' },
  ],
  [
    { Error: '{% $states.input.name %}', Cause: "{% 'b' & 1 %}" },
    { error: 'A', cause: 'b1' },
  ],
])('Fail with %j ends the execution with its name and cause', async ([fields, ending]) => {
  const { result } = await run(machine({ Only: { Type: 'Fail', ...fields } }), {}, { input: { name: 'A' } });
  expect(result).toMatchObject({ status: 'FAILED', ...ending });
});

test('Fail refuses a cause that is not a string', async () => {
  const { result } = await run(machine({ Only: { Type: 'Fail', Error: 'A', Cause: '{% null %}' } }));
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('transitions tell what crossed, in order, with its size and the time', async () => {
  const definition = machine({
    Work: task({ Retry: [{ ErrorEquals: ['Flaky'] }], Catch: [{ ErrorEquals: ['Hard'], Next: 'End' }], Next: 'End' }),
    End: { Type: 'Succeed' },
  });
  const { transitions, result } = await run(
    definition,
    { work: (_: unknown, attempt: number) => throws(attempt === 1 ? 'Flaky' : 'Hard') },
    { input: { a: 1 } },
  );
  const startedAt = Date.parse(execution.startTime);
  expect(transitions.map(({ state, type, at, error }) => [state, type, at - startedAt, error])).toEqual([
    ['Work', 'entered', 0, undefined],
    ['Work', 'retried', 0, 'Flaky'],
    ['Work', 'caught', 1000, 'Hard'],
    ['Work', 'exited', 1000, undefined],
    ['End', 'entered', 1000, undefined],
    ['End', 'exited', 1000, undefined],
  ]);
  expect(transitions[0]?.stateBytes).toBe('{"a":1}'.length);
  expect(result.largestStateBytes).toBe(Math.max(...transitions.map(({ stateBytes }) => stateBytes)));
});

test('a loop that never ends stops at the service’s number of events', async () => {
  const definition = machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });
  const { result, transitions } = await run(definition);
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(transitions).toHaveLength(24_998);
});

test('an invoker that itself breaks is no function error: it breaks the run', async () => {
  const definition = machine({
    A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], Next: 'B' }),
    B: { Type: 'Succeed' },
  });
  await expect(run(definition)).rejects.toThrow('The test has no function work.');
});
