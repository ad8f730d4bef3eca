import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../lib/act/observation.ts';
import type { CallResult, Step } from '../../../lib/act/step.ts';
import { faults } from '../../../lib/local/emulator/fault.ts';
import type { PlanRequest } from '../../../lib/local/emulator/planner.ts';
import { repeatedStepAnswers, type RepeatedStep } from '../../../lib/local/emulator/repeated-step.ts';
import { emulatedService, observation, startResults, token } from '../../nova-act/emulated-service.ts';

/** An act whose planner clicks for ever and keeps what it was asked. */
async function clickingAct(repeatedStep?: RepeatedStep) {
  const planned: PlanRequest[] = [];
  const planner = {
    name: 'clicking',
    nextCalls: (request: PlanRequest) => {
      planned.push(request);
      return [
        { name: 'agentClick', input: ['<box>1,1,2,2</box>'] },
        { name: 'takeObservation', input: [] },
      ];
    },
  };
  const emulated = await emulatedService({ planner, ...(repeatedStep && { repeatedStep }) });
  const actId = await emulated.acts.createAct({ task: 'Click', toolSpecs: [], clientToken: token() });
  const ask = (last: Step | undefined, callResults: readonly CallResult[]) =>
    emulated.acts.invokeActStep({ actId, previousStepId: last?.stepId, callResults });
  const stepIds = () => emulated.emulator.acts[0]?.steps.map(({ stepId }) => stepId);
  return { ...emulated, planned, ask, stepIds };
}

/** What a client says of a step: the click's result, and the page as it looks then. */
function resultsOf({ calls }: Step, seen: Observation = observation, click = 'null'): CallResult[] {
  return calls.map(({ callId, name }) => ({ callId, text: name === 'takeObservation' ? JSON.stringify(seen) : click }));
}

const refusal = { name: 'ActBadRequestError', message: expect.stringContaining('previousStepId') };

