import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { nextBatch } from '../../lib/report/log-batches.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import { eventAt, timed } from './events.ts';

const MIDNIGHT = '2026-01-01T00:00:00.000Z';

describe('log batches', () => {
  it('are none without events', () => {
    expect(logBatches([])).toEqual([]);
  });

  it('hold each event as one line of JSON at the time it is given, in the order of the log', () => {
    const late = eventAt('2026-01-01T00:00:02.000Z', 'late');
    const [one, other] = [eventAt(MIDNIGHT, 'one'), eventAt(MIDNIGHT, 'other')];
    expect(logBatches([one, other, late])).toEqual([
      [one, other, late].map((event) => ({ timestamp: Date.parse(event.at), message: JSON.stringify(event) })),
    ]);
    expect(nextBatch([{ timestamp: 5, event: late }])).toEqual([{ timestamp: 5, message: JSON.stringify(late) }]);
  });

  it('hold 10,000 events at most', () => {
    // Smaller than any event there is: those of today fill a batch by their bytes first.
    const small: LogEvent = JSON.parse(`{"at":"${MIDNIGHT}"}`);
    const events = Array.from({ length: 10_001 }, () => small);
    expect(logBatches(events).map((batch) => batch.length)).toEqual([10_000, 1]);
  });

  it('hold 1,048,576 bytes at most, counted in UTF-8 and with 26 more for each event', () => {
    const events = Array.from({ length: 40 }, () => eventAt(MIDNIGHT, 'ü'.repeat(50_000)));
    const batches = logBatches(events);
    const sizes = batches.map((batch) =>
      batch.reduce((sum, { message }) => sum + Buffer.byteLength(message ?? '') + 26, 0),
    );
    expect(batches.flat()).toHaveLength(40);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576);
    expect(batches.map((batch) => batch.length)).toEqual([5, 5, 5, 5, 5, 5, 5, 5]);
  });

  it.each([
    ['exactly full', 0, [2]],
    ['one byte too many', 1, [1, 1]],
  ])('fill a batch to its last byte: %s', (_, more, lengths) => {
    const empty = JSON.stringify(eventAt(MIDNIGHT, '')).length + 26;
    // Twice in the event: the browser's id is also its event's.
    const half = (1_048_576 - 2 * empty) / 4;
    const events = [eventAt(MIDNIGHT, 'x'.repeat(Math.floor(half))), eventAt(MIDNIGHT, 'x'.repeat(Math.floor(half)))];
    const size = events.reduce((sum, event) => sum + JSON.stringify(event).length + 26, 0);
    const [first, second] = events;
    if (!first || !second) throw new Error('there are two');
    const padded = { ...second, execution: `run${'x'.repeat(1_048_576 - size + more)}` };
    expect(logBatches([first, padded]).map((batch) => batch.length)).toEqual(lengths);
  });

  it('span less than 24 hours', () => {
    const events = ['2026-01-01T00:00:00.000Z', '2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00.000Z'];
    const batches = logBatches(events.map((at) => eventAt(at, 'b')));
    expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
  });

  it('leave the long fields out of an event of a megabyte, which stays an object of JSON and says how long it was', () => {
    const long = { ...eventAt(MIDNIGHT, 'b'), act: '🏔'.repeat(262_144) };
    const [[logged] = []] = logBatches([long]);
    expect(Buffer.byteLength(logged?.message ?? '') + 26).toBeLessThanOrEqual(1_048_576);
    const { act: _, ...kept } = long;
    expect(JSON.parse(logged?.message ?? '')).toEqual({
      ...kept,
      cutBytes: Buffer.byteLength(JSON.stringify(long)),
    });
  });
});

/** All batches of these events, one after another. */
function logBatches(events: readonly LogEvent[]): InputLogEvent[][] {
  const batches: InputLogEvent[][] = [];
  let left = timed(events);
  while (left.length > 0) {
    const batch = nextBatch(left);
    if (batch.length === 0) throw new Error('a batch takes at least one event');
    batches.push(batch);
    left = left.slice(batch.length);
  }
  return batches;
}
