import * as z from 'zod';
import { bookingProblems } from './booking.ts';
import type { CaseOptions } from './case.ts';
import { expectedEnding } from './expected-ending.ts';
import type { Hit } from './faults.ts';
import { repeatedEffects } from './repeated-effects.ts';
import type { RunRecord } from './run-case.ts';

/** How the log tells of the run's end. */
const runEndedSchema = z.object({
  type: z.literal('RunEnded'),
  status: z.string(),
  error: z.object({ name: z.string() }).optional(),
});

/** What may still be under way when a handler dies. */
const DYING_MS = 500;

/** What the run did that it must never do, a sentence each. */
export function brokenPromises(record: RunRecord, options: CaseOptions): string[] {
  return [
    ...wrongEnding(record, options),
    ...disagreements(record),
    ...logProblems(record),
    ...wrongBookings(record),
    ...repeatedEffects(record),
    ...record.hits.flatMap((hit) => lateRequests(hit, record)),
  ];
}

function wrongEnding({ ended, hits }: RunRecord, options: CaseOptions): string[] {
  const expected = expectedEnding(hits, options);
  const ending = endingName(ended);
  return expected.includes(ending)
    ? []
    : [`it ended as ${ending}, not as ${expected.join(' or ')}${'cause' in ended ? `: ${ended.cause}` : ''}`];
}

/** SUCCEEDED, or how the execution failed. */
export function endingName(ended: RunRecord['ended']): string {
  return 'error' in ended ? ended.error : ended.status;
}

/** Wherever the run's status can be read, it is the same, and nothing is left open. */
function disagreements({ ended, result, log, service }: RunRecord): string[] {
  const error = 'error' in ended ? ended.error : undefined;
  const runEnded = log.flatMap((event) => runEndedSchema.safeParse(event).data ?? []);
  const told: readonly (readonly [string, unknown, unknown])[] = [
    ['the result is', result?.status, ended.status],
    ['the result names', result?.error?.name, error],
    ['the log says how often that the run ended:', runEnded.length, 1],
    ['the log says', runEnded[0]?.status, ended.status],
    ['the log names', runEnded[0]?.error?.name, error],
    ['the service has so many runs:', service.runs.length, 1],
    ['the service says', service.runs[0]?.status, ended.status],
    ['the result has the acts', actsOf(result?.acts), actsOf(service.acts)],
    [
      'the last act failed as',
      failureOf(service.acts.at(-1)),
      failureOf({ status: ended.status, error: { type: error } }),
    ],
  ];
  return told
    .filter(([, one, other]) => one !== other)
    .map(([where, one, other]) => `${where} ${String(one)}, not ${String(other)}`);
}

/** All that was recorded is in the log, in the same order and once: the log of this machine can always be read again. */
function logProblems({ log, recorded }: RunRecord): string[] {
  const logged = log.map(({ eventId }) => eventId);
  const lacking = recorded.filter((id) => !logged.includes(id));
  if (lacking.length > 0) return [`the log lacks ${lacking.length} event(s): ${lacking.join(', ')}`];
  const isSame = logged.length === recorded.length && logged.every((id, index) => id === recorded[index]);
  return isSame ? [] : [`the log has ${logged.length} events, not as the ${recorded.length} were recorded`];
}

function actsOf(acts: readonly { actId?: string; status: string }[] = []): string {
  return acts.map(({ actId, status }) => `${actId} ${status}`).join(', ');
}

function failureOf(
  act: { status: string; error?: { type?: string | undefined } | undefined } | undefined,
): string | undefined {
  return act?.status === 'SUCCEEDED' ? undefined : act?.error?.type;
}

function wrongBookings({ ended, result, site }: RunRecord): string[] {
  const { bookings } = site;
  const posts = site.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/book')).length;
  return [
    ...(posts > 1 ? [`the form was sent ${posts} times`] : []),
    ...(ended.status === 'SUCCEEDED' && bookings.length === 0 ? ['nothing was booked'] : []),
    ...bookingProblems(bookings[0], result),
  ];
}

/** From a browser whose handler is dead nothing reaches the site, though it lives. */
function lateRequests({ fault, moment, at }: Hit, { site, moments }: RunRecord): string[] {
  if (fault !== 'handlerKilled') return [];
  const from = at + DYING_MS;
  const nextSlice = moments.find((one) => one.at > at && one.pid !== moment.pid)?.at ?? Infinity;
  const known = new Set(site.tidings.filter((tiding) => tiding.at <= at).map(({ document }) => document));
  const requests = site.requests.filter((request) => request.at > from && request.at < nextSlice);
  const tidings = site.tidings.filter((tiding) => tiding.at > from && known.has(tiding.document));
  return [
    ...requests.map(({ method, path, at: late }) => `${method} ${path} came ${late - at} ms after its handler's death`),
    ...tidings.map(({ kind, at: late }) => `a ${kind} came ${late - at} ms after its handler's death`),
  ];
}
