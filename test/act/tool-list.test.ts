import { describe, expect, it } from 'vitest';
import { toolDeclaration, toolListProblems } from '../../lib/act/tool-list.ts';

const good = { name: 'lookUp', description: 'Looks up', inputSchema: { type: 'object' } };
/** As JavaScript may give it, and as no JSON can say it. */
const circle: Record<string, unknown> = { type: 'object' };
circle['not'] = circle;
const deep: unknown = JSON.parse(`${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}`);
const long = 'x'.repeat(5_000_000);
const problems = (list: unknown) => toolListProblems(list, toolDeclaration);

describe('a list of tools', () => {
  it('is right with as many, as large and as slow tools as are allowed', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...good, name: `tool-${index}` }));
    expect(problems(many)).toEqual([]);
    const large = { ...good, name: 'n'.repeat(64), description: '🏔'.repeat(10_000), timeoutSeconds: 600 };
    expect(problems([large])).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['is no list', { lookUp: good }, 'tools: got {"lookUp":'],
    ['has what is no tool', [7], 'tools.0: got 7, allowed: an object with name, description, inputSchema'],
    [
      'has a name outside of the pattern',
      [{ ...good, name: 'look up' }],
      'tools.0.name: got "look up", allowed: 1 to 64',
    ],
    ['has a name that is too long', [{ ...good, name: 'n'.repeat(65) }], 'tools.0.name: got "nnn'],
    [
      'hides a built-in action',
      [{ ...good, name: 'goToUrl' }],
      'tools.0.name: got "goToUrl", allowed: another name than',
    ],
    ['hides a human tool', [{ ...good, name: 'human_Approve' }], 'tools.0.name: got "human_Approve", allowed: another'],
    ['has a tool without description', [{ ...good, description: undefined }], 'tools.0.description: is missing'],
    ['has an empty description', [{ ...good, description: '' }], 'tools.0.description: got "", allowed: 1 to 10,000'],
    ['has a long description', [{ ...good, description: 'x'.repeat(10_001) }], 'tools.0.description: got "xxx'],
    [
      'has a schema of a text',
      [{ ...good, inputSchema: { type: 'string' } }],
      'allowed: a JSON Schema of Draft 7 with',
    ],
    ['has a schema that is none', [{ ...good, inputSchema: { type: 'object', required: 'a' } }], '(schema/required'],
    [
      'has a schema of another draft',
      [{ ...good, inputSchema: { type: 'object', $schema: 'x' } }],
      'no schema with key',
    ],
    ['has a schema that is a circle', [{ ...good, inputSchema: circle }], 'got object, allowed: a JSON Schema of'],
    ['has a schema that is too deep', [{ ...good, inputSchema: deep }], 'of at most 500 levels'],
    [
      'has a schema with a pattern that is none',
      [{ ...good, inputSchema: { type: 'object', patternProperties: { '(': { type: 'string' } } } }],
      'Invalid regular',
    ],
    [
      'has a time that JSON does not have',
      [{ ...good, timeoutSeconds: 5n }],
      'tools.0.timeoutSeconds: got bigint, allowed: whole',
    ],
    ['has a tool that may take too long', [{ ...good, timeoutSeconds: 601 }], 'tools.0.timeoutSeconds: got 601'],
    ['has a tool with half a second', [{ ...good, timeoutSeconds: 0.5 }], 'allowed: whole seconds, 1 to 600'],
    ['has a long name', [{ ...good, name: long }], 'tools.0.name: got "xxx'],
    ['has a long unknown key', [{ ...good, [long]: 5 }], 'x…: unknown key, allowed: name, description,'],
    [
      'has a long key that is not JSON',
      [{ ...good, inputSchema: { ...good.inputSchema, [long]: 5n } }],
      'x…: got bigint, allowed: an object',
    ],
    ['has unknown keys', [{ ...good, timeout: 5 }], 'tools.0.timeout: unknown key, allowed: name, description,'],
    ['has a name twice', [good, good], 'tools: got more than one tool named "lookUp", allowed: one'],
    [
      'has too many',
      Array.from({ length: 101 }, (_, index) => ({ ...good, name: `t${index}` })),
      'tools: got 101 tools, allowed: at most 100',
    ],
    [
      'has too much in all',
      Array.from({ length: 36 }, (_, index) => ({ ...good, name: `t${index}`, description: 'x'.repeat(10_000) })),
      'bytes, allowed: 358400 in all',
    ],
  ])('that %s is refused, with what is allowed', (_, list, problem) => {
    const lines = problems(list);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(problem);
    expect(lines[0]?.length).toBeLessThan(2_200);
  });

  it('may have a schema that refers to itself', () => {
    const properties = { below: { type: 'array', items: { $ref: '#' } } };
    expect(problems([{ ...good, inputSchema: { type: 'object', properties } }])).toEqual([]);
  });

  it('is told of all its problems at once', () => {
    expect(problems([{ ...good, name: 'a b', retries: 1 }, good, { ...good, timeoutSeconds: 0 }])).toEqual([
      expect.stringContaining('tools.0.name'),
      expect.stringContaining('tools.0.retries'),
      expect.stringContaining('tools.2.timeoutSeconds'),
      expect.stringContaining('more than one tool named "lookUp"'),
    ]);
  });
});
