import type { Download, Recorder } from '../act/ports.ts';
import { harmlessName } from './harmless-name.ts';
import type { Happening, LogEvent } from './log-event.ts';
import type { Artifacts } from './ports.ts';
import type { Run } from './run.ts';

const JSON_LINES = 'application/x-ndjson';
const EVENTS = 'events/';

interface RecorderOptions {
  readonly artifacts: Artifacts;
  readonly execution: string;
  /** Of the holder: chunks of later holders come after those of earlier ones. */
  readonly fence: number;
  /** Absent until the service has given it. */
  readonly workflowRunId?: string | undefined;
  readonly tell: (event: LogEvent) => void;
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
  #workflowRunId: string | undefined;
  #act: { readonly id: string; readonly index: number } | undefined;
  #pending: LogEvent[] = [];
  #uploads: Promise<void>[] = [];
  #recorded = 0;
  #seq: number;
  #chunks = 0;
  #downloads = 0;

  private constructor(options: RecorderOptions, seq: number) {
    this.#artifacts = options.artifacts;
    this.#execution = options.execution;
    this.#fence = options.fence;
    this.#workflowRunId = options.workflowRunId;
    this.#tell = options.tell;
    this.#seq = seq;
  }

  /** Goes on counting where the events end that are kept. */
  static async open(options: RecorderOptions): Promise<RunRecorder> {
    const newest = (await options.artifacts.list(EVENTS)).at(-1);
    const last = newest === undefined ? undefined : (await readChunk(newest, options.artifacts)).at(-1);
    return new RunRecorder(options, last?.seq ?? 0);
  }

  /** From here on the events name the run on the service. */
  belongTo({ workflowRunId }: Pick<Run, 'workflowRunId'>): void {
    this.#workflowRunId = workflowRunId;
  }

  /** The act that the following events belong to; undefined for the run's own. */
  enter(act: { readonly id: string; readonly index: number } | undefined): void {
    this.#act = act;
  }

  record(happening: Happening): void {
    this.#recorded += 1;
    this.#seq += 1;
    const event: LogEvent = {
      v: 1,
      eventId: `${this.#execution}/${this.#fence}/${this.#recorded}`,
      seq: this.#seq,
      at: new Date().toISOString(),
      execution: this.#execution,
      ...(this.#workflowRunId !== undefined && { workflowRunId: this.#workflowRunId }),
      ...(this.#act && { act: this.#act.id }),
      ...happening,
    };
    this.#pending.push(event);
    this.#tell(event);
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
    await Promise.all([...uploads, this.#flushEvents()]);
  }

  /** What cannot be written now is written with the next flush, under the same key. */
  async #flushEvents(): Promise<void> {
    const events = [...this.#pending];
    if (events.length === 0) return;
    const key = `${EVENTS}${padded(this.#fence)}-${padded(this.#chunks + 1)}.jsonl`;
    await this.#artifacts.put(key, events.map((event) => `${JSON.stringify(event)}\n`).join(''), JSON_LINES);
    this.#chunks += 1;
    this.#pending = this.#pending.slice(events.length);
  }
}

/** All events of a run that were kept, oldest first. */
export async function readEvents(artifacts: Artifacts): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for (const key of await artifacts.list(EVENTS)) events.push(...(await readChunk(key, artifacts)));
  return events;
}

async function readChunk(key: string, artifacts: Artifacts): Promise<LogEvent[]> {
  const lines = new TextDecoder()
    .decode(await artifacts.get(key))
    .split('\n')
    .filter(Boolean);
  return lines.map((line) => {
    const event: LogEvent = JSON.parse(line);
    return event;
  });
}

function padded(number: number): string {
  return String(number).padStart(5, '0');
}
