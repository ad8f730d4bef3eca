import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from '../run/log-event.ts';

/** PutLogEvents' own limits: a batch's bytes, what each event costs beside its text, its count, and its span. */
const BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const BATCH_EVENTS = 10_000;
const BATCH_SPAN_MS = 24 * 3600 * 1000;
/** An event's text; a longer one is cut, for CloudWatch takes at most 1 MiB with the overhead. */
const EVENT_BYTES = 1_000_000;

/** The events as PutLogEvents takes them: in order of time, in batches within its limits. */
export function logBatches(events: readonly LogEvent[]): InputLogEvent[][] {
  const batches: InputLogEvent[][] = [];
  let batch: InputLogEvent[] = [];
  let bytes = 0;
  let firstAt = 0;
  for (const event of events.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    const timestamp = Date.parse(event.at);
    const message = cut(JSON.stringify(event));
    const size = Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    const full = bytes + size > BATCH_BYTES || batch.length >= BATCH_EVENTS || timestamp - firstAt >= BATCH_SPAN_MS;
    if (batch.length === 0 || full) {
      batch = [];
      batches.push(batch);
      bytes = 0;
      firstAt = timestamp;
    }
    batch.push({ timestamp, message });
    bytes += size;
  }
  return batches;
}

function cut(message: string): string {
  if (Buffer.byteLength(message) <= EVENT_BYTES) return message;
  const start = Buffer.from(message).subarray(0, EVENT_BYTES - 100);
  // A stream that goes on keeps back a character that is not whole yet.
  const kept = new TextDecoder().decode(start, { stream: true });
  return `${kept}… (cut: the event had ${Buffer.byteLength(message)} bytes)`;
}
