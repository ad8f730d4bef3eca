import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  type RejectedLogEventsInfo,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogGroupUnwritable } from '../run/errors.ts';
import type { Appended, LogGroup, LogStream, TimedEvent } from '../run/ports.ts';
import { BATCH_BYTES, BATCH_EVENTS, EVENT_OVERHEAD_BYTES, nextBatch } from './log-batches.ts';

/** By the error's name: what a person can do about it. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDeniedException:
    "allow the functions' roles logs:CreateLogStream and logs:PutLogEvents on it; the stack allows them on its own log group only",
  ResourceNotFoundException: 'create it in the region of the stack, or name another with logGroupName',
};
/** Errors that say that the service is not ready, and not that the request is wrong. */
const NOT_READY = new Set([
  'LimitExceededException',
  'OperationAbortedException',
  'RequestLimitExceeded',
  'ServiceUnavailableException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);
/** A page of GetLogEvents may be small, or empty, with more to come. */
const PAGES_READ = 20;

/**
 * Log groups of CloudWatch.
 *
 * @param client - of one attempt: PutLogEvents cannot deduplicate, so whoever tries again looks at the stream first
 */
export class CloudWatchLogGroup implements LogGroup {
  readonly #client: CloudWatchLogsClient;

  constructor(client: CloudWatchLogsClient) {
    this.#client = client;
  }

  async append(stream: LogStream, events: readonly TimedEvent[], abortSignal: AbortSignal): Promise<Appended> {
    const logEvents = nextBatch(events);
    const put = () => this.#client.send(new PutLogEventsCommand({ ...stream, logEvents }), { abortSignal });
    try {
      const { rejectedLogEventsInfo } = await put().catch(async (error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        await this.#createStream(stream, abortSignal);
        return put();
      });
      const batch = events.slice(0, logEvents.length);
      return { taken: batch.length, rejected: rejectedOf(batch, rejectedLogEventsInfo) };
    } catch (error) {
      throw unwritable(stream, error);
    }
  }

  async newestIds(stream: LogStream, abortSignal: AbortSignal): Promise<ReadonlySet<string>> {
    const messages: string[] = [];
    let bytes = 0;
    let nextToken: string | undefined;
    try {
      for (let page = 0; page < PAGES_READ && bytes < BATCH_BYTES && messages.length < BATCH_EVENTS; page += 1) {
        const asked = { ...stream, startFromHead: false, nextToken };
        const { events = [], nextBackwardToken } = await this.#client.send(new GetLogEventsCommand(asked), {
          abortSignal,
        });
        messages.push(...events.map(({ message = '' }) => message));
        bytes += events.reduce((sum, { message = '' }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES, 0);
        if (nextBackwardToken === nextToken) break;
        nextToken = nextBackwardToken;
      }
    } catch (error) {
      // Who may write and not read sends a batch twice rather than not at all.
      if (!(error instanceof Error) || (!(error instanceof ResourceNotFoundException) && error.name !== DENIED))
        throw unwritable(stream, error);
    }
    return new Set(messages.flatMap(eventId));
  }

  async #createStream(stream: LogStream, abortSignal: AbortSignal): Promise<void> {
    try {
      await this.#client.send(new CreateLogStreamCommand({ ...stream }), { abortSignal });
    } catch (error) {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    }
  }
}

const DENIED = 'AccessDeniedException';

/** The indices divide the batch: the oldest are in front, the newest at its end. */
function rejectedOf(batch: readonly TimedEvent[], info: RejectedLogEventsInfo | undefined): Appended['rejected'] {
  const { tooOldLogEventEndIndex: tooOld = 0, expiredLogEventEndIndex: expired = 0 } = info ?? {};
  const tooNew = info?.tooNewLogEventStartIndex ?? batch.length;
  const parts = [
    { reason: 'tooOld', events: batch.slice(0, tooOld) },
    { reason: 'expired', events: batch.slice(tooOld, expired) },
    { reason: 'tooNew', events: batch.slice(tooNew) },
  ] as const;
  return parts.filter(({ events }) => events.length > 0);
}

/** Others may write to the same stream. */
function eventId(message: string): string[] {
  try {
    const logged: unknown = JSON.parse(message);
    const id: unknown = typeof logged === 'object' && logged !== null && Reflect.get(logged, 'eventId');
    return typeof id === 'string' ? [id] : [];
  } catch {
    return [];
  }
}

function unwritable({ logGroupName }: LogStream, error: unknown): LogGroupUnwritable {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const mayPass = isPassing(error);
  const advice = ADVICE[name] ?? (mayPass ? 'start the run again later' : 'correct that and start the run again');
  return new LogGroupUnwritable(`log group ${logGroupName} cannot be written (${name}: ${message}): ${advice}`, {
    cause: error,
    mayPass,
  });
}

/** Throttled, out of order, or never answered. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown = typeof metadata === 'object' && metadata !== null && Reflect.get(metadata, 'httpStatusCode');
  if (NOT_READY.has(error.name)) return true;
  return typeof status === 'number' ? status >= 500 || status === 429 : !('$fault' in error);
}