describe('a step whose answer was lost, asked for again', () => {
  it('is planned anew, in the place of the lost one, with what is told then', async () => {
    await using act = await clickingAct();
    const first = await act.ask(undefined, startResults);
    act.emulator.queueFaults('InvokeActStep', faults.dropAfter());
    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject({ name: 'ServiceUnreachable' });
    const lost = act.stepIds()?.[1];

    const newer = { ...observation, activeURL: 'http://127.0.0.1/newer' };
    const again = await act.ask(first, resultsOf(first, newer, 'AgentRedirectError: look again'));

    expect(act.stepIds()).toEqual([first.stepId, again.stepId]);
    expect(again.stepId).not.toBe(lost);
    expect(act.planned.map(({ steps }) => steps.length)).toEqual([0, 1, 1]);
    expect(act.planned[2]).toMatchObject({
      observation: newer,
      steps: [{ stepId: first.stepId, results: [{ text: 'AgentRedirectError: look again' }, {}] }],
    });
    await act.ask(again, resultsOf(again));
    await expect(act.ask({ stepId: lost ?? '', calls: [] }, startResults)).rejects.toMatchObject(refusal);
    expect(act.stepIds()).toHaveLength(3);
  });

  it('is given again, where that is wanted, and planned once', async () => {
    await using act = await clickingAct('same');
    const first = await act.ask(undefined, startResults);
    act.emulator.queueFaults('InvokeActStep', faults.dropAfter());
    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject({ name: 'ServiceUnreachable' });

    const again = await act.ask(first, resultsOf(first, { ...observation, timestamp_ms: 2 }));

    expect(act.stepIds()).toEqual([first.stepId, again.stepId]);
    expect(again.calls).toEqual(act.emulator.acts[0]?.steps[1]?.calls);
    expect(await act.ask(first, resultsOf(first))).toEqual(again);
    expect(act.planned).toHaveLength(2);
    await act.ask(again, resultsOf(again));
    expect(act.stepIds()).toHaveLength(3);
  });

  it('is refused, where that is wanted', async () => {
    await using act = await clickingAct('refuse');
    const first = await act.ask(undefined, startResults);
    act.emulator.queueFaults('InvokeActStep', faults.dropAfter());
    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject({ name: 'ServiceUnreachable' });

    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject(refusal);

    expect(act.planned).toHaveLength(2);
    expect(act.stepIds()).toHaveLength(2);
  });

  it.for([
    ['new', 2, false],
    ['same', 1, true],
  ] as const)('may be the first of an act: %s', async ([repeatedStep, plans, isSame]) => {
    await using act = await clickingAct(repeatedStep);
    act.emulator.queueFaults('InvokeActStep', faults.dropAfter());
    await expect(act.ask(undefined, startResults)).rejects.toMatchObject({ name: 'ServiceUnreachable' });
    const lost = act.stepIds()?.[0];

    const again = await act.ask(undefined, startResults);

    expect(again.stepId === lost).toBe(isSame);
    expect(act.planned).toHaveLength(plans);
    expect(act.stepIds()).toEqual([again.stepId]);
  });

  it('may be the first of an act, and is refused with what must be absent', async () => {
    await using act = await clickingAct('refuse');
    await act.ask(undefined, startResults);
    await expect(act.ask(undefined, startResults)).rejects.toMatchObject(refusal);
    expect(act.stepIds()).toHaveLength(1);
  });

  it.for(['new', 'same'] as const)('keeps its place when the request is no good: %s', async (repeatedStep) => {
    await using act = await clickingAct(repeatedStep);
    const first = await act.ask(undefined, startResults);
    const second = await act.ask(first, resultsOf(first));

    await expect(act.ask(first, startResults)).rejects.toMatchObject({
      name: 'ActBadRequestError',
      message: expect.stringContaining('callResults'),
    });

    expect(act.stepIds()).toEqual([first.stepId, second.stepId]);
  });

  it('is still there when planning another one fails', async () => {
    await using act = await clickingAct('new');
    const first = await act.ask(undefined, startResults);
    const second = await act.ask(first, resultsOf(first));
    act.emulator.queueFaults('InvokeActStep', (proceed) =>
      proceed({
        name: 'failing',
        nextCalls: () => {
          throw new Error('No idea');
        },
      }),
    );

    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject({ message: 'No idea' });

    expect(act.stepIds()).toEqual([first.stepId, second.stepId]);
  });

  it('may be the last one that an act can have', async () => {
    await using act = await clickingAct('new');
    let last = await act.ask(undefined, startResults);
    for (let count = 2; count < 200; count += 1) last = await act.ask(last, resultsOf(last));
    await act.ask(last, resultsOf(last));

    const again = await act.ask(last, resultsOf(last));

    expect(act.stepIds()?.[199]).toBe(again.stepId);
    await expect(act.ask(again, resultsOf(again))).rejects.toMatchObject(refusal);
  });
});

describe('a step that never reached the service', () => {
  it.for(repeatedStepAnswers)('is a new one when it is asked for again: %s', async (repeatedStep) => {
    await using act = await clickingAct(repeatedStep);
    const first = await act.ask(undefined, startResults);
    act.emulator.queueFaults('InvokeActStep', faults.dropBefore());
    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject({ name: 'ServiceUnreachable' });

    const again = await act.ask(first, resultsOf(first));

    expect(act.planned).toHaveLength(2);
    expect(act.stepIds()).toEqual([first.stepId, again.stepId]);
  });
});

describe('a step before the last one', () => {
  it.for(repeatedStepAnswers)('cannot be asked for again: %s', async (repeatedStep) => {
    await using act = await clickingAct(repeatedStep);
    const first = await act.ask(undefined, startResults);
    const second = await act.ask(first, resultsOf(first));
    const third = await act.ask(second, resultsOf(second));

    await expect(act.ask(first, resultsOf(first))).rejects.toMatchObject(refusal);

    expect(act.stepIds()).toEqual([first.stepId, second.stepId, third.stepId]);
  });
});
