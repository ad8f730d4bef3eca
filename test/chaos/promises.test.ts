import { NO_FIGURES } from '../report/events.ts';
import { describe, expect, it } from 'vitest';
import { findCottage } from '../../examples/site/cottages.ts';
import type { Booking } from '../../examples/site/bookings.ts';
import { usual } from '../../scripts/chaos/case.ts';
import type { Hit } from '../../scripts/chaos/faults.ts';
import { brokenPromises } from '../../scripts/chaos/promises.ts';
import type { RunRecord, SeenMoment } from '../../scripts/chaos/run-case.ts';

const SITE = 'http://127.0.0.1:1/';
const DIED_AT = 10_000;

function booking(): Booking {
  const cottage = findCottage('harbour-cottage');
  if (cottage === undefined) throw new Error('the site has no Harbour Cottage');
  const asked = { name: 'Ada Lovelace', email: 'ada@example.com', arrival: 'Saturday 5 June', nights: 7, guests: 2 };
  return { ...asked, extras: ['Bring a dog'], message: '', total: 916, cottage, reference: 'SM-1001', visitor: 'v' };
}

/** A run without a fault. */
function record(changed: Partial<RunRecord> = {}): RunRecord {
  const acts = [{ actId: 'a', status: 'SUCCEEDED', error: undefined }];
  const response = { bookingReference: 'SM-1001', total: 916 };
  const event = { v: 1, eventId: 'e', seq: 1, at: '', execution: 'x' } as const;
  return {
    ended: { status: 'SUCCEEDED', output: null, largestStateBytes: 0 },
    result: {
      status: 'SUCCEEDED',
      replay: '',
      acts: [{ id: 'submit', actId: 'a', status: 'SUCCEEDED', response, steps: 1, timeWorkedSeconds: 1 }],
      timeWorkedSeconds: 1,
    },
    log: [{ ...event, type: 'RunEnded', status: 'SUCCEEDED', figures: NO_FIGURES }],
    recorded: [event.eventId],
    service: { runs: [{ status: 'SUCCEEDED' }], acts },
    stepsAsked: 1,
    site: { bookings: [booking()], requests: [], tidings: [] },
    answeredCalls: [],
    moments: [],
    hits: [],
    durationMs: 1,
    ...changed,
  };
}

function moment(changed: Partial<SeenMoment> = {}): SeenMoment {
  const place = { number: 10, when: 'after', kind: 'done', handler: 'PerformSteps', pid: 1, act: 0, step: 1 } as const;
  return { ...place, standing: 'saved', at: DIED_AT, hasBrowser: true, stepsAsked: 1, ...changed };
}

function killed(standing: SeenMoment['standing']): Hit {
  return { fault: 'handlerKilled', moment: moment({ standing }), at: DIED_AT, hadTarget: true };
}

function dropped(askedFor: string): Hit {
  return { ...killed('saved'), fault: 'droppedAfter', askedFor };
}

function failed(error: string): Partial<RunRecord> {
  const event = { v: 1, eventId: 'e', seq: 1, at: '', execution: 'x' } as const;
  const told = { name: error, message: '' };
  return {
    ended: { status: 'FAILED', error, cause: '', largestStateBytes: 0 },
    result: {
      status: 'FAILED',
      error: told,
      replay: '',
      acts: [{ id: 'submit', actId: 'a', status: 'FAILED', steps: 1, timeWorkedSeconds: 1 }],
      timeWorkedSeconds: 1,
    },
    log: [{ ...event, type: 'RunEnded', status: 'FAILED', figures: NO_FIGURES, error: told }],
    service: {
      runs: [{ status: 'FAILED' }],
      acts: [{ actId: 'a', status: 'FAILED', error: { message: '', type: error } }],
    },
  };
}

function site(changed: Partial<RunRecord['site']>): Pick<RunRecord, 'site'> {
  return { site: { ...record().site, ...changed } };
}

