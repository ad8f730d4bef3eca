import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { portOf } from './port-of.ts';
import { closed } from './closed.ts';

/** What a request may meet; `dropped…` closes the connection before or after the request was done. */
export type LogFault = 'throttled' | 'unavailable' | 'denied' | 'droppedBefore' | 'droppedAfter';
type Operation = 'CreateLogStream' | 'PutLogEvents' | 'GetLogEvents';

export interface LogGroupServer extends AsyncDisposable {
  /** Of one attempt, as the functions have it. */
  readonly client: CloudWatchLogsClient;
  /** The group's streams by name: their messages in the order in which GetLogEvents gives them. */
  messages(stream: string): string[];
  timestamps(stream: string): number[];
  /** Operations in the order in which they were asked for. */
  readonly requests: readonly Operation[];
  /** How many events each batch had that was taken. */
  readonly batches: readonly number[];
  /** What the next requests of an operation meet, one each. */
  meet(operation: Operation, ...faults: LogFault[]): void;
  /** Every request of an operation is denied from here on. */
  deny(operation: Operation): void;
  /** Events with a timestamp before or after these are rejected from here on. */
  take(times: { readonly from?: number; readonly to?: number }): void;
}

interface Stored {
  readonly timestamp: number;
  readonly message: string;
}

const named = { logGroupName: z.string(), logStreamName: z.string() };
const createRequest = z.object(named);
const putRequest = z.object({
  ...named,
  logEvents: z.array(z.object({ timestamp: z.number(), message: z.string().min(1) })).min(1),
});
const getRequest = z.object({ ...named, nextToken: z.string().optional(), startFromHead: z.literal(false) });

const BATCH_BYTES = 1_048_576;
const EVENT_BYTES = 1_048_576;
const BATCH_EVENTS = 10_000;
const DAY_MS = 24 * 3600 * 1000;

class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** CloudWatch Logs as far as a log is sent: one group, with PutLogEvents' limits. It takes anything twice. */
export async function startLogGroupServer(group: string): Promise<LogGroupServer> {
  const streams = new Map<string, Stored[]>();
  const requests: Operation[] = [];
  const batches: number[] = [];
  const faults: { operation: Operation; fault: LogFault }[] = [];
  const denied = new Set<Operation>();
  let window = { from: -Infinity, to: Infinity };

  const operations: Record<Operation, (body: unknown) => object> = {
    CreateLogStream(body) {
      const { logGroupName, logStreamName } = createRequest.parse(body);
      groupOf(logGroupName);
      if (streams.has(logStreamName)) throw new Refusal('ResourceAlreadyExistsException', 'The stream exists');
      streams.set(logStreamName, []);
      return {};
    },
    PutLogEvents(body) {
      const { logGroupName, logStreamName, logEvents } = putRequest.parse(body);
      const stream = streamOf(logGroupName, logStreamName);
      checkBatch(logEvents);
      batches.push(logEvents.length);
      const tooOld = logEvents.findLastIndex(({ timestamp }) => timestamp < window.from) + 1;
      const firstTooNew = logEvents.findIndex(({ timestamp }) => timestamp > window.to);
      const tooNew = firstTooNew < 0 ? logEvents.length : firstTooNew;
      stream.push(...logEvents.slice(tooOld, tooNew));
      stream.sort((one, other) => one.timestamp - other.timestamp);
      if (tooOld === 0 && firstTooNew < 0) return {};
      return {
        rejectedLogEventsInfo: {
          ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
          ...(firstTooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
        },
      };
    },
    GetLogEvents(body) {
      const { logGroupName, logStreamName, nextToken } = getRequest.parse(body);
      const stream = streamOf(logGroupName, logStreamName);
      const end = nextToken === undefined ? stream.length : Number(nextToken.slice('b/'.length));
      let start = end;
      for (let bytes = 0; start > 0 && end - start < BATCH_EVENTS; start -= 1) {
        bytes += sizeOf(stream[start - 1]);
        if (bytes > BATCH_BYTES) break;
      }
      return { events: stream.slice(start, end), nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` };
    },
  };

  function groupOf(name: string): void {
    if (name !== group) throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  function streamOf(logGroupName: string, logStreamName: string): Stored[] {
    groupOf(logGroupName);
    const stream = streams.get(logStreamName);
    if (stream === undefined)
      throw new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.');
    return stream;
  }

  function faultFor(operation: Operation): LogFault | undefined {
    if (denied.has(operation)) return 'denied';
    const at = faults.findIndex((planned) => planned.operation === operation);
    return at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    const body: unknown = JSON.parse(await text(request));
    requests.push(operation);
    const fault = faultFor(operation);
    if (fault === 'droppedBefore') return void response.destroy();
    try {
      if (fault === 'throttled') throw new Refusal('ThrottlingException', 'Rate exceeded');
      if (fault === 'unavailable') throw new Refusal('ServiceUnavailableException', 'Come again', 503);
      if (fault === 'denied')
        throw new Refusal('AccessDeniedException', `not authorized to perform: logs:${operation}`);
      const done = operations[operation](body);
      if (fault === 'droppedAfter') return void response.destroy();
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(done));
    } catch (error) {
      const { code, status, message } =
        error instanceof Refusal ? error : new Refusal('InvalidParameterException', String(error));
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: code, message }));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new CloudWatchLogsClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return {
    client,
    requests,
    batches,
    messages: (stream) => (streams.get(stream) ?? []).map(({ message }) => message),
    timestamps: (stream) => (streams.get(stream) ?? []).map(({ timestamp }) => timestamp),
    meet: (operation, ...met) => void faults.push(...met.map((fault) => ({ operation, fault }))),
    deny: (operation) => void denied.add(operation),
    take: (times) => {
      window = { from: -Infinity, to: Infinity, ...times };
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await closed(server);
    },
  };
}

function operationOf(request: IncomingMessage): Operation {
  const target = request.headers['x-amz-target']?.toString() ?? '';
  return z.enum(['CreateLogStream', 'PutLogEvents', 'GetLogEvents']).parse(target.split('Logs_20140328.')[1]);
}

function checkBatch(events: readonly Stored[]): void {
  const bytes = events.reduce((sum, event) => sum + sizeOf(event), 0);
  if (bytes > BATCH_BYTES) throw new Refusal('InvalidParameterException', `Upload too large: ${bytes} bytes`);
  if (events.length > BATCH_EVENTS) throw new Refusal('InvalidParameterException', `${events.length} events`);
  if (events.some((event) => sizeOf(event) > EVENT_BYTES))
    throw new Refusal('InvalidParameterException', 'Log event too large');
  const times = events.map(({ timestamp }) => timestamp);
  if (times.some((time, index) => time < (times[index - 1] ?? -Infinity)))
    throw new Refusal(
      'InvalidParameterException',
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) >= DAY_MS)
    throw new Refusal(
      'InvalidParameterException',
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
}

function sizeOf(event: Stored | undefined): number {
  return Buffer.byteLength(event?.message ?? '') + 26;
}
