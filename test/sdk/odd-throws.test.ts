import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi, type MockInstance } from 'vitest';
import * as z from 'zod';
import { ActError, ActToolError, AgentRedirectError } from '../../lib/act/errors.ts';
import { textOf } from '../../lib/act/text-of.ts';
import { NovaAct } from '../../lib/sdk/nova-act.ts';
import { checkState } from '../../lib/sdk/state-guardrail.ts';
import { tool } from '../../lib/sdk/tool.ts';
import { gives, look, Surroundings } from './nova-act-session.ts';

/** What code that is not ours may throw, and no more than that can be done with it. */
class Unreadable extends Error {
  override get message(): string {
    throw new Error('no message');
  }
  override get name(): string {
    throw new Error('no name');
  }
}
const bare: unknown = Object.create(null);
const named = Object.defineProperty(new Error('x'), 'name', { value: Symbol('odd') });
const silent = Object.defineProperty(new AgentRedirectError('x'), 'message', { value: undefined });
const trap = new Proxy(new Error('x'), {
  get: () => {
    throw new Error('trap');
  },
});

let around: Surroundings;
let nova: NovaAct;
let warn: MockInstance<typeof process.emitWarning>;
let onAct: () => unknown;
beforeAll(async () => {
  around = await Surroundings.start({ 'Use it': [[{ name: 'odd', input: {} }, look], [gives('used')]] });
  const odd = tool({ name: 'odd', description: 'Throws.', inputSchema: z.object({}), run: () => onAct() });
  nova = await NovaAct.start({ ...around.options('click'), tools: [odd] });
});
beforeEach(() => {
  warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => warn.mockRestore());
afterAll(async () => {
  await nova.stop();
  await around[Symbol.asyncDispose]();
});

const actIdOf = (error: unknown) => (error instanceof ActError ? error.metadata?.actId : undefined);

const throwing = (thrown: unknown) => () => {
  throw thrown;
};

test.each<[string, () => unknown, RegExp]>([
  ['an object without a prototype', throwing(bare), /an object without a text/],
  ['an error that cannot be read', throwing(new Unreadable()), /an object without a text/],
  ['an error whose name is a symbol', throwing(named), /^Error: x$/],
  ['a proxy that cannot be read', throwing(trap), /an object without a text/],
  ['a frozen ActToolError', throwing(Object.freeze(new ActToolError('sold out'))), /^sold out$/],
])('a tool that throws %s ends the act as ActToolError, with its metadata', async (_, odd, message) => {
  onAct = odd;
  const error = await nova.act('Use it').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ActToolError);
  expect(error).toMatchObject({ message: expect.stringMatching(message), metadata: { actId: around.lastAct?.actId } });
  expect(around.lastAct).toMatchObject({ status: 'FAILED', error: { type: 'ActToolError' } });
});

test('a redirect without a text is told all the same', async () => {
  onAct = throwing(silent);
  expect(await nova.act('Use it')).toMatchObject({ response: 'used' });
});

test('an error that two acts throw tells of each its own metadata', async () => {
  onAct = throwing(new ActToolError('sold out'));
  const [first, second] = [
    await nova.act('Use it').catch((error: unknown) => error),
    await nova.act('Use it').catch((error: unknown) => error),
  ];
  expect([actIdOf(first), actIdOf(second)]).toEqual(around.emulator.acts.slice(-2).map(({ actId }) => actId));
});

test.each([
  ['throws an object without a prototype', throwing(bare)],
  ['gives a bigint', () => 10n],
  ['gives what cannot be JSON', () => ({ toJSON: throwing(bare) })],
])('a state guardrail that %s blocks', async (_, guardrail) => {
  // @ts-expect-error -- what JavaScript may give
  await expect(checkState('https://user:secret@example.com', guardrail)).rejects.toMatchObject({
    name: 'ActStateGuardrailError',
    message: expect.not.stringContaining('secret'),
  });
});

test('stop hooks that throw what cannot be read keep neither the result nor the browser', async () => {
  const stopHooks = [{ onStop: throwing(bare) }, { onStop: throwing(new Unreadable()) }];
  let stopped: NovaAct | undefined;
  const result = await NovaAct.run({ ...around.options('click'), stopHooks }, (session) => {
    stopped = session;
    return 42;
  });
  expect(result).toBe(42);
  expect(stopped?.started).toBe(false);
  const told = ['A stop hook failed: an object without a text', 'NovaActWarning'];
  expect(warn.mock.calls).toEqual([told, told]);
});

test('a stop hook may stop the session that is stopping already', async () => {
  const inner: NovaAct[] = [];
  const onStop = async (session: NovaAct) => {
    await using again = session;
    inner.push(again);
    await session.stop();
  };
  await NovaAct.run({ ...around.options('click'), stopHooks: [{ onStop }] }, () => {});
  expect(inner.map(({ started }) => started)).toEqual([false]);
  expect(warn).not.toHaveBeenCalled();
});

test('what was thrown is told as a text', () => {
  const texts: [unknown, string][] = [
    [new RangeError('too dear'), 'RangeError: too dear'],
    [new Error(''), 'Error'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [{ toString: throwing(bare) }, 'an object without a text'],
  ];
  expect(texts.map(([thrown]) => textOf(thrown))).toEqual(texts.map(([, text]) => text));
});
