import { expect, it } from 'vitest';
import type { Tool } from '../../lib/act/ports.ts';
import { decodeStep, firstEffect } from '../../lib/act/perform-calls.ts';

const tool: Tool = {
  spec: {
    name: 'find',
    description: 'Finds',
    inputSchema: { json: { type: 'object', properties: { text: { type: 'string', pattern: '^(a+)+$' } } } },
  },
  timeoutSeconds: 60,
  run: () => Promise.resolve(null),
};
const tools = new Map([['find', tool]]);
const call = (callId: string, text: string) => ({ callId, name: 'find', input: { text } });

it('a step has one time for checking all its arguments, and they are checked once', () => {
  // By itself the second would be refused for its pattern, in a tenth of a second or so.
  const calls = [call('1', `${'a'.repeat(40)}b`), call('2', `${'a'.repeat(23)}b`)];
  expect(firstEffect({ stepId: 's', calls }, tools)).toBeUndefined();

  const decoded = decodeStep({ stepId: 's', calls: [...calls] }, tools);
  expect(decoded.map(({ action }) => action)).toEqual([
    { kind: 'refused', why: expect.stringContaining('checking took over 2 s') },
    { kind: 'refused', why: expect.stringContaining('checking took over 2 s') },
  ]);
});

it('a step is decoded once, when it is kept, and not again when it is performed', () => {
  const calls = [call('1', 'aaa')];
  const [kept] = decodeStep({ stepId: 's', calls }, tools);
  const [performed] = decodeStep({ stepId: 's', calls: [...calls] }, tools);
  expect(performed?.action).toBe(kept?.action);
  expect(decodeStep({ stepId: 's', calls: [call('1', 'aaa')] }, tools)[0]?.action).not.toBe(kept?.action);
});
