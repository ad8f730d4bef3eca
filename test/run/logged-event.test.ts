import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Happening, LogEvent } from '../../lib/run/log-event.ts';
import { loggedEvent } from '../../lib/run/logged-event.ts';
import { CANARY, sampleEvents } from './sample-events.ts';

const key = 'of this run';
const redacted = (event: LogEvent) => loggedEvent(event, { content: false, key });
const digest = (text: string) => ({
  length: text.length,
  hash: createHmac('sha256', key).update(text).digest('hex').slice(0, 32),
});
const cases = sampleEvents.map((event): [type: string, event: LogEvent] => [event.type, event]);

const head = { v: 1, eventId: 'e/1/1', seq: 1, at: '2026-01-01T00:00:00.000Z', execution: 'e' } as const;

function logged(happening: Happening) {
  return redacted({ ...head, ...happening });
}

describe('an event of the log', () => {
  it.each(cases)('%s shows nothing of what people, pages, models and tools said', (_, event) => {
    const line = JSON.stringify(redacted(event));
    expect(line).not.toContain('canary');
    expect(line).not.toContain('sings');
    expect(JSON.parse(line)).toMatchObject({
      v: 1,
      eventId: event.eventId,
      seq: event.seq,
      at: event.at,
      execution: 'execution-1',
      workflowRunId: 'run-1',
      act: 'find',
      type: event.type,
    });
  });

  it.each(cases)('%s has the same fields, redacted or not', (_, event) => {
    const { type, ...rest } = event;
    const told = Object.entries(rest).filter(([, value]) => value !== undefined);
    expect(Object.keys(redacted(event)).toSorted()).toEqual(['type', ...told.map(([field]) => field)].toSorted());
  });

  it.each(cases)('%s is as it happened when its content is wanted', (_, event) => {
    expect(loggedEvent(event, { content: true, key })).toEqual(event);
  });

  it('has what it was about: names, numbers, ids, states, and where the screenshot is', () => {
    expect(
      logged({
        type: 'StepAsked',
        step: 2,
        url: `https://shop.test:8080/find?q=${CANARY}`,
        screenshot: 'screenshots/00000-00002.jpg',
        viewport: { width: 1600, height: 813 },
        sinceLastAnswerMs: 12,
      }),
    ).toEqual({
      ...head,
      type: 'StepAsked',
      step: 2,
      url: { origin: 'https://shop.test:8080', ...digest(`https://shop.test:8080/find?q=${CANARY}`) },
      screenshot: 'screenshots/00000-00002.jpg',
      viewport: { width: 1600, height: 813 },
      sinceLastAnswerMs: 12,
    });
  });

  it('has the calls by name, and the errors', () => {
    const input = [CANARY, '<box>1,2,3,4</box>'];
    const calls = [{ callId: 'c1', name: 'agentType', input }];
    expect(logged({ type: 'StepAnswered', step: 1, stepId: 's1', durationMs: 5, calls })).toMatchObject({
      calls: [{ callId: 'c1', name: 'agentType', input: digest(JSON.stringify(input)) }],
    });
    const error = { name: 'ActToolError', message: CANARY };
    expect(
      logged({ type: 'CallEnded', step: 1, callId: 'c1', name: 'lookUp', durationMs: 5, result: null, error }),
    ).toMatchObject({ result: null, error: { name: 'ActToolError', message: digest(CANARY) } });
  });

  it('has the same hash for the same text wherever it stands, and another with the key of another run', () => {
    const task = digest('4711');
    const started: LogEvent = { ...head, type: 'ActStarted', actId: 'a', task: '4711' };
    expect(logged({ type: 'ActStarted', actId: 'a', task: '4711' })).toMatchObject({ task });
    const outcome = { status: 'SUCCEEDED', response: '4711', steps: 1, timeWorkedSeconds: 1 } as const;
    expect(logged({ type: 'ActEnded', actId: 'a', outcome })).toMatchObject({ outcome: { response: task } });
    expect(loggedEvent(started, { content: false, key: 'of another' })).not.toMatchObject({ task });
  });

  it.each([
    ['about:blank', 'about:'],
    ['data:text/html,canary', 'data:'],
    ['blob:https://shop.test/canary', 'https://shop.test'],
    ['https://me:canary@shop.test/', 'https://shop.test'],
    ['canary', undefined],
  ])('tells of %s no more than its origin or its scheme', (startingPage, origin) => {
    const event = logged({
      type: 'RunCreated',
      workflowDefinitionName: 'shop',
      workflowRunId: 'run-1',
      sessionId: 's',
      modelId: 'm',
      startingPage,
    });
    expect(event['startingPage']).toEqual({ ...(origin !== undefined && { origin }), ...digest(startingPage) });
  });

  it('does not take for a name what a model or a tool only calls one', () => {
    const event = logged({
      type: 'CallEnded',
      step: 1,
      callId: 'c1',
      name: CANARY,
      durationMs: 5,
      result: null,
      error: { name: CANARY.repeat(9), message: '' },
    });
    expect(event).toMatchObject({ name: digest(CANARY), error: { name: digest(CANARY.repeat(9)) } });
  });

  it('leaves out what no rule tells of', () => {
    const more = { ...head, type: 'HandedBack', reason: 'deadline', note: CANARY } as const;
    expect(redacted(more)).toEqual({ ...head, type: 'HandedBack', reason: 'deadline' });
  });
});
