import type { Download, Recorder } from '../act/ports.ts';
import { JournalUnreadable } from './errors.ts';
import { harmlessName } from './harmless-name.ts';
import type { Happening, LogEvent } from './log-event.ts';
import type { Artifacts } from './ports.ts';
import type { Run } from './run.ts';

const JSON_LINES = 'application/x-ndjson';
const EVENTS = 'events/';
/** How many chunks are read at a time. */
const CHUNKS_AT_ONCE = 16;

interface RecorderOptions {
  readonly artifacts: Artifacts;
  readonly execution: string;
  /** Of the holder: chunks of later holders come after those of earlier ones. */
  readonly fence: number;
  /** Absent until the service has given it. */
  readonly workflowRunId?: string | undefined;
  readonly tell: (event: LogEvent) => void;
  /** Hears of each chunk that was kept. */
  readonly onKept?: (bytes: number) => void;
}

/**
 * Keeps what happens in a run among its artifacts: the events in chunks, one per flush, and each step's screenshot.
 * `tell` hears every event at once.
 */
export class RunRecorder implements Recorder {
  readonly #artifacts: Artifacts;
  readonly #execution: string;
  readonly #fence: number;
  readonly #tell: (event: LogEvent) => void;
  readonly #onKept: (bytes: number) => void;
  #workflowRunId: string | undefined;
  #act: { readonly id: string; readonly index: number } | undefined;
  #pending: LogEvent[] = [];
  #uploads: Promise<void>[] = [];
  #recorded = 0;
  #seq: number;
  #chunks = 0;
  #downloads = 0;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(options: RecorderOptions, seq: number) {
    this.#artifacts = options.artifacts;
    this.#execution = options.execution;
    this.#fence = options.fence;
    this.#workflowRunId = options.workflowRunId;
    this.#tell = options.tell;
    this.#onKept = options.onKept ?? (() => {});
    this.#seq = seq;
  }

  /** Goes on counting where the events end that are kept. */
  static async open(options: RecorderOptions): Promise<RunRecorder> {
    const chunks = await options.artifacts.list(EVENTS);
    for (const chunk of chunks.toReversed()) {
      const last = (await readLines(chunk, options.artifacts)).map(eventOf).findLast((event) => event !== undefined);
      if (last !== undefined) return new RunRecorder(options, last.seq);
    }
    return new RunRecorder(options, 0);
  }

  /** From here on the events name the run on the service. */
  belongTo({ workflowRunId }: Pick<Run, 'workflowRunId'>): void {
    this.#workflowRunId = workflowRunId;
  }

  /** The act that the following events belong to; undefined for the run's own. */
  enter(act: { readonly id: string; readonly index: number } | undefined): void {
    this.#act = act;
  }

  record(happening: Happening): LogEvent {
    return this.#record(happening, this.#act?.id);
  }

  /** An event of the run's own, whatever act is under way. */
  recordOfRun(happening: Happening): LogEvent {
    return this.#record(happening, undefined);
  }

  #record(happening: Happening, act: string | undefined): LogEvent {
    this.#recorded += 1;
    this.#seq += 1;
    const event: LogEvent = {
      v: 1,
      eventId: `${this.#execution}/${this.#fence}/${this.#recorded}`,
      seq: this.#seq,
      at: new Date().toISOString(),
      execution: this.#execution,
      ...(this.#workflowRunId !== undefined && { workflowRunId: this.#workflowRunId }),
      ...(act !== undefined && { act }),
      ...happening,
    };
    this.#pending.push(event);
    this.#tell(event);
    return event;
  }

  keepScreenshot(step: number, screenshotBase64: string): string {
    const key = `screenshots/${padded(this.#act?.index ?? 0)}-${padded(step)}.jpg`;
    const image = Buffer.from(screenshotBase64.slice(screenshotBase64.indexOf(',') + 1), 'base64');
    const upload = this.#artifacts.put(key, image, 'image/jpeg');
    // Awaited in `flush`; until then a failure must not count as unhandled.
    upload.catch(() => {});
    this.#uploads.push(upload);
    return key;
  }

  async keepDownload(download: Download): Promise<string> {
    this.#downloads += 1;
    const number = `${padded(this.#act?.index ?? 0)}-${padded(this.#fence)}-${this.#downloads}`;
    const key = `downloads/${number}-${harmlessName(download.name)}`;
    await this.#artifacts.put(key, await download.read(), 'application/octet-stream');
    return this.#artifacts.location(key);
  }

  async flush(): Promise<void> {
    const uploads = this.#uploads;
    this.#uploads = [];
    // One after another: two at once would write the same chunk.
    const kept = this.#keeping.then(() => this.#flushEvents());
    this.#keeping = kept.catch(() => {});
    await Promise.all([...uploads, kept]);
  }

  /** What cannot be written now is written with the next flush, under the same key. */
  async #flushEvents(): Promise<void> {
    const events = [...this.#pending];
    if (events.length === 0) return;
    const key = `${EVENTS}${padded(this.#fence)}-${padded(this.#chunks + 1)}.jsonl`;
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    await this.#artifacts.put(key, lines, JSON_LINES);
    this.#chunks += 1;
    this.#pending = this.#pending.slice(events.length);
    this.#onKept(lines.length);
  }
}

