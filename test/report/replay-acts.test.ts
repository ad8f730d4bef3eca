import { describe, expect, it } from 'vitest';
import { callsOf, replayActs, stateOf } from '../../lib/report/replay/acts.ts';
import type { ResumedCall } from '../../lib/run/log-event.ts';
import { eventsOf } from './events.ts';

/** What is shown of a step of which the journal alone tells. */
function statesOf(calls: readonly (readonly [name: string, state: 'waiting' | 'begun' | 'done'])[]): string[] {
  const resumed = calls.map(([name, state], index): ResumedCall => {
    const input = name === 'agentClick' ? ['<box>1,1,9,9</box>'] : name === 'wait' ? [1] : [];
    return { callId: `call-${index}`, name, input, state };
  });
  const events = eventsOf([{ type: 'StepResumed', step: 1, stepId: 's', calls: resumed }], 'go');
  return replayActs({ input: undefined, result: undefined, events }).acts.flatMap(({ steps }) =>
    steps.flatMap((step) => callsOf(step).map((call) => stateOf(call, step).kind)),
  );
}

describe('a step of which the journal alone tells', () => {
  it('has effects that were certainly not performed, and of reads that are not known to be done says so', () => {
    expect(
      statesOf([
        ['wait', 'waiting'],
        ['agentClick', 'waiting'],
        ['takeObservation', 'waiting'],
      ]),
    ).toEqual(['unrecorded', 'notPerformed', 'notPerformed']);
  });

  it('came no further than an effect that was begun', () => {
    expect(
      statesOf([
        ['wait', 'waiting'],
        ['agentClick', 'begun'],
        ['takeObservation', 'waiting'],
      ]),
    ).toEqual(['unrecorded', 'unknown', 'notPerformed']);
  });

  it('may have come anywhere after an effect that was done', () => {
    expect(
      statesOf([
        ['agentClick', 'done'],
        ['takeObservation', 'waiting'],
      ]),
    ).toEqual(['journalled', 'unrecorded']);
  });
});
