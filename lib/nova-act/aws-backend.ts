import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Answer, Backend, RunRequests } from './backend.ts';
import { errorOfCall } from './call-error.ts';
import { abortedAfter, callBounds } from './call-options.ts';
import type { CallBounds, CallOptions } from './call-options.ts';
import {
  CreateActCommand,
  CreateSessionCommand,
  CreateWorkflowRunCommand,
  InvokeActStepCommand,
  ListWorkflowRunsCommand,
  NovaActClient,
  NovaActServiceException,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
} from './client/index.ts';
import type { ListWorkflowRunsRequest, Metadata, NovaActClientConfig } from './client/index.ts';
import { standardCredentials } from './credentials.ts';
import { defaultEndpoint } from './identity.ts';
import { ErrorMembers, errorOfAnswer } from './service-error.ts';
import type { ErrorAnswer } from './service-error.ts';

export interface AwsBackendOptions extends CallOptions {
  /** @default us-east-1, the only region that has the service */
  readonly region?: string | undefined;
  /** @default https://nova-act.{region}.amazonaws.com, whatever the environment says */
  readonly endpoint?: string | undefined;
  /** @default the standard credential chain, followed by dummy ones on a loopback endpoint */
  readonly credentials?: NovaActClientConfig['credentials'] | undefined;
}

interface Requests extends RunRequests {
  ListWorkflowRuns: ListWorkflowRunsRequest;
}

interface SendOptions {
  readonly abortSignal: AbortSignal;
  readonly requestTimeout: number;
}

type Senders = {
  readonly [Name in keyof Requests]: (
    client: NovaActClient,
    request: Requests[Name],
    options: SendOptions,
  ) => Promise<Metadata>;
};

const senders: Senders = {
  CreateWorkflowRun: (client, request, options) => client.send(new CreateWorkflowRunCommand(request), options),
  CreateSession: (client, request, options) => client.send(new CreateSessionCommand(request), options),
  CreateAct: (client, request, options) => client.send(new CreateActCommand(request), options),
  InvokeActStep: (client, request, options) => client.send(new InvokeActStepCommand(request), options),
  UpdateAct: (client, request, options) => client.send(new UpdateActCommand(request), options),
  UpdateWorkflowRun: (client, request, options) => client.send(new UpdateWorkflowRunCommand(request), options),
  ListWorkflowRuns: (client, request, options) => client.send(new ListWorkflowRunsCommand(request), options),
};

/** Requests signed with AWS credentials. */
export class AwsBackend implements Backend {
  readonly endpoint: string;
  readonly #bounds: CallBounds;
  readonly #steps: NovaActClient;
  readonly #others: NovaActClient;

  constructor({ region = 'us-east-1', credentials, ...options }: AwsBackendOptions) {
    this.endpoint = options.endpoint ?? defaultEndpoint(region);
    this.#bounds = callBounds(options);
    const { timeoutMs } = this.#bounds.of('InvokeActStep');
    const shared = {
      region,
      endpoint: this.endpoint,
      // The rules allow no endpoint beside these, and the environment may ask for them for other services.
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      credentials: credentials ?? standardCredentials(this.endpoint),
      requestHandler: new NodeHttpHandler({
        connectionTimeout: this.#bounds.connectionTimeoutMs,
        requestTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        throwOnRequestTimeout: true,
      }),
    };
    const client = (operation: string) =>
      new NovaActClient({ ...shared, maxAttempts: this.#bounds.of(operation).attempts });
    this.#steps = client('InvokeActStep');
    this.#others = client('CreateAct');
  }

  async call<Name extends keyof Requests>(
    operation: Name,
    request: Requests[Name],
    signal?: AbortSignal,
  ): Promise<Answer> {
    const { timeoutMs, totalMs } = this.#bounds.of(operation);
    const client = operation === 'InvokeActStep' ? this.#steps : this.#others;
    // The first bounds the whole call, an answer that trickles in included; the second an attempt's silence.
    const options = { abortSignal: abortedAfter(totalMs, signal), requestTimeout: timeoutMs };
    const { $metadata, ...output } = await senders[operation](client, request, options).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error instanceof NovaActServiceException
        ? errorOfAnswer(answerOf(error))
        : errorOfCall(error, { endpoint: this.endpoint, timeoutMs });
    });
    return { output, statusCode: $metadata.httpStatusCode, requestId: $metadata.requestId };
  }

  [Symbol.dispose](): void {
    this.#steps.destroy();
    this.#others.destroy();
  }
}

/** With whatever members its class has. */
function answerOf(error: NovaActServiceException): ErrorAnswer {
  const { name, message, $metadata } = error;
  const { httpStatusCode: statusCode, requestId } = $metadata;
  return { ...ErrorMembers.parse(error), name, message, statusCode, requestId, cause: error };
}
