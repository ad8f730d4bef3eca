import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { tools } from '../../examples/exchange-tools.ts';
import type { Tool, ToolInvocation } from '../../lib/act/ports.ts';
import { tool } from '../../lib/sdk/tool.ts';
import { toolsByName } from '../../lib/sdk/tool-list.ts';

const invocation: ToolInvocation = {
  idempotencyKey: 'run/act/step/call',
  run: { workflowDefinitionName: 'd', workflowRunId: 'run', sessionId: 's', actId: 'act', stepId: 'step', callId: 'c' },
  signal: new AbortController().signal,
};

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const named = { name: 'order', description: 'Orders' };
const inputSchema = z.object({
  item: z.string().describe('What to order').trim(),
  count: z.int().default(1),
});

describe('a tool with a zod schema', () => {
  it('is told to the agent in JSON Schema, and what has a default may be left out', () => {
    expect(tool({ ...named, inputSchema, run: () => 1 })).toMatchObject({
      spec: {
        ...named,
        inputSchema: {
          json: {
            type: 'object',
            properties: {
              item: { type: 'string', description: 'What to order' },
              count: { type: 'integer', default: 1 },
            },
            required: ['item'],
          },
        },
      },
      timeoutSeconds: 60,
    });
  });

  it('gets what the schema makes of the arguments, typed, and the invocation', async () => {
    const order = tool({
      ...named,
      inputSchema,
      run: (input, { idempotencyKey }) => {
        expectTypeOf(input).toEqualTypeOf<{ item: string; count: number }>();
        return { ...input, idempotencyKey };
      },
    });
    expect(await order.run({ item: ' kettle ' }, invocation)).toEqual({
      item: 'kettle',
      count: 1,
      idempotencyKey: 'run/act/step/call',
    });
  });

  it('is not run with arguments that only zod can refuse: the agent is told', async () => {
    let runs = 0;
    const even = inputSchema.refine(async ({ count }) => count % 2 === 0, { path: ['count'], error: 'must be even' });
    const order = tool({ ...named, inputSchema: even, run: () => (runs += 1) });
    const told = order.run({ item: 'kettle', count: 3 }, invocation);
    await expect(told).rejects.toMatchObject({ name: 'AgentRedirectError', message: expect.stringContaining('even') });
    expect(runs).toBe(0);
  });

  it('is refused when the schema cannot be said in JSON Schema', () => {
    const dated = z.object({ on: z.date() });
    expect(() => tool({ ...named, inputSchema: dated, run: () => 1 })).toThrow(
      expect.objectContaining({
        name: 'InvalidOption',
        message: expect.stringContaining('Date cannot be represented'),
      }),
    );
  });
});

describe('a tool with a JSON Schema', () => {
  const json = { type: 'object', properties: { item: { type: 'string' } } };

  it('is told to the agent as it is and gets the arguments as they are', async () => {
    const order = tool({ ...named, inputSchema: json, timeoutSeconds: 5, run: (input) => input });
    expect(order).toMatchObject({ spec: { ...named, inputSchema: { json } }, timeoutSeconds: 5 });
    expect(await order.run({ item: 'kettle' }, invocation)).toEqual({ item: 'kettle' });
  });

  it('is refused with all its problems at once', () => {
    const wrong = { name: 'a b', description: '', inputSchema: { type: 'array' }, retries: 2, run: () => 1 };
    expect(() => tool(wrong)).toThrow(
      expect.objectContaining({
        problems: [
          expect.stringContaining('tool(a b).name: got "a b"'),
          expect.stringContaining('tool(a b).description: got ""'),
          expect.stringContaining('tool(a b).inputSchema: got {"type":"array"}'),
          'tool(a b).retries: unknown key, allowed: name, description, inputSchema, timeoutSeconds, run',
        ],
      }),
    );
  });
});

