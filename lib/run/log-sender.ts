import type { Clock } from '../act/ports.ts';
import type { Lease } from './lease.ts';
import { deliverLog, type DeliveryPorts, logStreamName } from './log-delivery.ts';
import type { ResolvedInput } from './resolved-input.ts';
import type { Run } from './run.ts';

/** A slice sends what has gathered when so much time has passed since the last sending, or so much has gathered. */
const SEND_EVERY_MS = 60_000;
const SEND_BYTES = 500_000;
/** How long a sending goes on trying while the group cannot be written; the next one is a minute later. */
const PATIENCE_MS = 2_000;
/** One sending may take as long. */
const SENDING_MS = 10_000;
/** What a slice that ends waits for a sending under way. */
const LAST_WAIT_MS = 3_000;

interface LogSenderOptions {
  /** Sends what is in the record; when the signal is aborted it journals nothing more. */
  readonly deliver: (signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly lastSentAt: number;
  readonly warn: (message: string) => void;
}

/**
 * Sends the log beside the acts, which never wait for it. What fails is warned of once and tried again later; at last
 * FinalizeRun sends what is left.
 */
export class LogSender implements AsyncDisposable {
  readonly #options: LogSenderOptions;
  readonly #end = new AbortController();
  #sending: Promise<void> | undefined;
  #nextAt: number;
  #bytes = 0;
  #mayHurry = true;
  #hasWarned = false;

  constructor(options: LogSenderOptions) {
    this.#options = options;
    this.#nextAt = options.lastSentAt + SEND_EVERY_MS;
  }

  /** Hears that so much more of the record was kept. */
  kept(bytes: number): void {
    this.#bytes += bytes;
    const isTime = this.#options.clock.now() >= this.#nextAt || (this.#mayHurry && this.#bytes >= SEND_BYTES);
    if (this.#sending !== undefined || !isTime || this.#end.signal.aborted) return;
    this.#bytes = 0;
    this.#sending = this.#send().finally(() => {
      this.#sending = undefined;
      this.#nextAt = this.#options.clock.now() + SEND_EVERY_MS;
    });
  }

  async #send(): Promise<void> {
    try {
      await this.#options.deliver(AbortSignal.any([this.#end.signal, AbortSignal.timeout(SENDING_MS)]));
      this.#mayHurry = true;
    } catch (error) {
      this.#mayHurry = false;
      if (this.#hasWarned || this.#end.signal.aborted) return;
      this.#hasWarned = true;
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      this.#options.warn(`the log could not be sent and is sent later: ${name}: ${message}`);
    }
  }

  /** Before the lease is given back: from here on nothing is journalled any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    const late = setTimeout(() => this.#end.abort(), LAST_WAIT_MS);
    const ended = new Promise<void>((resolve) => this.#end.signal.addEventListener('abort', () => resolve()));
    await Promise.race([this.#sending, ended]);
    clearTimeout(late);
    this.#end.abort();
  }
}

/** The sender of a slice; undefined for a run without a log group. */
export function sliceLog(
  { logGroupName, log: { content } }: ResolvedInput,
  run: Run,
  ports: Omit<DeliveryPorts, 'lease'> & { readonly lease: Lease; readonly warn: (message: string) => void },
): LogSender | undefined {
  if (logGroupName === undefined) return undefined;
  const { clock, lease, warn } = ports;
  const { log, logKey: key, startedAt } = lease.head;
  const stream = { logGroupName, logStreamName: logStreamName(run) };
  return new LogSender({
    deliver: (signal) => deliverLog({ stream, content, key }, ports, { patienceMs: PATIENCE_MS, signal }),
    clock,
    warn,
    // What a silent holder still adds to the record comes before what this one adds, as long as nothing was sent.
    lastSentAt: lease.followsSilence ? clock.now() : (log?.sent?.at ?? startedAt),
  });
}
