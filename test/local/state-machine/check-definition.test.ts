import { expect, test } from 'vitest';
import { DefinitionRefused, checkDefinition } from '../../../lib/local/state-machine/check-definition.ts';
import { answers, machine, run, task } from './run.ts';

const only = (state: Record<string, unknown>) => machine({ Only: state });
const pass = (Output: unknown) => only({ Type: 'Pass', Output, End: true });
const done = { Type: 'Succeed' };

test.for<[string, unknown, string[]]>([
  ['a state type', only({ Type: 'Map' }), ['state Only: Type', '"Map"']],
  ['a Wait state', only({ Type: 'Wait', Seconds: 1 }), ['state Only: Type', '"Wait"']],
  ['a JSONPath field', only({ ...task(), InputPath: '$.a' }), ['state Only: InputPath: not implemented']],
  ['HeartbeatSeconds', only(task({ HeartbeatSeconds: 5 })), ['state Only: HeartbeatSeconds: not implemented']],
  ['another resource', only(task({ Resource: 'arn:aws:states:::sqs:sendMessage' })), ['state Only: Resource', 'sqs']],
  [
    'a task token',
    only(task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' })),
    ['state Only: Resource', 'waitForTaskToken'],
  ],
  [
    'another argument of lambda:invoke',
    only(task({ Arguments: { FunctionName: 'f', Payload: {}, InvocationType: 'Event' } })),
    ['state Only: Arguments/InvocationType: not implemented'],
  ],
  [
    'an unknown retry field',
    only(task({ Retry: [{ ErrorEquals: ['A'], Jitter: 1 }] })),
    ['state Only: Retry[0]/Jitter: not implemented'],
  ],
  ['a state without its own query language', only({ ...done, QueryLanguage: 'JSONPath' }), ['Only: QueryLanguage']],
  ['a missing QueryLanguage', { StartAt: 'Only', States: { Only: done } }, ['QueryLanguage: missing']],
  ['another QueryLanguage', { ...only(done), QueryLanguage: 'JSONPath' }, ['QueryLanguage', '"JSONPath"']],
  ['a field of the machine', { ...only(done), Version: '1.0' }, ['Version: not implemented']],
  ['a reserved variable', only({ Type: 'Pass', Assign: { states: 1 }, End: true }), ['state Only: Assign/states']],
  ['a target that does not exist', only(task({ Next: 'toString' })), ['state Only: Next: there is no state toString']],
  ['a start that does not exist', { ...only(done), StartAt: 'A' }, ['StartAt: there is no state A']],
  ['a state that nothing reaches', machine({ A: done, B: done }), ['state B: nothing leads to it']],
  ['Next beside End', machine({ A: { ...task({ Next: 'B' }), End: true }, B: done }), ['state A: Next: exactly one']],
  ['neither Next nor End', only({ Type: 'Pass' }), ['state Only: Next: exactly one']],
  [
    'States.ALL before another retrier',
    only(task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
    ['state Only: Retry[0]/ErrorEquals: States.ALL'],
  ],
  [
    'States.ALL beside another name',
    machine({ A: task({ Catch: [{ ErrorEquals: ['B', 'States.ALL'], Next: 'B' }], Next: 'B' }), B: done }),
    ['state A: Catch[0]/ErrorEquals: States.ALL'],
  ],
  [
    'a cap below the interval',
    only(task({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] })),
    ['state Only: Retry[0]/MaxDelaySeconds'],
  ],
  ['$eval', pass({ a: ['{% $eval("1") %}'] }), ['state Only: Output/a[0]: $eval is neither']],
  ['an unknown function', pass('{% $map([1], $shout) %}'), ['state Only: Output: $shout is neither']],
  ['an unassigned variable', pass('{% $lost %}'), ['state Only: Output: $lost is neither']],
  ['a syntax error', pass('{% 1 + %}'), ['state Only: Output: not JSONata']],
  ['a newer JSONata operator', pass('{% $states.input.a ?: 1 %}'), ['state Only: Output: not JSONata']],
  ['half an expression', pass('{% 1 '), ['state Only: Output: an expression stands in']],
  ['an expression with something after it', pass('{% 1 %} '), ['state Only: Output: an expression stands in']],
  ['a name without a value to look in', pass('{% price %}'), ['state Only: Output: price has nothing']],
  ['$$', pass('{% $$.a %}'), ['state Only: Output: $$ stands for nothing']],
  ['a bare $states', pass('{% $states %}'), ['state Only: Output: a bare $states']],
  ['the result before it exists', pass('{% $states.result %}'), ['state Only: Output: $states.result']],
  [
    'the error output outside a Catch',
    only(task({ Output: '{% $states.errorOutput %}' })),
    ['state Only: Output: $states.errorOutput'],
  ],
  [
    'the result inside a Catch',
    machine({
      A: task({ Catch: [{ ErrorEquals: ['B'], Output: '{% $states.result %}', Next: 'B' }], Next: 'B' }),
      B: done,
    }),
    ['state A: Catch[0]/Output: $states.result'],
  ],
  [
    'a part of the context',
    pass('{% $states.context.Execution.RoleArn %}'),
    ['state Only: Output: $states.context.Execution.RoleArn is not implemented'],
  ],
])('%s is refused with its state and field', ([, definition, parts]) => {
  const problems = checkDefinition(definition);
  for (const part of parts) expect(problems.join('\n')).toContain(part);
});

test.for([
  ['predicates, sorting and grouping', '{% $states.input.list[price > 1]^(price){ name: $sum(price) } %}'],
  ['local variables and functions', '{% ( $f := function($x) { $x * 2 }; $map($states.input.list.price, $f) ) %}'],
  ['position and context bindings', '{% $states.input.list@$one#$i.{ "at": $i, "name": $one.name } %}'],
  ['transforms', '{% $states.input ~> |list|{ "price": price * 2 }| %}'],
  ['the whole of the context', '{% $states.context.Execution %}'],
])('%s are accepted', ([, expression]) => {
  expect(checkDefinition(pass(expression))).toEqual([]);
});

test('everything wrong is told at once, and nothing is called', async () => {
  const definition = machine({ A: task({ ResultPath: '$.a', Next: 'B' }), B: { Type: 'Parallel' } });
  const refusal = await run(definition, { work: () => answers(1) }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DefinitionRefused);
  expect(String(refusal)).toContain('state A: ResultPath');
  expect(String(refusal)).toContain('"Parallel"');
});

test.for([undefined, null, 1, 'x', [], {}, { States: null }])('%j is refused, not stumbled over', (definition) => {
  expect(checkDefinition(definition)).not.toEqual([]);
});
