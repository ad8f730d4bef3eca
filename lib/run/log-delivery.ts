import type { Clock } from '../act/ports.ts';
import { LogGroupUnwritable } from './errors.ts';
import type { LogProgress, SentLog } from './head.ts';
import type { Lease } from './lease.ts';
import { loggedEvent } from './logged-event.ts';
import type { Appended, Artifacts, LogGroup, LogStream, TimedEvent } from './ports.ts';
import { type RunRecorder, unreadEvents } from './recorder.ts';
import type { Run } from './run.ts';

export interface Delivery {
  readonly stream: LogStream;
  /** Whether the log may show what people, pages, models and tools said. */
  readonly content: boolean;
  /** Of the run's hashes. */
  readonly key: string;
}

export interface DeliveryPorts {
  /** Undefined for a run without a journal; then the stream itself must say what it has. */
  readonly lease: Lease | undefined;
  readonly artifacts: Artifacts;
  readonly logGroup: LogGroup;
  readonly recorder: RunRecorder;
  readonly clock: Clock;
}

/** Of a run, below the group that its input names. */
export function logStreamName({
  workflowDefinitionName,
  workflowRunId,
}: Pick<Run, 'workflowDefinitionName' | 'workflowRunId'>): string {
  return `${workflowDefinitionName}/${workflowRunId}`;
}

/** How long one request to a log group may take. */
const REQUEST_MS = 10_000;
/** As much is read from the record before it is sent: what a request can take. */
const READ_AHEAD_BYTES = 1_048_576;
const READ_AHEAD_EVENTS = 10_000;
const NEVER = new AbortController().signal;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** An event of the record that is not known to be sent, and what will be journalled when it is. */
interface Pending extends TimedEvent {
  readonly upTo: SentLog;
  readonly bytes: number;
}

/**
 * Sends what the record holds and the log group does not have yet, in the order of the record. How far it has come
 * stands in the journal; `open` says there that a batch may be under way. Whoever finds it open asks the stream first.
 *
 * @param patienceMs - how long it goes on trying while the group cannot be written and that may pass; 0 tries once
 * @param signal - when it is aborted, nothing more is sent or journalled
 * @throws LogGroupUnwritable, LeaseLost, and what the artifacts throw; what was sent until then stays sent
 */
export async function deliverLog(
  delivery: Delivery,
  ports: DeliveryPorts,
  { patienceMs, signal = NEVER }: { patienceMs: number; signal?: AbortSignal },
): Promise<void> {
  const journal = journalOf(delivery.stream, ports.lease);
  await patiently(() => sendAll(delivery, journal, ports, signal), { ...ports, patienceMs, signal });
}

/** Tries again and again with growing pauses while a log group cannot be written and that may pass. */
export async function patiently<Result>(
  attempt: () => Promise<Result>,
  { clock, patienceMs, signal }: { clock: Clock; patienceMs: number; signal?: AbortSignal },
): Promise<Result> {
  const until = clock.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const mayPass = error instanceof LogGroupUnwritable && error.mayPass;
      if (!mayPass || signal?.aborted === true || clock.now() + pauseMs > until) throw error;
      await clock.sleep(pauseMs);
    }
  }
}

