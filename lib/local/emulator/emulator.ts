import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { checkAuthorization } from './authorization.ts';
import type { Fault } from './fault.ts';
import { Idempotency } from './idempotency.ts';
import type { OperationName, Service } from './operations.ts';
import type { Planner } from './planner.ts';
import { Records } from './records.ts';
import type { ActRecord, RunRecord, SessionRecord } from './records.ts';
import { failure, send } from './reply.ts';
import type { Reply } from './reply.ts';
import { DEFAULT_REPEATED_STEP } from './repeated-step.ts';
import type { RepeatedStep } from './repeated-step.ts';
import { readBody } from './request-body.ts';
import { route } from './route.ts';
import { ServiceFault } from './service-fault.ts';

/** A request as it came in. */
interface ReceivedRequest {
  /** Absent when no operation has this method and path. */
  readonly operation: string | undefined;
  readonly method: string;
  /** Path and query, as they stood in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; absent when it was no JSON object or too large. */
  body: Record<string, unknown> | undefined;
}

/** A running emulator of the Nova Act service. */
export interface Emulator extends AsyncDisposable {
  /** For the client's endpoint, `http://127.0.0.1:…`. */
  readonly url: string;
  readonly runs: readonly RunRecord[];
  readonly sessions: readonly SessionRecord[];
  readonly acts: readonly ActRecord[];
  /** Oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Makes the next requests of the operation go wrong, each fault once, in this order. */
  readonly queueFaults: (operation: OperationName, ...queued: readonly Fault[]) => void;
  /** Stops at once; connections still open are closed. */
  readonly close: () => Promise<void>;
}

interface EmulatorOptions {
  /** In the model's place. */
  readonly planner: Planner;
  /** @default 0, a free one */
  readonly port?: number;
  /** What becomes of a step that is asked for again. @default new */
  readonly repeatedStep?: RepeatedStep | undefined;
}

/** Starts an HTTP server on 127.0.0.1 that speaks the Nova Act service's protocol. */
export async function startEmulator({
  planner,
  port = 0,
  repeatedStep = DEFAULT_REPEATED_STEP,
}: EmulatorOptions): Promise<Emulator> {
  const records = new Records();
  const requests: ReceivedRequest[] = [];
  const waiting = new Map<string, Fault[]>();
  const service: Service = { records, idempotency: new Idempotency(), planner, repeatedStep };

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const { method = '', url = '', headers } = request;
    const target = route(method, url);
    const received: ReceivedRequest = { operation: target?.name, method, url, headers, body: undefined };
    requests.push(received);
    const body = await readBody(request);
    received.body = body;
    checkAuthorization(headers.authorization);
    if (target === undefined) throw new ServiceFault('UnknownOperationException', `No operation at ${method} ${url}`);
    const proceed = (other: Planner = planner) =>
      target.answer({ ...service, planner: other }, { ...body, ...target.members }).catch(failure);
    const fault: Fault = waiting.get(target.name)?.shift() ?? ((untouched) => untouched());
    return fault(proceed);
  };

  const server = createServer((request, response) => {
    answer(request)
      .catch(failure)
      .then((reply) => send(response, reply))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  // Longer than any step takes, so that no client meets a connection that is just being closed.
  server.keepAliveTimeout = 120_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    runs: records.runs,
    sessions: records.sessions,
    acts: records.acts,
    requests,
    queueFaults: (operation, ...queued) => {
      waiting.set(operation, [...(waiting.get(operation) ?? []), ...queued]);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
