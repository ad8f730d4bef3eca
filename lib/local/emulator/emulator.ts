import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Clock } from '../../act/ports.ts';
import type { OperationName } from '../../nova-act/constraints.ts';
import { apiKeyFront } from './api-key-front.ts';
import { awsFront } from './aws-front.ts';
import { systemClock } from './clock.ts';
import { controlFront } from './control-front.ts';
import { FaultQueue } from './fault-queue.ts';
import type { Fault } from './fault.ts';
import type { Front } from './front.ts';
import { Idempotency } from './idempotency.ts';
import { latePlanner } from './late-planner.ts';
import type { DefinitionKind } from './operation.ts';
import { failed, perform } from './perform.ts';
import type { Planner } from './planner.ts';
import { Quotas } from './quotas.ts';
import type { QuotaKind } from './quotas.ts';
import { Records } from './records.ts';
import type { ActRecord, DefinitionRecord, RunRecord, SessionRecord } from './records.ts';
import { send } from './reply.ts';
import type { Reply } from './reply.ts';
import { DEFAULT_REPEATED_STEP } from './repeated-step.ts';
import type { RepeatedStep } from './repeated-step.ts';
import { readBody } from './request-body.ts';
import type { Target } from './route.ts';
import { ServiceFault } from './service-fault.ts';

/** The AWS API is the one whose paths begin in no way of their own. */
const fronts: readonly Front[] = [controlFront, apiKeyFront, awsFront];

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

/** How a request was answered. */
export interface AnsweredRequest {
  /** Absent when no operation has this method and path. */
  readonly operation: string | undefined;
  readonly status: number | 'dropped';
  readonly milliseconds: number;
}

/** A running emulator of the Nova Act service. */
export interface Emulator extends AsyncDisposable {
  /** For the client's endpoint, `http://127.0.0.1:…`. */
  readonly url: string;
  readonly definitions: readonly DefinitionRecord[];
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

export interface EmulatorOptions {
  /** In the model's place. */
  readonly planner: Planner;
  /** @default 0, a free one */
  readonly port?: number;
  /** What becomes of a step that is asked for again. @default new */
  readonly repeatedStep?: RepeatedStep | undefined;
  /** How a workflow definition comes to be. @default implied */
  readonly definitions?: DefinitionKind | undefined;
  /** Whether more requests per second than the service takes are refused. @default none */
  readonly quotas?: QuotaKind | undefined;
  /** How long planning a step takes, beside the planner's own time. @default 0 */
  readonly stepLatencyMs?: number | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  /** Called for each request when its answer is sent. */
  readonly onAnswered?: ((answered: AnsweredRequest) => void) | undefined;
  /** Keeps neither requests nor the results of ended acts, so that it can go on for days. @default false */
  readonly forgetful?: boolean | undefined;
}

/**
 * Starts an HTTP server on 127.0.0.1 that speaks the Nova Act service's protocol: the AWS API, and below `/agent` that of
 * the API keys.
 */
export async function startEmulator({
  planner,
  port = 0,
  repeatedStep = DEFAULT_REPEATED_STEP,
  definitions = 'implied',
  quotas = 'none',
  stepLatencyMs = 0,
  clock = systemClock,
  onAnswered = () => {},
  forgetful = false,
}: EmulatorOptions): Promise<Emulator> {
  const records = new Records();
  const requests: ReceivedRequest[] = [];
  const faultQueue = new FaultQueue();
  const service = {
    records,
    idempotency: new Idempotency(),
    faultQueue,
    quotas: quotas === 'aws' ? new Quotas(clock) : undefined,
    planner: stepLatencyMs === 0 ? planner : latePlanner(planner, stepLatencyMs, clock),
    repeatedStep,
    definitions,
    clock,
    forgetful,
  };

  const answer = async (request: IncomingMessage, front: Front, target: Target | undefined): Promise<Reply> => {
    const { method = '', url = '', headers } = request;
    const received: ReceivedRequest = { operation: target?.name, method, url, headers, body: undefined };
    if (!forgetful) requests.push(received);
    const body = await readBody(request);
    received.body = body;
    front.checkAuthorization(headers);
    if (target === undefined) throw new ServiceFault('UnknownOperationException', `No operation at ${method} ${url}`);
    return perform(target, body, front, service);
  };

  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const front = fronts.find(({ root }) => url.startsWith(root)) ?? awsFront;
    const target = front.route(method, url);
    const since = clock.elapsed();
    answer(request, front, target)
      .catch((error: unknown) => failed(front, error))
      .then((reply) => {
        send(response, reply, front.requestIdHeader);
        const status = reply === 'drop' ? 'dropped' : reply.status;
        onAnswered({ operation: target?.name, status, milliseconds: clock.elapsed() - since });
      })
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
    definitions: records.definitions,
    runs: records.runs,
    sessions: records.sessions,
    acts: records.acts,
    requests,
    queueFaults: faultQueue.add.bind(faultQueue),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