/** For one request: over when its time is, or when the whole is. */
export function requestSignal(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(REQUEST_MS);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

interface DeliveryJournal {
  read(): LogProgress;
  write(progress: Omit<LogProgress, 'stream'>): Promise<void>;
}

/** A position counts for its own stream only: a run whose id became known later has its whole log under that id. */
function journalOf({ logStreamName: stream }: LogStream, lease: Lease | undefined): DeliveryJournal {
  let known: LogProgress = { stream, open: true };
  if (lease === undefined)
    return {
      read: () => known,
      write: async (progress) => {
        known = { stream, ...progress };
      },
    };
  return {
    read: () => (lease.head.log?.stream === stream ? lease.head.log : { stream }),
    write: (progress) => lease.change({ log: { stream, ...progress } }),
  };
}

async function sendAll(
  delivery: Delivery,
  journal: DeliveryJournal,
  ports: DeliveryPorts,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const found = journal.read();
  let there: ReadonlySet<string> = new Set();
  if (found.open) {
    // Renews the lease after a pause, and shows who has none.
    await journal.write(found);
    there = await ports.logGroup.newestIds(delivery.stream, requestSignal(signal));
  }
  // What is told of rejected events is part of the record, and is sent as well.
  while (await sendRecord(delivery, { journal, there, signal }, ports));
  const { open, ...progress } = journal.read();
  signal.throwIfAborted();
  if (open) await journal.write(progress);
}

interface Sending {
  readonly journal: DeliveryJournal;
  /** Ids of events that the stream has already. */
  readonly there: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** Gives whether there is something new to tell. */
async function sendRecord(delivery: Delivery, sending: Sending, ports: DeliveryPorts): Promise<boolean> {
  const { sent } = sending.journal.read();
  let timestamp = sent?.at ?? 0;
  let pending: Pending[] = [];
  let pendingBytes = 0;
  let isNews = false;
  const send = async () => {
    const batch = await sendBatch(pending, delivery, sending, ports);
    pending = batch.left;
    pendingBytes = pending.reduce((sum, { bytes }) => sum + bytes, 0);
    isNews ||= batch.isNews;
  };
  for await (const { chunk, number, event, bytes } of unreadEvents(ports.artifacts, sent)) {
    if (event === undefined) continue;
    // The stream is ordered by time, and hosts' clocks differ. The event itself says when it happened.
    timestamp = Math.max(timestamp, Date.parse(event.at));
    const upTo = { chunk, events: number, at: timestamp };
    pending.push({ timestamp, event: loggedEvent(event, delivery), upTo, bytes });
    pendingBytes += bytes;
    if (pendingBytes >= READ_AHEAD_BYTES || pending.length >= READ_AHEAD_EVENTS) await send();
  }
  while (pending.length > 0) await send();
  return isNews;
}

/** Sends what one request takes, between two entries in the journal. */
async function sendBatch(
  pending: readonly Pending[],
  { stream }: Delivery,
  { journal, there, signal }: Sending,
  { lease, logGroup, recorder }: DeliveryPorts,
): Promise<{ left: Pending[]; isNews: boolean }> {
  const missing = pending.filter(({ event }) => !there.has(event.eventId));
  let appended: Appended = { taken: 0, rejected: [] };
  if (missing.length > 0) {
    const before = journal.read();
    signal.throwIfAborted();
    if (before.open !== true) await journal.write({ ...before, open: true });
    // A holder that was frozen here has nothing more to say.
    if (lease?.isHeld === false) throw lease.lostError();
    appended = await logGroup.append(stream, missing, requestSignal(signal));
  }
  const isNews = tellRejected(appended, recorder);
  // Before the position moves on: whoever comes after a crash would not hear of it any more.
  if (isNews) await recorder.flush();

  const next = missing[appended.taken];
  const left = next === undefined ? [] : pending.slice(pending.indexOf(next));
  const last = pending[pending.length - left.length - 1];
  signal.throwIfAborted();
  if (last) await journal.write({ sent: last.upTo, ...(left.length > 0 && { open: true }) });
  return { left, isNews };
}

/** The log says itself what it lacks. That a notice of that kind was rejected too is not told again, or it would never end. */
function tellRejected({ rejected }: Appended, recorder: RunRecorder): boolean {
  const told = rejected.filter(({ events }) => events.some(({ event }) => event.type !== 'LogEventsRejected'));
  for (const { reason, events } of told) {
    const seqs = events.map(({ event }) => event.seq);
    const [firstSeq, lastSeq] = [Math.min(...seqs), Math.max(...seqs)];
    recorder.recordOfRun({ type: 'LogEventsRejected', events: events.length, reason, firstSeq, lastSeq });
  }
  return told.length > 0;
}
