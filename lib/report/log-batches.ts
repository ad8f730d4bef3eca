import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { LoggedEvent } from '../run/logged-event.ts';
import type { TimedEvent } from '../run/ports.ts';

/** PutLogEvents' own limits: a batch's bytes, what each event costs beside its text, its count, and its span. */
export const BATCH_BYTES = 1_048_576;
export const EVENT_OVERHEAD_BYTES = 26;
export const BATCH_EVENTS = 10_000;
const BATCH_SPAN_MS = 24 * 3600 * 1000;
/** An event's text; of a longer one the long fields are left out, for CloudWatch takes at most 1 MiB with the overhead. */
const EVENT_BYTES = 1_000_000;
/** What a field may have of an event that is too long. */
const FIELD_BYTES = 1_000;

/** As many events from the front as PutLogEvents takes at once. They are in the order of their timestamps. */
export function nextBatch(events: readonly TimedEvent[]): InputLogEvent[] {
  const batch: InputLogEvent[] = [];
  let bytes = 0;
  for (const { timestamp, event } of events) {
    const message = fitting(event);
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    const spanMs = timestamp - (events[0]?.timestamp ?? timestamp);
    if (bytes > BATCH_BYTES || batch.length >= BATCH_EVENTS || spanMs >= BATCH_SPAN_MS) break;
    batch.push({ timestamp, message });
  }
  return batch;
}

/** The event as one object of JSON, always; where something is missing `cutBytes` says how long it was. */
function fitting(event: LoggedEvent): string {
  const whole = JSON.stringify(event);
  const cutBytes = Buffer.byteLength(whole);
  if (cutBytes <= EVENT_BYTES) return whole;
  const kept = Object.entries(event).filter(
    ([, value]) => Buffer.byteLength(JSON.stringify(value) ?? '') <= FIELD_BYTES,
  );
  return JSON.stringify({ ...Object.fromEntries(kept), cutBytes });
}