describe('the promises', () => {
  it('are kept by a run without a fault, and by one that fails for a loss as it should', () => {
    expect(brokenPromises(record(), usual)).toEqual([]);
    const lost = record({ ...failed('BrowserStateLost'), hits: [killed('unsaved')] });
    expect(brokenPromises(lost, usual)).toEqual([]);
    const unknown = record({ ...failed('EffectUnknown'), hits: [killed('begun')] });
    expect(brokenPromises(unknown, usual)).toEqual([]);
  });

  it('know that an answer is lost with the process that had not kept it yet, where the service gives it only once', () => {
    const hit = { ...killed('saved'), moment: moment({ when: 'before', kind: 'answered, begun' }) };
    const once = { ...usual, repeatedStep: 'refuse' } as const;
    expect(brokenPromises(record({ ...failed('StepAnswerLost'), hits: [hit] }), once)).toEqual([]);
    expect(brokenPromises(record({ hits: [hit] }), once)).toEqual([
      expect.stringContaining('ended as SUCCEEDED, not as StepAnswerLost'),
    ]);
    expect(brokenPromises(record({ hits: [hit] }), usual)).toEqual([]);
  });

  it('know that nobody gets an answer where the connection is lost both times that a step is asked for', () => {
    const twice = { hits: [dropped('step 1'), dropped('step 1')] };
    expect(brokenPromises(record({ ...failed('ServiceUnreachable'), ...twice }), usual)).toEqual([]);
    expect(brokenPromises(record(twice), usual)).toEqual([
      expect.stringContaining('ended as SUCCEEDED, not as ServiceUnreachable'),
    ]);
    const apart = { hits: [dropped('step 1'), dropped('step 2')] };
    expect(brokenPromises(record(apart), usual)).toEqual([]);
    expect(brokenPromises(record({ ...failed('ServiceUnreachable'), ...apart }), usual)).toEqual([
      expect.stringContaining('ended as ServiceUnreachable, not as SUCCEEDED'),
    ]);
  });

  const form = { method: 'POST', path: '/cottages/harbour-cottage/book' };
  const press = { kind: 'press', document: 'd', url: SITE, x: 15, y: 15 } as const;
  const box = { left: 10, top: 10, right: 20, bottom: 20 };
  const click = { kind: 'click', box: { unit: 'pixels', box }, clickType: 'left', blurField: false } as const;
  const asked = { action: { kind: 'browser', action: click }, url: SITE } as const;
  const next = moment({ number: 11, pid: 2, at: DIED_AT + 22_000 });
  const late = DIED_AT + 600;

  const BROKEN: readonly (readonly [string, Partial<RunRecord>, RegExp])[] = [
    [
      'a run that fails with its checkpoint at hand',
      { ...failed('EffectUnknown'), hits: [killed('saved')] },
      /not as S/,
    ],
    ['a run that succeeds where nobody can know', { hits: [killed('begun')] }, /ended as SUCCEEDED, not as EffectUnk/],
    ['a loss that is taken for none', { hits: [killed('unsaved')] }, /ended as SUCCEEDED, not as BrowserStateLost/],
    [
      'a run that is open on the service',
      { service: { ...record().service, runs: [{ status: 'RUNNING' }] } },
      /says RUN/,
    ],
    [
      'a second run on the service',
      { service: { ...record().service, runs: [{ status: 'SUCCEEDED' }, { status: 'FAILED' }] } },
      /so many runs: 2/,
    ],
    [
      'an act that is open on the service',
      { service: { ...record().service, acts: [{ actId: 'a', status: 'RUNNING', error: undefined }] } },
      /a RUNNING/,
    ],
    ['a log that says something else', { log: failed('EffectUnknown').log ?? [] }, /the log says FAILED/],
    ['a log that lacks an event', { recorded: ['d', 'e'] }, /the log lacks 1 event\(s\): d/],
    [
      'a log that has an event twice',
      { log: [...record().log, ...record().log] },
      /the log has 2 events, not as the 1/,
    ],
    ['a log without an end', { log: [] }, /how often that the run ended: 0/],
    ['a result that says something else', { result: failed('EffectUnknown').result }, /the result is FAILED/],
    [
      'a form that was sent twice',
      site({
        requests: [
          { ...form, at: 1 },
          { ...form, at: 2 },
        ],
      }),
      /sent 2 times/,
    ],
    ['a success without a booking', site({ bookings: [] }), /nothing was booked/],
    ['a box that was ticked twice', site({ bookings: [{ ...booking(), extras: [] }] }), /the booking says/],
    ['a result of another booking', site({ bookings: [{ ...booking(), reference: 'SM-1002' }] }), /the run says/],
    ['a click that nobody asked for', site({ tidings: [{ ...press, at: 1 }] }), /once too often/],
    [
      'a click that was asked for once',
      {
        answeredCalls: [asked],
        ...site({
          tidings: [
            { ...press, at: 1 },
            { ...press, at: 2 },
          ],
        }),
      },
      /once too often/,
    ],
    [
      'a request before the next slice',
      { hits: [killed('saved')], moments: [next], ...site({ requests: [{ method: 'GET', path: '/', at: late }] }) },
      /600 ms after/,
    ],
    [
      'a page that goes on',
      {
        hits: [killed('saved')],
        moments: [next],
        ...site({
          tidings: [
            { kind: 'tick', document: 'd', at: 1 },
            { kind: 'tick', document: 'd', at: next.at + 1 },
          ],
        }),
      },
      /22001 ms after/,
    ],
  ];

  it.each(BROKEN)('are broken by %s', (_, changed, sentence) => {
    expect(brokenPromises(record(changed), usual)).toContainEqual(expect.stringMatching(sentence));
  });

  it('let a click come as often as it was asked for', () => {
    const told = [press, press].map((one, index) => ({ ...one, at: index }));
    const twice = record({ answeredCalls: [asked, { ...asked }], ...site({ tidings: told }) });
    expect(brokenPromises(twice, usual)).toEqual([]);
  });
});
