import type { Happening, LogEvent } from '../../lib/run/log-event.ts';
import { NO_FIGURES } from '../report/events.ts';

/** Stands wherever people, pages, models and tools have the word. */
export const CANARY = 'canary that sings';

const error = { name: 'ActAgentFailed', message: CANARY };
const download = { name: `${CANARY}.pdf`, mediaType: 'application/pdf', bytes: 1_234, location: `/runs/${CANARY}.pdf` };
const call = { callId: 'call-1', name: 'agentType', input: [CANARY, '<box>1,2,3,4</box>', { [CANARY]: CANARY }] };

/** Each type of event, with every field that it may have. */
const happenings: { readonly [Type in Happening['type']]: readonly Extract<Happening, { type: Type }>[] } = {
  RunRequested: [{ type: 'RunRequested', workflowDefinitionName: 'shop', acts: 1 }],
  RunCreated: [
    {
      type: 'RunCreated',
      workflowDefinitionName: 'shop',
      workflowRunId: 'run-1',
      sessionId: 'session-1',
      modelId: 'nova-act-latest',
      startingPage: `https://me:${CANARY}@shop.test/${CANARY}?q=${CANARY}`,
    },
  ],
  RunResumed: [{ type: 'RunResumed', from: 'execution-1', acts: ['act-1'] }],
  BrowserStarted: [{ type: 'BrowserStarted', browserId: 'browser-1', durationMs: 5 }],
  BrowserRestored: [{ type: 'BrowserRestored', browserId: 'browser-2', durationMs: 5, lost: [CANARY, CANARY] }],
  StepResumed: [
    {
      type: 'StepResumed',
      step: 1,
      stepId: 'step-1',
      calls: [
        { ...call, state: 'done', text: CANARY, wasEffect: true },
        { ...call, state: 'begun' },
      ],
    },
  ],
  HandedBack: [{ type: 'HandedBack', reason: 'deadline' }],
  LogEventsRejected: [{ type: 'LogEventsRejected', events: 2, reason: 'tooOld', firstSeq: 3, lastSeq: 4 }],
  RunEnded: [
    { type: 'RunEnded', status: 'FAILED', error: { ...error, act: 'find' }, figures: NO_FIGURES },
    { type: 'RunEnded', status: 'SUCCEEDED', figures: NO_FIGURES },
  ],
  ActStarted: [{ type: 'ActStarted', actId: 'act-1', task: CANARY }],
  StepAsked: [
    {
      type: 'StepAsked',
      step: 1,
      url: `https://shop.test/${CANARY}?q=${CANARY}#${CANARY}`,
      screenshot: 'screenshots/00000-00001.jpg',
      viewport: { width: 1600, height: 813 },
      sinceLastAnswerMs: 5,
      settleMs: 3,
      observeMs: 2,
    },
    {
      type: 'StepAsked',
      step: 2,
      url: 'about:blank',
      screenshot: 'screenshots/00000-00002.jpg',
      viewport: { width: 1600, height: 813 },
      sinceLastAnswerMs: 5,
    },
  ],
  StepAnswered: [{ type: 'StepAnswered', step: 1, stepId: 'step-1', durationMs: 5, calls: [call] }],
  StepAskedAgain: [{ type: 'StepAskedAgain', step: 1, error, durationMs: 4, waitedMs: 5 }],
  StepUnanswered: [{ type: 'StepUnanswered', step: 1, error, durationMs: 4 }],
  Throttled: [{ type: 'Throttled', operation: 'CreateAct', waitedMs: 5 }],
  CallEnded: [
    { type: 'CallEnded', step: 1, callId: 'call-1', name: 'lookUp', durationMs: 5, result: { [CANARY]: CANARY } },
    { type: 'CallEnded', step: 1, callId: 'call-1', name: 'lookUp', durationMs: 5, result: null, error },
  ],
  Filled: [{ type: 'Filled', secret: 'shop/password', into: CANARY, durationMs: 5, settleMs: 6 }],
  PageNotice: [
    {
      type: 'PageNotice',
      step: 1,
      notice: { kind: 'dialog', dialogType: 'alert', message: CANARY, answer: 'accepted' },
    },
    { type: 'PageNotice', step: 1, notice: { kind: 'requestRefused', host: 'ads.test', reason: CANARY } },
    { type: 'PageNotice', step: 1, notice: { kind: 'downloadRefused', name: CANARY, reason: CANARY } },
    { type: 'PageNotice', step: 1, notice: { kind: 'warning', message: CANARY } },
  ],
  Downloaded: [{ type: 'Downloaded', step: 1, download }],
  ActEnded: [
    {
      type: 'ActEnded',
      actId: 'act-1',
      outcome: {
        status: 'SUCCEEDED',
        response: { [CANARY]: CANARY },
        steps: 2,
        timeWorkedSeconds: 1,
        downloads: [download],
        lost: [CANARY],
      },
    },
    { type: 'ActEnded', actId: undefined, outcome: { status: 'FAILED', error, steps: 2, timeWorkedSeconds: 1 } },
  ],
};

/** An event of each type, and of each form that it has. */
export const sampleEvents: readonly LogEvent[] = Object.values(happenings)
  .flat()
  .map((happening, index) => ({
    v: 1,
    eventId: `execution-1/1/${index + 1}`,
    seq: index + 1,
    at: '2026-01-01T00:00:00.000Z',
    execution: 'execution-1',
    workflowRunId: 'run-1',
    act: 'find',
    ...happening,
  }));
