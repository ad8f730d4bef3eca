import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readAnswer } from '../../lib/act/answer.ts';
import { askedAnswer } from '../../lib/sdk/answer-schema.ts';

// oxlint-disable-next-line no-useless-escape -- as people write it
const NOT_UNICODE = /^\d{4}\-\d{2}$/;

/** What `actGet` makes of a text that the agent returned. */
async function answered(schema: unknown, returned: string): Promise<unknown> {
  const asked = askedAnswer(schema);
  return asked.parse(readAnswer(returned, asked.schema));
}

const Category = z.object({
  name: z.string(),
  get below() {
    return z.array(Category);
  },
});
const circle: Record<string, unknown> = { type: 'object' };
circle['not'] = circle;

describe('an answer', () => {
  it.each<[string, unknown, unknown]>([
    ['of a zod schema that has itself within it', Category, { name: 'a', below: [{ name: 'b', below: [] }] }],
    [
      'of a JSON Schema that refers to itself',
      { type: 'object', properties: { c: { items: { $ref: '#' } } } },
      { c: [{ c: [] }] },
    ],
    ['with a pattern that is none of Unicode', z.string().regex(NOT_UNICODE), '2026-11'],
    ['with a pattern whatever the case', z.string().regex(/^abc$/i), 'ABC'],
    [
      'with such a pattern beside another',
      z
        .string()
        .regex(/^abc$/i)
        .regex(/^.{3}$/),
      'ABC',
    ],
    [
      'with such a pattern that may be absent',
      z.object({ a: z.string().regex(/^abc$/i).describe('x').optional() }),
      { a: 'ABC' },
    ],
    ['with a format whatever the case', z.stringFormat('code', /^abc$/i), 'ABC'],
    ['of so many cents', z.number().multipleOf(0.01), 19.99],
  ])('%s is read', async (_, schema, value) => {
    expect(await answered(schema, JSON.stringify(value))).toEqual(value);
  });

  it.each<[string, z.ZodType, unknown]>([
    ['a pattern whatever the case', z.string().regex(/^abc$/i), 'ABD'],
    [
      'the other pattern',
      z
        .string()
        .regex(/^abc/i)
        .regex(/^.{3}$/),
      'ABCD',
    ],
    ['a pattern that would take for ever', z.string().regex(/^(a+)+$/i), `${'a'.repeat(40)}b`],
  ])('that does not fit %s ends the act', async (_, schema, value) => {
    await expect(answered(schema, JSON.stringify(value))).rejects.toThrow(
      expect.objectContaining({ name: 'ActInvalidModelGenerationError' }),
    );
  });

  it('is asked for without a pattern that JSON Schema cannot say, and with those that it can', () => {
    expect(askedAnswer(z.string().regex(/a/i).regex(/b/u).regex(/c/)).schema).toEqual({
      type: 'string',
      allOf: [
        { type: 'string', pattern: 'b' },
        { type: 'string', pattern: 'c' },
      ],
    });
    expect(askedAnswer(z.string().regex(/a/i)).schema).toEqual({ type: 'string' });
    expect(askedAnswer(z.string().regex(/a/i).regex(/b/s)).schema).toEqual({ type: 'string' });
  });
});

describe('a schema', () => {
  it.each<[string, unknown, string]>([
    ['cannot be compiled', { type: 'string', pattern: '(' }, 'Invalid regular expression'],
    ['is of zod and cannot be compiled', z.string().meta({ pattern: '(' }), 'Invalid regular expression'],
    ['is a circle', circle, 'at most 500 levels'],
    ['is too deep', JSON.parse(`${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}`), 'at most 500 levels'],
    ['is options', { maxSteps: 3 }, 'options go after it: actGet(prompt, schema, options)'],
    ['is options with a signal', { timeout: 5, signal: AbortSignal.abort() }, 'options go after it'],
  ])('that %s is refused', (_, schema, message) => {
    expect(() => askedAnswer(schema)).toThrow(
      expect.objectContaining({ name: 'InvalidOption', message: expect.stringContaining(message) }),
    );
  });

  it('that asks for nothing, or has such a property, is no options', () => {
    expect(askedAnswer({}).schema).toEqual({});
    expect(askedAnswer({ properties: { maxSteps: {} } }).schema).toEqual({ properties: { maxSteps: {} } });
  });
});
