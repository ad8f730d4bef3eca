import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/act/json.ts';
import { misfit, schemaProblem, type JsonSchema } from '../../lib/act/json-schema.ts';

const list = { type: 'object', properties: { next: { $ref: '#' }, n: { type: 'integer' } } };
const month = { type: 'string', pattern: String.raw`^\d{4}\-\d{2}$` };
const endless = {
  type: 'object',
  allOf: [{ $ref: '#/definitions/a' }],
  definitions: { a: { allOf: [{ $ref: '#/definitions/a' }] } },
};

/** As deep as JSON may be that somebody sends, and too deep to be walked. */
const deep = (levels: number): JsonSchema => JSON.parse(`${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`);

describe('a value', () => {
  it.each<[JsonValue, JsonSchema]>([
    [{ next: { next: {} } }, list],
    ['2026-11', month],
    ['😀', { type: 'string', pattern: '^.$' }],
    [19.99, { type: 'number', multipleOf: 0.01 }],
    [{}, { type: 'object', properties: { constructor: { type: 'string' } } }],
    [{ toString: 1 }, { type: 'object', required: ['toString'] }],
    [{ type: 'object' }, { $ref: 'http://json-schema.org/draft-07/schema#' }],
    [{ type: 'object' }, { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://example.com/a' }],
    [1, true],
  ])('%j fits %j, which is a schema', (value, schema) => {
    expect(schemaProblem(schema)).toBeUndefined();
    expect(misfit(value, schema, 'answer')).toBeUndefined();
  });

  it.each<[JsonValue, JsonSchema, string]>([
    [{ next: { next: { n: 'x' } } }, list, 'answer/next/next/n must be integer'],
    ['2026-1', month, 'answer must match pattern'],
    [19.999, { type: 'number', multipleOf: 0.01 }, 'answer must be multiple of 0.01'],
    [{}, { type: 'object', required: ['toString'] }, "answer must have required property 'toString'"],
    [1, false, 'boolean schema is false'],
  ])('%j does not fit %j', (value, schema, why) => {
    expect(misfit(value, schema, 'answer')).toContain(why);
  });

  it('of a schema that refers to itself without end cannot be checked', () => {
    expect(misfit({}, endless, 'answer')).toMatch(/^it cannot be checked: Maximum call stack/);
  });

  it('that is wrong a thousand times is told of it in short', () => {
    const why = misfit(Array(1_000).fill('x'), { type: 'array', items: { type: 'integer' } }, 'answer');
    expect(why).toHaveLength(2_000);
  });
});

describe('a schema', () => {
  it.each<[string, JsonSchema, string]>([
    ['is none', { type: 'nonsense' }, 'schema/type'],
    ['has a pattern that is none', { type: 'string', pattern: '(' }, 'Invalid regular expression'],
    ['refers to what is not there', { $ref: '#/definitions/a' }, "can't resolve reference"],
    ['is of another draft', { $schema: 'https://json-schema.org/draft/2020-12/schema' }, 'no schema with key'],
    ['is asynchronous', { $async: true, type: 'number' }, '$async'],
    ['is too deep', deep(20_000), 'it has more than 500 levels'],
  ])('that %s is refused', (_, schema, problem) => {
    expect(schemaProblem(schema)).toContain(problem);
  });

  it('with the $id of another one is a schema all the same', () => {
    const schemas = ['string', 'number'].map((type) => ({ $id: 'https://example.com/a', type }));
    expect(schemas.map(schemaProblem)).toEqual([undefined, undefined]);
  });
});
