import { expect, test } from 'vitest';
import { substitute } from '../../../lib/local/state-machine/substitute.ts';

test('each placeholder becomes its value, wherever it stands', () => {
  expect(substitute('{"a":"${One}","b":"x${Two}${One}"}', { One: '1', Two: '2' })).toBe('{"a":"1","b":"x21"}');
});

test('a value with quotes and backslashes leaves the JSON valid', () => {
  const value = 'a "b" \\ c';
  expect(JSON.parse(substitute('{"a":"${One}"}', { One: value }))).toEqual({ a: value });
});

test.for([
  ['a placeholder without a value', '${One}${Two}', { One: '1' }, /no value for \$\{Two\}/],
  ['a value without a placeholder', '${One}', { One: '1', Two: '2' }, /no \$\{Two\} to put a value into/],
  ['a placeholder that is not closed', '${One} ${Two', { One: '1' }, /left over/],
  ['a name that every object has', '${toString}', {}, /no value for \$\{toString\}/],
] as const)('%s is refused by name', ([, text, placeholders, problem]) => {
  expect(() => substitute(text, placeholders)).toThrow(problem);
});
