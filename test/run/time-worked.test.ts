import { describe, expect, it } from 'vitest';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { actFigures, runFigures, type SpentTime } from '../../lib/run/run-figures.ts';
import { readEvents } from '../../lib/run/recorder.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
const settle: PlannedCall = { name: 'waitForPageToSettle', input: [] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const work = [click, settle, look];
const finish: PlannedCall[] = [{ name: 'return', input: ['ok'] }];
const one = execution('one');
const two = execution('two');

/** Milliseconds by the run's clock; what is real beside them are some milliseconds more. */
const CLICK_MS = 2_000;
const SETTLE_MS = 500;
const TOOL_MS = 3_000;

/** Within half a second. */
const near = (ms: number) => expect.closeTo(ms, -3);
const fill = (id: string) => ({ id, fill: { secret: 'shop/password', into: 'Password' } });

function inputOf(...prompts: string[]) {
  const acts = prompts.map((prompt) => ({ id: prompt.toLowerCase(), prompt }));
  return { startingPage: 'http://a.test', acts };
}

/** A run in whose browser a click and a page's settling take so long, and with a tool that does. */
async function slowRun(script: Record<string, PlannedCall[][]>) {
  const pass = (milliseconds: number) => run.clock.sleep(milliseconds);
  const tool = {
    spec: { name: 'nap', description: 'Naps', inputSchema: { json: { type: 'object' } } },
    timeoutSeconds: 60,
    run: async () => pass(TOOL_MS),
  };
  const run = await runUnderTest(script, { tools: [tool] });
  run.browsers.prepare = (browser) => {
    browser.before = ({ kind }) =>
      void pass(kind === 'click' ? CLICK_MS : kind === 'waitForPageToSettle' ? SETTLE_MS : 0);
  };
  return run;
}

/** The error of an act of the result. */
function failureOf(result: { error?: { name: string; message: string; act?: string } }) {
  return result.error ?? { name: '', message: '' };
}

function sum({ modelMs, browserMs, settleMs, toolMs, throttledMs, overheadMs }: SpentTime): number {
  return modelMs + browserMs + settleMs + toolMs + throttledMs + overheadMs;
}

describe('the time that acts worked', () => {
  it('is divided into model, browser, settling, tools, waiting and the rest, and they add up', async () => {
    await using run = await slowRun({ Go: [work, [{ name: 'nap', input: {} }, look], finish] });
    // The client itself asks twice.
    run.emulator.queueFaults('CreateAct', faults.error('ThrottlingException'), faults.error('ThrottlingException'));
    run.emulator.queueFaults(
      'InvokeActStep',
      faults.error('ThrottlingException', {}, 5),
      faults.delay(300),
      faults.error('InternalServerException'),
    );
    await run.create(one, { ...inputOf('Go'), handBack: 'step' });
    while (!(await run.slice(one)).done) await run.clock.sleep(1_500);
    const { timeWorkedSeconds, acts } = await run.finalize(one);

    const events = await readEvents(run.artifactsOf(one));
    const [figures] = actFigures(events);
    expect(figures).toMatchObject({
      id: 'go',
      steps: 3,
      browserMs: near(CLICK_MS),
      toolMs: near(TOOL_MS),
      throttledMs: 5_000,
    });
    expect(figures?.settleMs).toBeGreaterThanOrEqual(2 * SETTLE_MS);
    expect(figures?.modelMs).toBeGreaterThanOrEqual(300);
    // At least what lay between the slices.
    expect(figures?.overheadMs).toBeGreaterThanOrEqual(2 * 1_500);
    const worked = (figures?.timeWorkedSeconds ?? 0) * 1_000;
    expect(Math.abs(worked - (figures ? sum(figures) : 0))).toBeLessThanOrEqual(50);
    expect([timeWorkedSeconds, acts[0]?.timeWorkedSeconds]).toEqual([worked / 1_000, worked / 1_000]);
    expect(runFigures(events)).toMatchObject({ throttles: 2, throttledBetweenMs: 1_000, throttledMs: 5_000 });
    const ended = events.findLast((event) => event.type === 'RunEnded');
    expect(ended).toMatchObject({ figures: { timeWorkedSeconds, steps: 3, throttles: 2 } });
  });

  it('tells what came between an answer and the next request, also where another slice asks', async () => {
    await using run = await slowRun({ Go: [work, finish] });
    await run.create(one, { ...inputOf('Go'), handBack: 'step' });
    await run.slice(one);
    await run.clock.sleep(9_000);
    await run.slice(one);
    const asked = (await readEvents(run.artifactsOf(one))).filter((event) => event.type === 'StepAsked');
    expect(asked).toMatchObject([{ step: 1, settleMs: expect.any(Number) }, { step: 2 }]);
    expect(asked[1]?.sinceLastAnswerMs).toBeGreaterThanOrEqual(9_000 + CLICK_MS);
    expect(asked[1]?.sinceLastAnswerMs).toBeLessThan(9_000 + CLICK_MS + 2 * SETTLE_MS + 5_000);
  });

  it('holds the attempts that failed, the last one too', async () => {
    await using run = await slowRun({ Go: [finish] });
    const broken = faults.error('InternalServerException');
    run.emulator.queueFaults('InvokeActStep', broken, broken);
    await run.create(one, inputOf('Go'));
    await run.slice(one);
    const failed = run.events.filter(({ type }) => type === 'StepAskedAgain' || type === 'StepUnanswered');
    expect(failed).toMatchObject([
      {
        type: 'StepAskedAgain',
        error: { name: 'ActInternalServerError' },
        durationMs: expect.any(Number),
        waitedMs: 0,
      },
      { type: 'StepUnanswered', error: { name: 'ActInternalServerError' }, durationMs: expect.any(Number) },
    ]);
  });

  it('of a fill is told with where it went', async () => {
    await using run = await slowRun({});
    await run.create(one, { startingPage: 'http://a.test', acts: [{ id: 'login', fill: { secret: 's', into: 'P' } }] });
    await run.slice(one);
    expect(run.events.find(({ type }) => type === 'Filled')).toMatchObject({ secret: 's', into: 'P' });
    const { timeWorkedSeconds } = await run.finalize(one);
    expect(timeWorkedSeconds).toBeGreaterThanOrEqual(SETTLE_MS / 1_000);
    expect(actFigures(run.events)).toMatchObject([{ id: 'login', steps: 0, timeWorkedSeconds }]);
    expect(actFigures(run.events)[0]?.settleMs).toBeGreaterThanOrEqual(SETTLE_MS);
  });
});

describe('maxTimeWorkedSeconds', () => {
  it('ends the act under way between two steps, and says the budget, what was worked and the steps', async () => {
    await using run = await slowRun({ Go: [work, work, work, work, finish] });
    await run.create(one, { ...inputOf('Go'), maxTimeWorkedSeconds: 5 });
    const slice = await run.slice(one);
    const result = await run.finalize(one);
    expect(slice).toMatchObject({ done: true, failure: { name: 'TimeWorkedExceeded' } });
    expect(result).toMatchObject({ status: 'FAILED', error: { name: 'TimeWorkedExceeded', act: 'go' } });
    expect(failureOf(result).message).toMatch(
      /^maxTimeWorkedSeconds is 5: the run has worked \d+\.\d s in 2 step\(s\)$/,
    );
    expect(result.timeWorkedSeconds).toBeGreaterThanOrEqual(5);
    expect(run.browsers.started[0]?.effects).toEqual(['click', 'click']);
    expect(run.emulator.acts).toMatchObject([{ status: 'FAILED', error: { type: 'TimeWorkedExceeded' } }]);
  });

  it('counts all acts, fills too, and begins none when nothing is left', async () => {
    await using run = await slowRun({ Go: [[click, ...finish]], More: [finish] });
    const [go, more] = inputOf('Go', 'More').acts;
    const acts = [go, fill('login'), more];
    await run.create(one, { startingPage: 'http://a.test', acts, maxTimeWorkedSeconds: 2 });
    await run.slice(one);
    const result = await run.finalize(one);
    expect(result.acts).toMatchObject([
      { id: 'go', status: 'SUCCEEDED' },
      { id: 'login', status: 'FAILED', steps: 0, timeWorkedSeconds: 0 },
    ]);
    expect(failureOf(result).message).toContain('in 1 step(s)');
    expect(run.browsers.started[0]?.filled).toEqual([]);

    await run.create(two, { startingPage: 'http://a.test', acts: [fill('login'), more], maxTimeWorkedSeconds: 1 });
    run.browsers.prepare = (browser) => {
      browser.before = () => void run.clock.sleep(1_100);
    };
    await run.slice(two);
    expect(await run.finalize(two)).toMatchObject({
      error: { name: 'TimeWorkedExceeded', act: 'more' },
      acts: [
        { id: 'login', status: 'SUCCEEDED' },
        { id: 'more', status: 'FAILED', steps: 0 },
      ],
    });
    expect(run.emulator.acts).toHaveLength(1);
  });

  it('lets an act that has its answer succeed, whatever that took', async () => {
    await using run = await slowRun({ Go: [[click, ...finish]] });
    await run.create(one, { ...inputOf('Go'), maxTimeWorkedSeconds: 1 });
    await run.slice(one);
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('does not wait beyond it while the service throttles', async () => {
    await using run = await slowRun({ Go: [work, finish] });
    run.emulator.queueFaults('InvokeActStep', faults.delay(0), faults.error('ThrottlingException', {}, 60));
    await run.create(one, { ...inputOf('Go'), maxTimeWorkedSeconds: 30 });
    await run.slice(one);
    const result = await run.finalize(one);
    expect(result).toMatchObject({ status: 'FAILED', error: { name: 'TimeWorkedExceeded', act: 'go' } });
    expect(failureOf(result).message).toMatch(
      /^maxTimeWorkedSeconds is 30: .* in 1 step\(s\), and the service throttles: to wait 60\.0 s more/,
    );
    expect(result.timeWorkedSeconds).toBeLessThan(30);
    expect(run.events.filter(({ type }) => type === 'StepUnanswered')).toHaveLength(1);
  });

  it('counts no time of the run that is resumed, and the result does not either', async () => {
    await using run = await slowRun({
      Go: [work, finish],
      Fail: [[{ name: 'throw', input: ['no'] }]],
      Mended: [finish],
    });
    await run.create(one, inputOf('Go', 'Fail'));
    await run.slice(one);
    const failed = await run.finalize(one);
    expect(failed.timeWorkedSeconds).toBeGreaterThanOrEqual(2);
    await run.create(two, { ...inputOf('Go', 'Mended'), resume: { execution: 'one' }, maxTimeWorkedSeconds: 2 });
    await run.slice(two);
    const resumed = await run.finalize(two);
    expect(resumed).toMatchObject({ status: 'SUCCEEDED', acts: [{ execution: 'one' }, { status: 'SUCCEEDED' }] });
    expect(resumed.timeWorkedSeconds).toBe(resumed.acts[1]?.timeWorkedSeconds);
  });
});
