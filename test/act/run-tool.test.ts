import { describe, expect, it } from 'vitest';
import { DispatchLeave } from '../../lib/act/dispatch-leave.ts';
import { ActCanceledError, ActTimeoutError, ActToolError, AgentRedirectError } from '../../lib/act/errors.ts';
import type { Tool } from '../../lib/act/ports.ts';
import { runTool, ToolThrottled } from '../../lib/act/run-tool.ts';

const call = {
  idempotencyKey: 'run/act/step/call',
  run: {
    workflowDefinitionName: 'd',
    workflowRunId: 'run',
    sessionId: 's',
    actId: 'act',
    stepId: 'step',
    callId: 'call',
  },
};

function aTool(run: Tool['run'], timeoutSeconds = 60): Tool {
  return { spec: { name: 'lookUp', description: 'Looks up', inputSchema: { json: true } }, timeoutSeconds, run };
}

/** Runs a tool once under a lease that lasts until `mayDispatch` throws, with a clock whose sleep takes no time. */
async function ran(tool: Tool, mayDispatch: () => void = () => {}) {
  let slept = 0;
  const clock = {
    now: () => slept,
    elapsed: () => slept,
    sleep: async (milliseconds: number) => {
      slept += milliseconds;
    },
  };
  return runTool(tool, { id: 7 }, call, { leave: new DispatchLeave({ mayDispatch }), clock });
}

const nested: Record<string, unknown> = {};
nested['self'] = nested;

describe('a tool', () => {
  it('is given its input, the idempotency key and the call it runs for', async () => {
    const asked: unknown[] = [];
    await ran(aTool(async (...given) => void asked.push(given)));
    expect(asked).toEqual([[{ id: 7 }, { ...call, signal: expect.any(AbortSignal) }]]);
  });

  it.each([
    ['undefined', undefined, null],
    ['a text', 'é', 'é'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an object with parts that JSON does not know', { a: 1, b: undefined, c: () => 1 }, { a: 1 }],
    ['as much as there is room for', 'x'.repeat(256 * 1024 - 2), 'x'.repeat(256 * 1024 - 2)],
  ])('gives %s as JSON knows it', async (_, result, json) => {
    expect(await ran(aTool(async () => result))).toEqual(json);
  });

  it.each<[string, unknown, string]>([
    ['has a number that JSON does not know', 1n, "the result of tool 'lookUp' is not JSON: "],
    ['holds itself', nested, "the result of tool 'lookUp' is not JSON: "],
    ['is a function', () => 1, 'is not JSON: it is a function'],
    ['is too long', 'ü'.repeat(128 * 1024), 'has 262146 bytes as JSON, allowed: 262144'],
  ])('ends the act when its result %s', async (_, result, message) => {
    const failing = ran(aTool(async () => result));
    await expect(failing).rejects.toThrow(ActToolError);
    await expect(failing).rejects.toThrow(message);
  });

  it('tells the agent what it throws as an AgentRedirectError, whosever class that is', async () => {
    const own = Object.assign(new Error('Look for its number first'), { name: 'AgentRedirectError' });
    const told = ran(aTool(() => Promise.reject(own)));
    await expect(told).rejects.toThrow(AgentRedirectError);
    await expect(told).rejects.toThrow('Look for its number first');
  });

  it.each<[string, unknown, string]>([
    ['an error', new RangeError('too far'), 'RangeError: too far'],
    ['the error of another act', new ActTimeoutError('over'), 'ActTimeoutError: over'],
    ['no error at all', 'nothing', 'nothing'],
  ])('ends the act when it throws %s', async (_, thrown, message) => {
    const failing = ran(aTool(() => Promise.reject(thrown)));
    await expect(failing).rejects.toMatchObject({ name: 'ActToolError', message });
  });

  it('may cancel the act', async () => {
    const canceling = ran(aTool(() => Promise.reject(new ActCanceledError('a person said no'))));
    await expect(canceling).rejects.toMatchObject({ name: 'ActCanceledError', message: 'a person said no' });
  });

  it('ends the act when it takes too long: it is told to stop, and what it did is said to be unknown', async () => {
    const told = Promise.withResolvers<void>();
    const slow = aTool(async (_, { signal }) => {
      signal.addEventListener('abort', () => told.resolve());
      return new Promise(() => {});
    }, 0.01);
    await expect(ran(slow)).rejects.toThrow(
      "tool 'lookUp' gave no result within 0.01 s; what it did by then is unknown, and it is not repeated",
    );
    await told.promise;
  });

  it('that was throttled is asked again, each time only while the lease lasts', async () => {
    let asked = 0;
    let checked = 0;
    const throttled = aTool(async () => {
      asked += 1;
      if (asked < 4) throw new ToolThrottled('too often', asked === 1 ? { retryAfterSeconds: 20 } : {});
      return 'ok';
    });
    expect(await ran(throttled, () => void (checked += 1))).toBe('ok');
    expect([asked, checked]).toEqual([4, 4]);

    asked = 0;
    checked = 0;
    const lost = ran(throttled, () => {
      checked += 1;
      if (checked > 1) throw new Error('the lease is lost');
    });
    await expect(lost).rejects.toThrow('the lease is lost');
    expect(asked).toBe(1);
  });

  it('that is throttled to the end of its time ends the act, and was never started', async () => {
    let asked = 0;
    const throttled = aTool(async () => {
      asked += 1;
      throw new ToolThrottled('it was not invoked');
    });
    const failing = ran(throttled);
    await expect(failing).rejects.toThrow(ActToolError);
    await expect(failing).rejects.toThrow(/^it was not invoked$/);
    // After 1, 2, 4, 8, 16 s; 30 more are not left of its minute.
    expect(asked).toBe(6);
  });
});
