import { describe, expect, it, vi } from 'vitest';
import { FunctionLog } from '../../lambdas/runtime/function-log.ts';
import { NO_FIGURES } from '../report/events.ts';
import { functionOutput } from '../support/function-output.ts';
import type { Happening, LogEvent } from '../../lib/run/log-event.ts';

const CANARY = 'canary';
const error = { name: 'ActAgentFailed', message: CANARY };

/** Each type of event, with a canary wherever something stands that was read, typed, asked or answered. */
const events: { [Type in Happening['type']]: readonly Extract<Happening, { type: Type }>[] } = {
  RunCreated: [
    {
      type: 'RunCreated',
      workflowDefinitionName: 'shop',
      workflowRunId: 'run-1',
      sessionId: 'session-1',
      modelId: CANARY,
      startingPage: CANARY,
    },
  ],
  BrowserStarted: [{ type: 'BrowserStarted', browserId: 'browser-1', durationMs: 5 }],
  BrowserRestored: [{ type: 'BrowserRestored', browserId: 'browser-2', durationMs: 5, lost: [CANARY] }],
  RunResumed: [{ type: 'RunResumed', from: 'execution-1', acts: ['act-1'] }],
  RunRequested: [{ type: 'RunRequested', workflowDefinitionName: 'shop', acts: 1 }],
  StepResumed: [
    {
      type: 'StepResumed',
      step: 1,
      stepId: 'step-1',
      calls: [{ callId: 'call-1', name: 'agentType', input: [CANARY], state: 'done', text: CANARY }],
    },
  ],
  HandedBack: [{ type: 'HandedBack', reason: 'deadline' }],
  LogEventsRejected: [{ type: 'LogEventsRejected', events: 2, reason: 'tooOld', firstSeq: 1, lastSeq: 2 }],
  RunEnded: [
    { type: 'RunEnded', status: 'FAILED', error, figures: NO_FIGURES },
    { type: 'RunEnded', status: 'SUCCEEDED', figures: NO_FIGURES },
  ],
  ActStarted: [{ type: 'ActStarted', actId: 'act-1', task: CANARY }],
  StepAsked: [
    {
      type: 'StepAsked',
      step: 1,
      url: CANARY,
      screenshot: CANARY,
      viewport: { width: 1600, height: 813 },
      sinceLastAnswerMs: 5,
    },
  ],
  StepAnswered: [
    {
      type: 'StepAnswered',
      step: 1,
      stepId: 'step-1',
      durationMs: 5,
      calls: [{ callId: CANARY, name: CANARY, input: [CANARY, { [CANARY]: CANARY }] }],
    },
  ],
  StepAskedAgain: [{ type: 'StepAskedAgain', step: 1, error, durationMs: 5, waitedMs: 5 }],
  StepUnanswered: [{ type: 'StepUnanswered', step: 1, error, durationMs: 5 }],
  Throttled: [{ type: 'Throttled', operation: 'CreateAct', waitedMs: 5 }],
  Filled: [{ type: 'Filled', secret: CANARY, into: CANARY, durationMs: 5, settleMs: 5 }],
  CallEnded: [
    { type: 'CallEnded', step: 1, callId: 'call-1', name: 'agentType', durationMs: 5, result: { [CANARY]: CANARY } },
    { type: 'CallEnded', step: 1, callId: 'call-1', name: 'agentType', durationMs: 5, result: CANARY, error },
  ],
  PageNotice: [
    {
      type: 'PageNotice',
      step: 1,
      notice: { kind: 'dialog', dialogType: 'alert', message: CANARY, answer: 'accepted' },
    },
    { type: 'PageNotice', step: 1, notice: { kind: 'requestRefused', host: CANARY, reason: CANARY } },
    { type: 'PageNotice', step: 1, notice: { kind: 'downloadRefused', name: CANARY, reason: CANARY } },
    { type: 'PageNotice', step: 1, notice: { kind: 'warning', message: CANARY } },
  ],
  Downloaded: [
    {
      type: 'Downloaded',
      step: 1,
      download: { name: CANARY, mediaType: CANARY, bytes: 1_234, location: CANARY },
    },
  ],
  ActEnded: [
    {
      type: 'ActEnded',
      actId: 'act-1',
      outcome: { status: 'SUCCEEDED', response: { [CANARY]: CANARY }, steps: 2, timeWorkedSeconds: 1 },
    },
    { type: 'ActEnded', actId: undefined, outcome: { status: 'FAILED', error, steps: 2, timeWorkedSeconds: 1 } },
  ],
};
const cases = Object.values(events)
  .flat()
  .map((happening): [type: string, event: LogEvent] => [
    happening.type,
    { v: 1, eventId: 'e-1', seq: 1, at: '2026-01-01T00:00:00.000Z', execution: 'run', act: 'find', ...happening },
  ]);

/** The line that a function writes. */
function eventLine(event: LogEvent, where: 'aws' | 'local'): string {
  using output = functionOutput();
  using printed = vi.spyOn(console, 'log').mockReturnValue();
  new FunctionLog().event(event, where);
  return [...output.lines(), ...printed.mock.calls.map(String)].join('\n');
}

describe("an event in a function's log", () => {
  it.each(cases)('%s tells on AWS what happened and nothing of what was read or written', (type, event) => {
    const line = eventLine(event, 'aws');
    expect(line).not.toContain(CANARY);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      level: 'INFO',
      message: type,
      type,
      execution: 'run',
      act: 'find',
      eventId: 'e-1',
    });
  });

  it.each(cases.filter(([, event]) => JSON.stringify(event).includes(error.name)))(
    '%s tells on AWS the name of its error',
    (_, event) => {
      expect(JSON.parse(eventLine(event, 'aws'))).toMatchObject({ error: 'ActAgentFailed' });
    },
  );

  it('tells on AWS how an act ended', () => {
    const lines = cases.filter(([type]) => type === 'ActEnded').map(([, event]) => eventLine(event, 'aws'));
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'FAILED' },
    ]);
  });

  it('tells on AWS which kind of thing a page did, and how much it gave', () => {
    const told = [...events.PageNotice, ...events.Downloaded].map((happening): unknown =>
      JSON.parse(eventLine({ v: 1, eventId: 'e-1', seq: 1, at: '', execution: 'run', ...happening }, 'aws')),
    );
    const kinds = ['dialog', 'requestRefused', 'downloadRefused', 'warning'].map((kind) => ({ kind }));
    expect(told).toMatchObject([...kinds, { bytes: 1_234 }]);
  });

  it.each(cases)('%s is whole on this machine', (_, event) => {
    expect(JSON.parse(eventLine(event, 'local'))).toEqual(JSON.parse(JSON.stringify(event)));
  });
});
