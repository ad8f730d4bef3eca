import { expect, test } from 'vitest';
import { functionNames } from '../../../lib/local/state-machine/jsonata-functions.ts';
import { machine, run } from './run.ts';

const evaluated = async (expression: string, input = {}, chances: number[] = []) => {
  const Output = `{% ${expression} %}`;
  const { result } = await run(machine({ Only: { Type: 'Pass', Output, End: true } }), {}, { input, chances });
  return result;
};

test.for<[string, unknown]>([
  ['$parse(\'{"a":[1]}\')', { a: [1] }],
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$range(0, 10, 5)', [0, 5, 10]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ["$hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  ['$random()', 0.25],
  ['$random(7) = $random(7)', true],
  ['$length($uuid())', 36],
  ['$states.input.list[price > 1].name', 'b'],
  ['[$states.input.list[price > 1].name]', ['b']],
  ['$states.input.list.price', [1, 2]],
  ['$states.context.Execution.Name', 'one'],
  ['$states.context.StateMachine.Name', 'runs'],
  ['$states.context.State.EnteredTime', '2026-01-02T03:04:05.000Z'],
  ['$states.context.Execution.Input.list[0].name', 'a'],
  ['null', null],
])('%s gives its plain value', async ([expression, output]) => {
  const input = {
    list: [
      { name: 'a', price: 1 },
      { name: 'b', price: 2 },
    ],
  };
  expect(await evaluated(expression, input, [0.25])).toMatchObject({ status: 'SUCCEEDED', output });
});

test.for<[string, string]>([
  ['$states.input.missing', 'returned nothing (undefined)'],
  ['1 + "a"', 'T2002'],
  ['$sum', 'a function is not a value'],
  ['{ "f": function($x) { $x } }', 'a function is not a value'],
  ["$parse('{')", 'threw an error'],
  ['$range(1, 2000, 1)', '1000 numbers at most'],
  ['$range(1, 2, 0)', 'step other than 0'],
  ['$partition([1], 0)', 'positive whole size'],
  ["$hash('a', 'CRC')", 'not CRC'],
  ["$error('no luck')", 'no luck'],
])('%s fails the state as a query error that names the field', async ([expression, cause]) => {
  const result = await evaluated(expression);
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect('cause' in result && result.cause).toContain(cause);
  expect('cause' in result && result.cause).toContain("the state 'Only' (entered at the event id #2)");
  expect('cause' in result && result.cause).toContain("the field 'Output'");
});

test.for([...functionNames])('$%s, which the check accepts, exists', async (name) => {
  expect(await evaluated(`$type($${name})`)).toMatchObject({ output: 'function' });
});