describe('what is told of a tool', () => {
  const json = { type: 'object' };
  const long = 'x'.repeat(5_000_000);
  const nameless = {
    toString: () => {
      throw new Error('no name');
    },
  };
  let deep: unknown = {};
  for (let level = 0; level < 20_000; level += 1) deep = { not: deep };

  it.each<[string, object, string]>([
    ['a time that JSON does not have', { timeoutSeconds: 5n }, 'tool(order).timeoutSeconds: got bigint'],
    ['a schema that is too deep', { inputSchema: { type: 'object', not: deep } }, 'at most 500 levels'],
    ['a long name', { name: long }, 'x…).name: got "xxx'],
    ['a long name and a wrong zod schema', { name: long, inputSchema: z.object({ a: z.date() }) }, 'x…).inputSchema'],
    ['a symbol for a name', { name: Symbol('a') }, 'name: got symbol, allowed'],
    [
      'a symbol for a name and a wrong zod schema',
      { name: Symbol('a'), inputSchema: z.object({ a: z.date() }) },
      'tool().inputSchema',
    ],
    ['a name that cannot be shown', { name: nameless }, 'tool().name'],
  ])('is short, and an InvalidOption, with %s', (_, wrong, message) => {
    const made = () => tool({ ...named, inputSchema: json, run: () => 1, ...wrong });
    expect(made).toThrow(
      expect.objectContaining({
        name: 'InvalidOption',
        message: expect.stringMatching(new RegExp(`^.{0,2000}$`, 's')),
      }),
    );
    expect(made).toThrow(message);
  });
});

it('a tool with a pattern whatever the case is called, and refused by zod only', async () => {
  const coded = tool({
    ...named,
    inputSchema: z.object({ code: z.string().regex(/^abc$/i) }),
    run: ({ code }) => code,
  });
  expect(coded.spec.inputSchema.json).toMatchObject({ properties: { code: { type: 'string' } } });
  expect(coded.spec.inputSchema.json).not.toHaveProperty('properties.code.pattern');
  expect(await coded.run({ code: 'ABC' }, invocation)).toBe('ABC');
  await expect(coded.run({ code: 'x' }, invocation)).rejects.toMatchObject({ name: 'AgentRedirectError' });
});

it.each([undefined, null, 'order', () => 1])('that is made of %s is refused', (definition) => {
  // @ts-expect-error -- as JavaScript would call it
  expect(() => tool(definition)).toThrow(expect.objectContaining({ name: 'InvalidOption' }));
});

it('of the example does what the guide says, which shows the example as it is', async () => {
  const exchange = toolsByName(tools).get('exchange');
  expect(await exchange?.run({ pounds: 128, currency: 'EUR' }, invocation)).toEqual({ amount: 160, currency: 'EUR' });
  await expect(exchange?.run({ pounds: 1, currency: 'USD' }, invocation)).rejects.toThrow('There are EUR, NOK only');

  expect(read('docs/tools.md')).toContain(`\`\`\`ts\n${read('examples/exchange-tools.ts')}\`\`\``);
});

describe('a list of tools', () => {
  const order = tool({ ...named, inputSchema, run: () => 1 });

  it('is found by name', () => {
    expect(toolsByName([order])).toEqual(new Map([['order', order]]));
    expect(toolsByName([])).toEqual(new Map());
  });

  const handmade: Tool = { ...order, spec: { ...order.spec, name: 'agentClick' }, timeoutSeconds: 0 };

  it.each<[string, unknown, string[]]>([
    ['is no list', undefined, ['tools: got no tool']],
    ['holds what is no tool', [order, () => 1, {}], ['tools.1: got no tool', 'tools.2: got no tool']],
    ['has a name twice', [order, order], ['tools: got more than one tool named "order"']],
    ['was made by hand, and wrongly', [handmade], ['tools.0.name: got "agentClick"', 'tools.0.timeoutSeconds: got 0']],
  ])('that %s is refused', (_, list, problems) => {
    expect(() => toolsByName(list)).toThrow(
      expect.objectContaining({ problems: problems.map((problem) => expect.stringContaining(problem)) }),
    );
  });
});
