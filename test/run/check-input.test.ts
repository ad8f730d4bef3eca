import { describe, expect, it } from 'vitest';
import { checkInput } from '../../lib/run/check-input.ts';
import { InvalidInput } from '../../lib/run/errors.ts';

const execution = { name: 'run-1', startTime: '2026-01-01T00:00:00.000Z' };
const good = { startingPage: 'https://example.com', acts: [{ prompt: 'Click "Buy"' }] };
const act = (change: object) => ({ ...good, acts: [{ prompt: 'Look', ...change }] });

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

function problems(input: unknown): readonly string[] {
  try {
    checkInput(input, execution);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
}

describe('an input', () => {
  it('needs only a starting page and acts', () => {
    expect(checkInput(good, execution)).toMatchObject({
      startingPage: 'https://example.com/',
      acts: [{ id: 'act-1', prompt: 'Click "Buy"', maxSteps: 30, timeoutSeconds: 1800 }],
      timeoutSeconds: 21_600,
      handBack: 'deadline',
      log: { content: false },
    });
  });

  it('may name its schema for an editor', () => {
    expect(problems({ $schema: './workflow-input.schema.json', ...good })).toEqual([]);
  });

  it('has its starting page filled in', () => {
    const input = {
      ...good,
      startingPage: '{{ parameters.shop.url }}/{{execution.name}}',
      parameters: { shop: { url: 'http://a.test' } },
    };
    expect(checkInput(input, execution).startingPage).toBe('http://a.test/run-1');
  });

  it('may ask for the answers of earlier acts', () => {
    const acts = [{ id: 'find', prompt: 'Find it' }, { prompt: 'Open {{ acts.find.response.0.name }}' }];
    expect(problems({ ...good, acts })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { ...good, startPage: 'x' }, 'startPage: unknown key, allowed: startingPage, acts,'],
    ['an unknown key of an act', act({ maxStep: 3 }), 'acts.0.maxStep: unknown key, allowed: id, prompt,'],
    ['a missing starting page', { acts: good.acts }, 'startingPage: is missing, allowed: a text of 1 to 2048'],
    [
      'a file URL',
      { ...good, startingPage: 'file:///etc/passwd' },
      'startingPage: got "file:///etc/passwd", allowed: an http',
    ],
    [
      'a script URL',
      { ...good, startingPage: 'javascript:alert(1)' },
      'startingPage: got "javascript:alert(1)", allowed: an http',
    ],
    ['no scheme', { ...good, startingPage: 'example.com' }, 'startingPage: got "example.com", allowed: an http'],
    [
      'an act without a prompt',
      { ...good, acts: [{ id: 'a' }] },
      'acts.0.prompt: is missing, allowed: a text of 1 to 10000',
    ],
    [
      'two acts with one id',
      {
        ...good,
        acts: [
          { id: 'a', prompt: 'x' },
          { id: 'a', prompt: 'y' },
        ],
      },
      'acts.1.id: got "a", allowed: an id that no other act has',
    ],
    ['no acts', { ...good, acts: [] }, 'acts: has 0 entries, allowed: a list of 1 to 100 acts'],
    [
      '101 acts',
      { ...good, acts: Array.from({ length: 101 }, () => ({ prompt: 'x' })) },
      'acts: has 101 entries, allowed: a list of 1 to 100 acts',
    ],
    [
      'a prompt of 10,001 characters',
      act({ prompt: 'x'.repeat(10_001) }),
      'acts.0.prompt: has 10001 characters, allowed: a text of 1 to 10000 characters',
    ],
    ['200 steps', act({ maxSteps: 200 }), 'acts.0.maxSteps: got 200, allowed: a whole number of steps from 1 to 199'],
    ['half a step', act({ maxSteps: 1.5 }), 'acts.0.maxSteps: got 1.5, allowed: a whole number of steps from 1 to 199'],
    [
      'one second',
      act({ timeoutSeconds: 1 }),
      'acts.0.timeoutSeconds: got 1, allowed: a whole number of seconds from 2 to 21600',
    ],
    [
      'a broken schema',
      act({ schema: { type: 'nonsense' } }),
      'acts.0.schema: got {"type":"nonsense"}, allowed: a JSON Schema',
    ],
    ['a schema that is a text', act({ schema: 'number' }), 'acts.0.schema: got "number", allowed: a JSON Schema'],
    [
      'an unknown path',
      act({ prompt: 'Buy {{ parameters.item }}' }),
      'acts.0.prompt: got "{{ parameters.item }}", allowed: a path that has a value here: execution.name',
    ],
    [
      'the answer of a later act',
      { ...good, acts: [{ prompt: '{{ acts.b.response }}' }, { id: 'b', prompt: 'x' }] },
      'acts.0.prompt: got "{{ acts.b.response }}"',
    ],
    ['an inherited property as path', act({ prompt: '{{ parameters.constructor }}' }), 'acts.0.prompt: got'],
    [
      'a definition name with a blank',
      { ...good, workflowDefinitionName: 'a b' },
      'workflowDefinitionName: got "a b", allowed: a text of the pattern',
    ],
    [
      'a log group name with a blank',
      { ...good, logGroupName: 'a b' },
      'logGroupName: got "a b", allowed: a text of the pattern',
    ],
    [
      'neither prompt nor fill',
      { ...good, acts: [{}] },
      'acts.0.prompt: is missing, allowed: a text of 1 to 10000 characters, or a fill',
    ],
    [
      'prompt and fill',
      act({ fill: { secret: 'a', into: 'b' } }),
      'acts.0.prompt: has 4 characters, allowed: a text of 1 to 10000 characters, or a fill',
    ],
    [
      'a fill without a field',
      { ...good, acts: [{ fill: { secret: 'a' } }] },
      'acts.0.fill.into: is missing, allowed: a text of 1 to 1000',
    ],
    [
      'an unknown key of a fill',
      { ...good, acts: [{ fill: { secret: 'a', into: 'b', x: 1 } }] },
      'acts.0.fill.x: unknown key, allowed: secret, into',
    ],
    [
      'a starting page outside the guardrails',
      { ...good, guardrails: { allowedDomains: ['*.shop.test'] } },
      'startingPage: got "https://example.com", allowed: a page within the guardrails: example.com is not among',
    ],
    [
      'an address as a domain',
      { ...good, guardrails: { blockedDomains: ['https://a.test'] } },
      'guardrails.blockedDomains.0: got "https://a.test", allowed: a text of the pattern',
    ],
    [
      'a viewport the model was not made for',
      { ...good, browser: { width: 800 } },
      'browser.width: got 800, allowed: a whole number of CSS pixels from 1280 to 1920',
    ],
    [
      'an unknown time zone',
      { ...good, browser: { timeZone: 'Mars/Base' } },
      'browser.timeZone: got "Mars/Base", allowed: a time zone’s name',
    ],
    ['a header with a line break', { ...good, browser: { headers: { 'x-a': 'b\r\nc' } } }, 'browser.headers.x-a: got'],
    ['a log that is a switch', { ...good, log: true }, 'log: got true, allowed: an object with content'],
    [
      'a content that is a text',
      { ...good, log: { content: 'yes' } },
      'log.content: got "yes", allowed: true or false',
    ],
    ['an unknown key of the log', { ...good, log: { level: 1 } }, 'log.level: unknown key, allowed: content'],
    [
      'an open placeholder',
      act({ prompt: 'Buy {{ parameters.item' }),
      'acts.0.prompt: has 22 characters, allowed: a text in which each {{',
    ],
    ['a number that is too large twice over', act({ maxSteps: 1e300 }), 'acts.0.maxSteps: got 1e+300'],
    ['parameters nested too deeply', { ...good, parameters: { a: nested(20_000) } }, 'input: is nested too deeply'],
    [
      'a prompt that is too long with its schema',
      act({ prompt: 'x'.repeat(9_990), schema: { type: 'number' } }),
      'acts.0.prompt: has 10040 characters with its schema, allowed: 10000',
    ],
    ['a wrong type', { ...good, acts: 'Click' }, 'acts: got "Click", allowed: a list of 1 to 100 acts'],
    ['a list', [], 'input: has 0 entries, allowed: an object'],
    ['nothing', undefined, 'input: is missing, allowed: an object'],
    ['more than 200 KB', { ...good, parameters: { a: 'x'.repeat(200_001) } }, 'input: has 200'],
  ])('with %s is refused in one line', (_, input, line) => {
    const found = problems(input);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(line);
  });

  it('is told all its problems at once', () => {
    expect(problems({ startingPage: 1, acts: [{ prompt: '' }, {}], other: true })).toHaveLength(4);
  });
});
