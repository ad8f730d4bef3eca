import { describe, expect, it } from 'vitest';
import { readAnswer, taskText, type AnswerSchema } from '../../lib/act/answer.ts';
import { schemaProblem } from '../../lib/act/json-schema.ts';
import type { JsonValue } from '../../lib/act/json.ts';

describe('an answer', () => {
  it.each<[string, AnswerSchema | undefined, JsonValue | undefined]>([
    ['39.9', { type: 'number' }, 39.9],
    ['a plain text', { type: 'string' }, 'a plain text'],
    ['"quoted"', { type: 'string' }, 'quoted'],
    ['42', { type: 'string' }, '42'],
    ['null', { type: 'string' }, 'null'],
    ['{"a":[1]}', { type: 'object' }, { a: [1] }],
    ['a plain text', undefined, 'a plain text'],
    ['', undefined, undefined],
  ])('%j for schema %j is %j', (returned, schema, value) => {
    expect(readAnswer(returned, schema)).toEqual(value);
  });

  it.each<[string, AnswerSchema]>([
    ['42', { type: 'string', minLength: 1 }],
    ['', { type: 'string' }],
    ['not json', { type: 'number' }],
    ['"x"', { type: 'number' }],
  ])('%j does not fit %j and ends the act', (returned, schema) => {
    expect(() => readAnswer(returned, schema)).toThrow(
      expect.objectContaining({ name: 'ActInvalidModelGenerationError' }),
    );
  });

  it('is not waited for when a pattern of its schema would take for ever', () => {
    expect(() => readAnswer(JSON.stringify(`${'a'.repeat(40)}b`), { type: 'string', pattern: '^(a+)+$' })).toThrow(
      'checking it took over 2 s',
    );
  });

  it('is asked for in the words the model knows', () => {
    expect(taskText('Return the price', { type: 'number' })).toBe(
      'Return the price, format output with jsonschema: {"type":"number"}',
    );
  });

  it('cannot be asked for with a schema that is none', () => {
    expect(schemaProblem({ type: 'nonsense' })).toMatch(/type/);
    expect(schemaProblem({ $async: true, type: 'number' })).toMatch(/async/);
    expect(schemaProblem({ type: 'number' })).toBeUndefined();
  });
});
