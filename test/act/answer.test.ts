import { describe, expect, it } from 'vitest';
import { readAnswer, taskText, type AnswerSchema } from '../../lib/act/answer.ts';
import type { JsonValue } from '../../lib/act/json.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

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

  it.each<[string, AnswerSchema]>([
    ['canary', { type: 'number' }],
    ['"canary"', { type: 'number' }],
    ['["canary"]', { type: 'array', items: { enum: ['a', 'b'] } }],
    ['"canary"', { type: 'string', pattern: '^[0-9]+$' }],
  ])('%j that does not fit %j is told without what it says', (returned, schema) => {
    expect(() => readAnswer(returned, schema)).toThrow(`the answer, a text of ${returned.length} characters, `);
    expect(() => readAnswer(returned, schema)).not.toThrow('canary');
  });

  it('is not waited for when a pattern of its schema would take for ever', () => {
    expect(() => readAnswer(JSON.stringify(`${'a'.repeat(40)}b`), { type: 'string', pattern: '^(a+)+$' })).toThrow(
      'checking took over 2 s',
    );
  });

  it('that is too deep to be walked ends the act', () => {
    expect(readAnswer(nested(500), true)).toEqual(JSON.parse(nested(500)));
    expect(() => readAnswer(nested(20_000), true)).toThrow(
      expect.objectContaining({
        name: 'ActInvalidModelGenerationError',
        message: expect.stringContaining('more than 500 levels'),
      }),
    );
  });

  it('of a schema that refers to itself without end ends the act', () => {
    const definitions = { a: { allOf: [{ $ref: '#/definitions/a' }] } };
    expect(() => readAnswer('{}', { $ref: '#/definitions/a', definitions })).toThrow(
      expect.objectContaining({
        name: 'ActInvalidModelGenerationError',
        message: expect.stringContaining('it cannot be checked'),
      }),
    );
  });

  it('is asked for in the words the model knows', () => {
    expect(taskText('Return the price', { type: 'number' })).toBe(
      'Return the price, format output with jsonschema: {"type":"number"}',
    );
  });
});
