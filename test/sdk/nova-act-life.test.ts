import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import * as z from 'zod';
import { StartingPageFailed } from '../../lib/act/errors.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import { SessionCrashed, StartFailed } from '../../lib/sdk/errors.ts';
import { NovaAct } from '../../lib/sdk/nova-act.ts';
import type { StopHook } from '../../lib/sdk/stop-hooks.ts';
import { tool } from '../../lib/sdk/tool.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';
import { profilesOf } from '../support/chromium-processes.ts';
import { gives, look, Surroundings } from './nova-act-session.ts';

const API_KEY = '0123456789abcdef0123456789abcdef0123';

let around: Surroundings;
let warn: MockInstance<typeof process.emitWarning>;
beforeAll(async () => {
  around = await Surroundings.start({
    'Give 42': [[gives('42')]],
    'Give up': [[{ name: 'throw', input: ['it is sold out'] }]],
    'Look slowly': Array.from({ length: 20 }, () => [{ name: 'wait', input: [0.4] }, look]),
    'Crash the browser': [[{ name: 'crash', input: {} }, look], [gives('never')]],
  });
});
beforeEach(() => {
  warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => {
  warn.mockRestore();
  // Whatever was started has left nothing.
  const left = profilesOf(process.pid);
  if (left.length > 0) throw new Error(`browsers are left: ${left.join()}`);
});
afterAll(() => around[Symbol.asyncDispose]());

/** With a run of the session's own. */
function ownRun() {
  const { workflow: _, ...options } = around.options('click');
  return { ...options, novaActApiKey: API_KEY, clientConfig: { endpoint: around.emulator.url } };
}

describe('sessions of one workflow', () => {
  test('act at the same time, each in its browser', async () => {
    const [first, second] = await Promise.all([
      NovaAct.run(around.options('click'), async (nova) => {
        await expect(nova.act('Look slowly', { timeout: 2 })).rejects.toMatchObject({
          name: 'ActTimeoutError',
          metadata: { prompt: 'Look slowly' },
        });
        return nova;
      }),
      NovaAct.run(around.options('popup'), async (nova) => {
        expect((await nova.act('Give 42', { observationDelayMs: 10 })).metadata.workflowRunId).toBe(
          around.workflow.workflowRunId,
        );
        return nova;
      }),
    ]);
    expect(new Set(around.emulator.sessions.map(({ workflowRunId }) => workflowRunId))).toEqual(
      new Set([around.workflow.workflowRunId]),
    );
    expect([first.started, second.started]).toEqual([false, false]);
    expect(() => first.sessionId).toThrow(expect.objectContaining({ name: 'ClientNotStarted' }));
    await expect(second.act('Give 42')).rejects.toThrow(expect.objectContaining({ name: 'ClientNotStarted' }));
    await expect(second.page()).rejects.toThrow(expect.objectContaining({ name: 'ClientNotStarted' }));
  });
});

describe('a session with a run of its own', () => {
  test('calls its stop hooks in order while it is still there, and ends the run as the body did', async () => {
    const called: string[] = [];
    const hook = (name: string): StopHook => ({
      onStop: async (nova) => {
        called.push(`${name} on ${(await nova.page()).url().split('/').at(-1)}`);
      },
    });
    const failing: StopHook = {
      onStop: () => {
        throw new Error('no room');
      },
    };
    const acting: StopHook = { onStop: async (nova) => void (await nova.act('Give 42')) };
    const [first, second, third] = [hook('first'), hook('second'), hook('third')];
    const [, failed] = await Promise.allSettled([
      NovaAct.run({ ...ownRun(), stopHooks: [first, failing, acting, second] }, async (nova) => {
        nova.registerStopHook(third);
        nova.unregisterStopHook(second);
        expect(() => nova.unregisterStopHook(second)).toThrow(/unregisterStopHook.hook/);
        await expect(nova.act('Give up')).rejects.toThrow('it is sold out');
      }),
      NovaAct.run(ownRun(), () => {
        throw new RangeError('too dear');
      }),
    ]);
    expect(called).toEqual(['first on click.html', 'third on click.html']);
    expect(warn).toHaveBeenCalledWith('A stop hook failed: Error: no room', 'NovaActWarning');
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^A stop hook failed: ActCanceledError/), 'NovaActWarning');
    expect(failed).toMatchObject({ status: 'rejected', reason: { name: 'RangeError', message: 'too dear' } });
    const own = around.emulator.runs.filter(({ workflowDefinitionName }) => workflowDefinitionName === 'default');
    expect(own.map(({ status }) => status).toSorted()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(own[0]?.modelId).toBe('nova-act-preview');
  });

  test('of a block ends as its last act did, and cancels an act that is left under way', async () => {
    const before = around.emulator.runs.length;
    let left: Promise<unknown>;
    let statusAtStop = '';
    {
      const atStop = { onStop: () => void (statusAtStop = around.lastAct?.status ?? '') };
      await using nova = await NovaAct.start({ ...ownRun(), stopHooks: [atStop] });
      left = nova.act('Think for ever').catch((error: unknown) => error);
      await expect.poll(() => around.emulator.requests.at(-1)?.operation).toBe('InvokeActStep');
    }
    expect(await left).toMatchObject({ name: 'ActCanceledError', cause: { name: 'ClientNotStarted' } });
    expect(statusAtStop).toBe('FAILED');
    expect(around.emulator.runs.slice(before)).toMatchObject([{ status: 'FAILED' }]);
  });

  test('that cannot be ended is told of, and the browser is gone all the same', async () => {
    const nova = await NovaAct.start(ownRun());
    around.emulator.queueFaults('UpdateWorkflowRun', faults.error('ResourceNotFoundException'));
    await expect(nova.stop()).rejects.toMatchObject({ name: 'StopFailed', cause: expect.any(Error) });
    await expect(nova.stop()).rejects.toMatchObject({ name: 'StopFailed' });
  });
});

