import { expect, test } from 'vitest';
import { systemClock } from '../../../lib/local/state-machine/clock.ts';
import type { FunctionAnswer } from '../../../lib/local/state-machine/run-state-machine.ts';
import { answers, machine, run, task, throws } from './run.ts';

const never = () => new Promise<FunctionAnswer>(() => {});
const end = { Type: 'Succeed' };

test('a function that takes too long is abandoned as States.Timeout, without a cause, and may be retried', async () => {
  const definition = machine({
    Work: task({
      TimeoutSeconds: 90,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 10 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
      Next: 'End',
    }),
    End: end,
  });
  const { result, calls, transitions } = await run(definition, { work: never });
  expect(calls.map(({ at }) => at)).toEqual([0, 100_000]);
  expect(transitions.map(({ type }) => type)).toContain('retried');
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.Timeout' } });
  expect(result).not.toHaveProperty('output.Cause');
});

test('what an abandoned function does later changes nothing', async () => {
  const late = Promise.withResolvers<FunctionAnswer>();
  const definition = machine({ Work: task({ TimeoutSeconds: 1, Retry: [{ ErrorEquals: ['States.Timeout'] }] }) });
  const work = (_: unknown, attempt: number) => (attempt === 1 ? late.promise : answers('second'));
  const { result } = await run(definition, { work });
  late.reject(new Error('the process is gone'));
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: { Payload: 'second' } });
});

test('a time limit may be an expression', async () => {
  const definition = machine({ Work: task({ TimeoutSeconds: '{% $states.input.limit %}' }) });
  const { result, clock } = await run(definition, { work: never }, { input: { limit: 7 } });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: '' });
  expect(clock.sleeps).toContain(7000);
});

test.for<[string, Parameters<typeof run>[1], object]>([
  ['while a function runs', { work: never }, {}],
  ['between attempts', { work: () => throws('A') }, { IntervalSeconds: 99 }],
])('the machine’s own time ends the execution %s; nothing catches that', async ([, functions, retrier]) => {
  const definition = machine(
    {
      Work: task({
        Retry: [{ ErrorEquals: ['A'], ...retrier }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
        Next: 'End',
      }),
      End: end,
    },
    { TimeoutSeconds: 60 },
  );
  const { result, calls } = await run(definition, functions);
  expect(result).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  expect(calls).toHaveLength(1);
});

test('the caller’s signal ends the execution at once as ABORTED', async () => {
  const stop = new AbortController();
  const work = () => {
    stop.abort();
    return never();
  };
  const { result } = await run(machine({ Work: task() }), { work }, { signal: stop.signal });
  expect(result).toEqual({ status: 'ABORTED', largestStateBytes: expect.any(Number) });
});

test('nothing runs when the signal had aborted before', async () => {
  const { result, calls } = await run(machine({ Work: task() }), {}, { signal: AbortSignal.abort() });
  expect(result.status).toBe('ABORTED');
  expect(calls).toEqual([]);
});

test('the system’s clock stops waiting when its signal aborts', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(1e12, stop.signal);
  stop.abort();
  await expect(sleeping).rejects.toThrow('aborted');
});
