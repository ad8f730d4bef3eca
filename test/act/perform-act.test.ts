import { describe, expect, it } from 'vitest';
import { ActActuationError, AgentRedirectError, BrowserCrashed } from '../../lib/act/errors.ts';
import type { Tool } from '../../lib/act/ports.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import { actUnderTest, click, look } from './act-under-test.ts';

const returned = (value: string) => [{ name: 'return', input: [value] }];
const lookUp = (run: Tool['run']): Tool => ({
  spec: {
    name: 'lookUp',
    description: 'Looks up',
    inputSchema: { json: { type: 'object', properties: { id: { type: 'integer' } } } },
  },
  timeoutSeconds: 60,
  run,
});

const lookUpCall = (id: number | string) => ({ name: 'lookUp', input: { id } });

describe('an act', () => {
  it('asks first with initiateAct and an observation, then with the results of the step before', async () => {
    await using act = await actUnderTest([[{ name: 'think', input: ['hm'] }, click, look], returned('done')]);
    const result = await act.perform();
    expect(result).toMatchObject({ kind: 'ended', outcome: { status: 'SUCCEEDED', response: 'done', steps: 2 } });

    const [first, second] = act.emulator.requests.filter(({ operation }) => operation === 'InvokeActStep');
    expect(first?.body).not.toHaveProperty('previousStepId');
    expect(first?.body?.['callResults']).toMatchObject([
      { callId: 'initiateAct', content: [{ text: '{}' }] },
      { callId: 'takeObservation', content: [{ text: expect.stringContaining('"activeURL"') }] },
    ]);
    expect(second?.body).toMatchObject({
      previousStepId: act.emulator.acts[0]?.steps[0]?.stepId,
      callResults: [
        { content: [{ text: 'null' }] },
        { content: [{ text: 'null' }] },
        { content: [{ text: expect.stringContaining('"screenshotBase64"') }] },
      ],
    });
    expect(act.browser.effects).toEqual(['click']);
    expect(act.emulator.acts[0]?.status).toBe('SUCCEEDED');
  });

  it('journals a step whole, with the beginning of its first effect, before anything of it is performed', async () => {
    await using act = await actUnderTest([[click, { name: 'goToUrl', input: ['http://a.test'] }, look], returned('')]);
    const states = () => act.journal.progress.step?.calls.map(({ state }) => state);
    const seen: unknown[] = [];
    act.browser.before = ({ kind }) => {
      if (kind !== 'waitForPageToSettle') seen.push([kind, act.saved.at(-1) === act.journal.progress, states()]);
    };
    await act.perform();
    expect(seen).toEqual([
      ['click', true, ['begun', 'waiting', 'waiting']],
      ['goToUrl', true, ['done', 'begun', 'waiting']],
    ]);
  });

  it('writes three times for a step with one effect', async () => {
    await using act = await actUnderTest([[click, look], [click, look], returned('')]);
    await act.perform();
    // created; per step asking, answered with begun, done; the last step asking and answered; the outcome
    expect(act.saved).toHaveLength(1 + 3 + 3 + 2 + 1);
  });

  it('tells the model of a redirect, performs the calls after it, and goes on', async () => {
    await using act = await actUnderTest([[click, look], returned('ok')]);
    act.browser.failures.set('click', new AgentRedirectError('Use agentType instead'));
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(act.emulator.acts[0]?.steps[0]?.results[0]?.text).toBe('AgentRedirectError: Use agentType instead');
  });

  it('gives tools their input as an object and an idempotency key, and their result to the model as JSON', async () => {
    const asked: unknown[] = [];
    const tool = lookUp(async (input, { idempotencyKey }) => {
      asked.push(input, idempotencyKey);
      return { found: 'é' };
    });
    await using act = await actUnderTest([[{ name: 'tool.lookUp', input: { id: 7 } }, look], returned('')], [tool]);
    await act.perform();
    const [step] = act.emulator.acts[0]?.steps ?? [];
    expect(asked).toEqual([
      { id: 7 },
      `${act.session.workflowRunId}/${act.emulator.acts[0]?.actId}/${step?.stepId}/${step?.calls[0]?.callId}`,
    ]);
    expect(step?.results[0]?.text).toBe('{"found":"é"}');
    expect(act.emulator.requests.find(({ operation }) => operation === 'CreateAct')?.body).toMatchObject({
      toolSpecs: [{ name: 'lookUp' }],
    });
  });

  it('tells the agent of arguments that a tool did not ask for, and never begins the call', async () => {
    const asked: unknown[] = [];
    const tool = lookUp(async (input) => asked.push(input));
    await using act = await actUnderTest([[lookUpCall('7'), look], [lookUpCall(7), look], returned('ok')], [tool]);
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(act.emulator.acts[0]?.steps[0]?.results[0]?.text).toBe(
      'AgentRedirectError: lookUp was not called, its arguments do not fit its schema: arguments/id must be integer',
    );
    expect(asked).toEqual([{ id: 7 }]);
    const inFirstStep = act.saved.filter(({ stepsTaken }) => stepsTaken === 1);
    expect(inFirstStep.map(({ step }) => step?.calls[0])).toEqual([
      expect.objectContaining({ state: 'waiting' }),
      { call: expect.anything(), state: 'done', text: expect.stringMatching(/^AgentRedirectError/) },
    ]);
  });

  it('tells the agent of arguments that cannot be checked', async () => {
    const definitions = { a: { allOf: [{ $ref: '#/definitions/a' }] } };
    const json = { type: 'object', allOf: [{ $ref: '#/definitions/a' }], definitions };
    const tool = lookUp(async () => 1);
    const endless = { ...tool, spec: { ...tool.spec, inputSchema: { json } } };
    await using act = await actUnderTest([[lookUpCall(7), look], returned('ok')], [endless]);
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(act.emulator.acts[0]?.steps[0]?.results[0]?.text).toContain('it cannot be checked');
  });

  it('begins a tool only where there is room for all of its time, and hands back else', async () => {
    let calls = 0;
    const tool = { ...lookUp(async () => (calls += 1)), timeoutSeconds: 300 };
    await using act = await actUnderTest([[{ name: 'lookUp', input: {} }, look], returned('ok')], [tool]);
    expect(await act.perform({}, { msForACall: () => 299_999 })).toEqual({ kind: 'handBack', reason: 'deadline' });
    expect(act.journal.progress.step?.calls.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect(calls).toBe(0);
    expect(await act.perform({}, { msForACall: () => 300_000 })).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(calls).toBe(1);
  });

  it.each<[string, string, Parameters<typeof actUnderTest>[0], Tool[]]>([
    ['ActAgentFailed', 'the agent throws', [[{ name: 'throw', input: ['no such thing'] }]], []],
    ['ActToolError', 'a tool is unknown', [[click, { name: 'nothing', input: {} }, look]], []],
    [
      'ActToolError',
      'a tool throws',
      [[{ name: 'lookUp', input: {} }, look]],
      [lookUp(async () => Promise.reject(new RangeError('too far')))],
    ],
    ['ActInvalidModelGenerationError', 'a box is outside', [[{ name: 'agentClick', input: ['x'] }, look]], []],
    ['ActInvalidModelGenerationError', 'a step takes no observation', [[{ name: 'think', input: ['hm'] }]], []],
    ['ActInvalidModelGenerationError', 'a step is empty', [[]], []],
  ])('ends as %s when %s, and nothing runs of a step that cannot be understood', async (name, _, steps, tools) => {
    await using act = await actUnderTest(steps, tools);
    const result = await act.perform();
    expect(result).toMatchObject({ kind: 'ended', outcome: { status: 'FAILED', error: { name } } });
    expect(act.emulator.acts[0]).toMatchObject({ status: 'FAILED', error: { type: name } });
    expect(act.browser.effects).toEqual([]);
  });

  it('ends when an action fails in the browser', async () => {
    await using act = await actUnderTest([[click, look]]);
    act.browser.failures.set('click', new ActActuationError('Error: detached'));
    expect(await act.perform()).toMatchObject({ outcome: { status: 'FAILED', error: { name: 'ActActuationError' } } });
  });

  it('takes exactly maxSteps steps', async () => {
    await using act = await actUnderTest([[look], [look], [look]]);
    expect(await act.perform({ maxSteps: 2 })).toMatchObject({
      outcome: { error: { name: 'ActExceededMaxStepsError' }, steps: 2 },
    });
    expect(act.received('InvokeActStep')).toBe(2);
  });

  it('ends between two steps when its time is over', async () => {
    await using act = await actUnderTest([[look], [look]]);
    const endsBy = () => (act.saved.length > 2 ? act.clock.now() - 1 : Infinity);
    expect(await act.perform({ endsBy })).toMatchObject({ outcome: { error: { name: 'ActTimeoutError' }, steps: 1 } });
  });

  it('ends when its answer does not fit the schema', async () => {
    await using act = await actUnderTest([returned('about forty')]);
    expect(await act.perform({ schema: { type: 'number' } })).toMatchObject({
      outcome: { error: { name: 'ActInvalidModelGenerationError', message: expect.stringContaining('is not JSON') } },
      error: { rawResponse: 'about forty' },
    });
  });

  it('refuses a prompt that is too long with its schema, before the service sees it', async () => {
    await using act = await actUnderTest([]);
    const result = await act.perform({ prompt: () => 'x'.repeat(9_990), schema: { type: 'number' } });
    expect(result).toMatchObject({ outcome: { error: { name: 'InvalidInputLength' } } });
    expect(act.received('CreateAct')).toBe(0);
  });

  it('waits as long as the service says while it throttles, without counting the step as asked twice', async () => {
    await using act = await actUnderTest([returned('ok')]);
    act.emulator.queueFaults(
      'InvokeActStep',
      faults.error('ThrottlingException', {}, 7),
      faults.error('ThrottlingException'),
    );
    const before = act.clock.now();
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(act.clock.now() - before).toBeGreaterThanOrEqual(9_000);
    expect(act.events.filter(({ type }) => type === 'StepAskedAgain')).toHaveLength(2);
  });

  it('hands back when throttling outlasts the slice, and the step counts as not asked', async () => {
    await using act = await actUnderTest([returned('ok')]);
    act.emulator.queueFaults('InvokeActStep', faults.error('ThrottlingException', {}, 7));
    const before = act.clock.now();
    const msToSpare = () => before + 5_000 - act.clock.now();
    expect(await act.perform({}, { msToSpare })).toEqual({ kind: 'handBack', reason: 'quota' });
    // It waited for as long as the slice had room, not for the seven seconds.
    expect(act.clock.now() - before).toBeLessThan(6_000);
    expect(act.saved.at(-1)?.asked).toBe(0);
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
  });

  it('asks once more when the connection broke before the step was taken', async () => {
    await using act = await actUnderTest([returned('ok')]);
    act.emulator.queueFaults('InvokeActStep', faults.dropBefore());
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED', steps: 1 } });
    expect(act.saved.map(({ asked }) => asked)).toContain(2);
  });

  it('ends as StepAnswerLost when the service refuses to answer a second time', async () => {
    await using act = await actUnderTest([[look], returned('ok')]);
    act.emulator.queueFaults('InvokeActStep', faults.dropAfter(), faults.error('ValidationException'));
    expect(await act.perform()).toMatchObject({ outcome: { error: { name: 'StepAnswerLost' } } });
    expect(act.received('InvokeActStep')).toBe(2);
  });

  it('hands back after the steps it was given and goes on where it stood', async () => {
    await using act = await actUnderTest([[click, look], [click, look], returned('ok')]);
    expect(await act.perform({}, { steps: 1 })).toEqual({ kind: 'handBack', reason: 'steps' });
    expect(act.browser.effects).toEqual(['click']);
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED', steps: 3 } });
    expect(act.browser.effects).toEqual(['click', 'click']);
    expect(act.received('CreateAct')).toBe(1);
  });

  it('hands back when too little time is left for a step', async () => {
    await using act = await actUnderTest([returned('ok')]);
    expect(await act.perform({}, { msToSpare: () => 0 })).toEqual({ kind: 'handBack', reason: 'deadline' });
    expect(act.received('InvokeActStep')).toBe(0);
  });

  it('hands back between two calls when the next has no room, and performs only what is left of the step', async () => {
    const scroll = { name: 'agentScroll', input: ['down', '<box>1,1,9,9</box>'] };
    await using act = await actUnderTest([[scroll, click, scroll, click, look], returned('ok')]);
    const msForACall = () => (act.browser.effects.length > 2 ? 0 : Infinity);
    expect(await act.perform({}, { msForACall })).toEqual({ kind: 'handBack', reason: 'deadline' });
    expect(act.browser.effects).toEqual(['scroll', 'click', 'scroll']);
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(act.browser.effects).toEqual(['scroll', 'click', 'scroll', 'click']);
  });

  it('keeps an answer of the service even when what was recorded before cannot be kept', async () => {
    await using act = await actUnderTest([[click, look], returned('ok')]);
    act.recorder.flush = () => Promise.reject(new Error('SlowDown'));
    await expect(act.perform()).rejects.toThrow('SlowDown');
    expect(act.saved.filter(({ asked, stepsTaken }) => asked === 0 && stepsTaken > 0).length).toBeGreaterThan(0);
    expect(act.browser.effects).toEqual(['click']);
    act.recorder.flush = async () => {};
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED', steps: 2 } });
    expect(act.received('InvokeActStep')).toBe(2);
  });

  it('tells of an answer when the journal has it', async () => {
    await using act = await actUnderTest([[look], [look], returned('')]);
    const { record } = act.recorder;
    const kept: unknown[] = [];
    act.recorder.record = (event) => {
      if (event.type === 'StepAnswered') kept.push([event.step, act.saved.at(-1)?.step?.stepId === event.stepId]);
      record(event);
    };
    await act.perform();
    expect(kept).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
  });

  it('journals a step that cannot be understood before it fails on it', async () => {
    await using act = await actUnderTest([[{ name: 'nothing', input: {} }, look]]);
    expect(await act.perform()).toMatchObject({ outcome: { error: { name: 'ActToolError' }, steps: 1 } });
  });

  it('sends the observation also for a prefixed name', async () => {
    await using act = await actUnderTest([[{ name: 'browser.takeObservation', input: [] }], returned('ok')]);
    await act.perform();
    expect(act.emulator.acts[0]?.steps[0]?.results[0]?.text).toContain('"activeURL"');
  });

  it('is told to wait in pieces when it wants to wait for long', async () => {
    await using act = await actUnderTest([[{ name: 'wait', input: [600] }, look], returned('ok')]);
    await act.perform();
    expect(act.emulator.acts[0]?.steps[0]?.results[0]?.text).toBe(
      'AgentRedirectError: wait at most 60 seconds at a time',
    );
  });

  it('waits while CreateAct and UpdateAct are throttled', async () => {
    await using act = await actUnderTest([returned('ok')]);
    act.emulator.queueFaults('CreateAct', faults.error('ThrottlingException'), faults.error('ThrottlingException'));
    act.emulator.queueFaults('UpdateAct', faults.error('ThrottlingException'), faults.error('ThrottlingException'));
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
  });

  it('leaves a crash of the browser to the state machine, and its journal says what had begun', async () => {
    await using act = await actUnderTest([[click, look]]);
    act.browser.failures.set('click', new BrowserCrashed('gone'));
    await expect(act.perform()).rejects.toThrow('gone');
    expect(act.saved.at(-1)?.step?.calls[0]?.state).toBe('begun');
  });

  it('tells the service the outcome again when an earlier invocation was lost before it could', async () => {
    await using act = await actUnderTest([returned('ok')]);
    act.emulator.queueFaults('UpdateAct', faults.dropBefore(), faults.dropBefore());
    await expect(act.perform()).rejects.toThrow('cannot reach');
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(act.received('InvokeActStep')).toBe(1);
    expect(act.emulator.acts[0]?.status).toBe('SUCCEEDED');
  });

  it('ends before it goes where the guardrails do not allow', async () => {
    const guardrails = { allowedDomains: ['*.good.test', '127.0.0.1'], strict: false };
    await using goes = await actUnderTest([[{ name: 'goToUrl', input: ['http://bad.test/'] }, look]], [], guardrails);
    expect(await goes.perform()).toMatchObject({
      outcome: { error: { name: 'ActStateGuardrailError', message: expect.stringContaining('bad.test') } },
    });
    expect(goes.browser.effects).toEqual([]);
  });

  it('tells of dialogs and keeps downloads', async () => {
    await using act = await actUnderTest([[click, look], returned('ok')]);
    act.browser.before = ({ kind }) => {
      if (kind !== 'click') return;
      act.browser.notices.push({ kind: 'dialog', dialogType: 'alert', message: 'hi', answer: 'accepted' });
      act.browser.downloads.push({
        name: 'a.csv',
        mediaType: 'text/csv',
        bytes: 3,
        read: async () => Buffer.from('a,b'),
      });
    };
    const kept = { name: 'a.csv', mediaType: 'text/csv', bytes: 3, location: 'kept/a.csv' };
    expect(await act.perform()).toMatchObject({ outcome: { status: 'SUCCEEDED', downloads: [kept] } });
    expect(act.events).toContainEqual(expect.objectContaining({ type: 'Downloaded', step: 1, download: kept }));
    expect(act.events).toContainEqual(expect.objectContaining({ type: 'PageNotice', step: 1 }));
  });

  it.each([
    ['AccessDeniedException', 'AuthError'],
    ['ServiceQuotaExceededException', 'ActDailyQuotaExceededError'],
    ['ValidationException', 'ActBadRequestError'],
  ] as const)('ends when the service answers %s', async (fault, name) => {
    await using act = await actUnderTest([]);
    act.emulator.queueFaults('InvokeActStep', faults.error(fault));
    expect(await act.perform()).toMatchObject({ outcome: { status: 'FAILED', error: { name } } });
  });
});