test('a start that fails says why, and leaves nothing', async () => {
  const created = around.emulator.runs.length;
  around.emulator.queueFaults('CreateSession', faults.error('ResourceNotFoundException'));
  const ends = await Promise.allSettled([
    NovaAct.start(around.options('click')),
    NovaAct.start({ ...ownRun(), startingPage: 'http://me:KEY@127.0.0.1:1/' }),
    NovaAct.start({ ...ownRun(), stateGuardrail: () => 'BLOCK' }),
    NovaAct.start({ ...around.options('click'), executablePath: '/nowhere/chromium' }),
  ]);
  const reasons = ends.map((end): unknown => (end.status === 'rejected' ? end.reason : end.value));
  expect(reasons).toMatchObject([
    { cause: { name: 'ActBadRequestError' } },
    { cause: { name: 'StartingPageFailed' } },
    { cause: { name: 'ActStateGuardrailError' } },
    { cause: { name: 'BrowserStartFailed' } },
  ]);
  expect(reasons[0]).toBeInstanceOf(StartFailed);
  expect(String(reasons[1])).toContain('The starting page http://127.0.0.1:1/ cannot be loaded');
  expect(String(reasons[1])).not.toContain('KEY');
  expect(reasons[1]).toMatchObject({ cause: expect.any(StartingPageFailed) });
  expect(around.emulator.runs.slice(created)).toMatchObject([{ status: 'FAILED' }, { status: 'FAILED' }]);
});

test.each([
  ['createSession', { createSession: () => throwsAtOnce(), actService: () => {} }],
  ['actService', { createSession: async () => 'a-session', actService: () => throwsAtOnce() }],
])('a service whose %s throws at once leaves no browser either', async (_, service) => {
  // @ts-expect-error -- what JavaScript may give
  await using workflow = await Workflow.attach({ ...around.workflow.workflowRun, service });
  await expect(NovaAct.start({ ...around.options('click'), workflow })).rejects.toMatchObject({
    name: 'StartFailed',
    cause: { message: 'no such service' },
  });
});

function throwsAtOnce(): never {
  throw new Error('no such service');
}

test('a browser that crashes ends the act, the service is told, and the session says that it is of no use', async () => {
  const crash = tool({
    name: 'crash',
    description: 'Ends the browser.',
    inputSchema: z.object({}),
    run: async () => {
      await (await nova.page()).browser().close();
    },
  });
  const nova = await NovaAct.start({ ...around.options('click'), tools: [crash] });
  const error = await nova.act('Crash the browser').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SessionCrashed);
  expect(error).toMatchObject({ metadata: { actId: around.lastAct?.actId, stepsExecuted: 1 } });
  expect(around.lastAct).toMatchObject({ status: 'FAILED', error: { type: 'SessionCrashed' } });

  for (const attempt of [() => nova.act('Give 42'), () => nova.page(), () => nova.goToUrl(around.site.url('click'))])
    await expect(attempt()).rejects.toBeInstanceOf(SessionCrashed);
  await nova.stop();
});