/**
 * All events of a run that were kept, oldest first.
 *
 * @throws JournalUnreadable for a line that is none
 */
export async function readEvents(artifacts: Artifacts): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const { event, chunk, number } of unreadEvents(artifacts, undefined)) {
    if (event === undefined) throw new JournalUnreadable(`line ${number} of ${artifacts.location(chunk)} is no event`);
    events.push(event);
  }
  return events;
}

/** The same without the lines that are none: whatever is among a run's events, it has to be closed. */
export async function readableEvents(artifacts: Artifacts): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const { event } of unreadEvents(artifacts, undefined)) if (event !== undefined) events.push(event);
  return events;
}

/** A place in the record: a chunk, and how many of its events are counted. */
export interface RecordPosition {
  readonly chunk: string;
  readonly events: number;
}

/** Before the first event. */
export const RECORD_START: RecordPosition = { chunk: EVENTS, events: 0 };

/**
 * The events after a position that were kept, oldest first, each with its place: its chunk and its number in it, from 1;
 * undefined in the place of a line that is none. A chunk can grow until there is a later one, and never changes otherwise.
 */
export async function* unreadEvents(
  artifacts: Artifacts,
  after: RecordPosition | undefined,
): AsyncGenerator<{ chunk: string; number: number; event: LogEvent | undefined; bytes: number }> {
  const chunks = (await artifacts.list(EVENTS)).filter((key) => after === undefined || key >= after.chunk);
  for (let from = 0; from < chunks.length; from += CHUNKS_AT_ONCE) {
    const some = chunks.slice(from, from + CHUNKS_AT_ONCE);
    const read = await Promise.all(some.map(async (chunk) => ({ chunk, lines: await readLines(chunk, artifacts) })));
    for (const { chunk, lines } of read)
      for (const [index, line] of lines.entries())
        if (chunk !== after?.chunk || index >= after.events)
          yield { chunk, number: index + 1, event: eventOf(line), bytes: line.length };
  }
}

async function readLines(key: string, artifacts: Artifacts): Promise<string[]> {
  return new TextDecoder()
    .decode(await artifacts.get(key))
    .split('\n')
    .filter(Boolean);
}

/** Undefined for what no recorder wrote: whoever has taken over a slice may have put anything there. */
function eventOf(line: string): LogEvent | undefined {
  try {
    const event: LogEvent = JSON.parse(line);
    return typeof event.type === 'string' && !Number.isNaN(Date.parse(event.at)) ? event : undefined;
  } catch {
    return undefined;
  }
}

function padded(number: number): string {
  return String(number).padStart(5, '0');
}
