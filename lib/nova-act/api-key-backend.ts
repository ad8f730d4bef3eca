import { setTimeout as sleep } from 'node:timers/promises';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  ActAPIError,
  ActBadResponseError,
  ActRequestThrottledError,
  ActServerError,
  ServiceUnreachable,
} from '../act/errors.ts';
import { answerBytes } from './answer-bytes.ts';
import { ApiKey } from './api-key.ts';
import type { ApiKeySource } from './api-key.ts';
import { readApiKeyAnswer } from './api-key-answer.ts';
import type { Answer, Backend, RunRequests } from './backend.ts';
import { errorOfCall } from './call-error.ts';
import { abortedAfter, callBounds, MAX_RETRY_DELAY_MS } from './call-options.ts';
import type { CallBounds, CallOptions } from './call-options.ts';
import { checkRequest, checkRequestBytes } from './check-request.ts';
import { VERSION } from './identity.ts';

export interface ApiKeyBackendOptions extends CallOptions {
  /** 36 characters, from nova.amazon.com; or where to read it, which is done before the first request. */
  readonly apiKey: ApiKeySource;
  /** @default https://api.nova.amazon.com */
  readonly endpoint?: string | undefined;
}

/** Whatever a run calls its workflow definition, a key has this one only. */
const RUNS = '/agent/workflow-definitions/default/workflow-runs';
const SESSIONS = `${RUNS}/{workflowRunId}/sessions`;
const ACTS = `${SESSIONS}/{sessionId}/acts`;

const paths: Readonly<Record<keyof RunRequests, string>> = {
  CreateWorkflowRun: RUNS,
  UpdateWorkflowRun: `${RUNS}/{workflowRunId}`,
  CreateSession: SESSIONS,
  CreateAct: ACTS,
  UpdateAct: `${ACTS}/{actId}`,
  InvokeActStep: `${ACTS}/{actId}/invoke-step`,
};

/** Nothing describes what ids look like here, so they are not checked: these stand in for them. */
const anyId = '00000000-0000-0000-0000-000000000000';
const uncheckedIds = {
  workflowDefinitionName: 'default',
  workflowRunId: anyId,
  sessionId: anyId,
  actId: anyId,
  previousStepId: anyId,
};

/**
 * Requests with an API key to nova.amazon.com.
 *
 * Create* calls take no client token here. They are attempted twice all the same: where an answer was lost, a run, a
 * session or an act may remain that nobody uses, which costs less than the run that would fail for want of it. No step
 * is ever asked for in it.
 */
export class ApiKeyBackend implements Backend {
  readonly endpoint: string;
  readonly #url: URL;
  readonly #key: ApiKey;
  readonly #bounds: CallBounds;
  readonly #handler: NodeHttpHandler;

  constructor({ apiKey, endpoint = 'https://api.nova.amazon.com', ...options }: ApiKeyBackendOptions) {
    this.endpoint = endpoint;
    this.#url = new URL(endpoint);
    this.#key = new ApiKey(apiKey);
    this.#bounds = callBounds(options);
    this.#handler = new NodeHttpHandler({ connectionTimeout: this.#bounds.connectionTimeoutMs });
  }

  async call<Name extends keyof RunRequests>(
    operation: Name,
    members: RunRequests[Name],
    signal?: AbortSignal,
  ): Promise<Answer> {
    const { attempts, timeoutMs } = this.#bounds.of(operation);
    for (let attempt = 1; ; attempt += 1)
      try {
        checkRequest(operation, { ...members, ...uncheckedIds });
        return await this.#send(requestOf(operation, { ...members }), timeoutMs, signal);
      } catch (failure) {
        signal?.throwIfAborted();
        const error = errorOfCall(failure, { endpoint: this.endpoint, timeoutMs });
        if (attempt >= attempts || !mayPass(error)) throw error;
        await sleep(retryDelayMs(error));
      }
  }

  [Symbol.dispose](): void {
    this.#handler.destroy();
  }

  async #send({ path, body }: PathAndBody, timeoutMs: number, signal: AbortSignal | undefined): Promise<Answer> {
    const key = await this.#key.read();
    const { protocol, hostname, host, port, pathname } = this.#url;
    const request = new HttpRequest({
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname.replace(/\/+$/, '') + path,
      method: 'PUT',
      headers: {
        host,
        authorization: `Bearer ${key}`,
        'x-api-key': key,
        'x-client-source': 'sdk',
        'user-agent': `nova-act-serverless/${VERSION}`,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    });
    // Bounds the attempt as a whole, an answer that trickles in included.
    const abortSignal = abortedAfter(timeoutMs, signal);
    try {
      const { response } = await this.#handler.handle(request, { abortSignal });
      const { statusCode, headers } = response;
      if (statusCode === 401 || statusCode === 403) this.#key.forget();
      const received = new TextDecoder().decode(await answerBytes(response.body));
      // Whatever the server repeats of its request goes into messages.
      const mask = (repeated: string) => repeated.replaceAll(key, '[API key]');
      return readApiKeyAnswer({ statusCode, headers, text: received }, { endpoint: this.endpoint, mask });
    } catch (error) {
      throw abortSignal.aborted ? abortSignal.reason : error;
    }
  }
}

interface PathAndBody {
  readonly path: string;
  readonly body: string;
}

/** The members of the path go there, and the rest into the body; there is no client token here. */
function requestOf(operation: keyof RunRequests, members: Readonly<Record<string, unknown>>): PathAndBody {
  const { workflowDefinitionName: _, clientToken: _token, workflowRunId, sessionId, actId, ...rest } = members;
  const ids: Readonly<Record<string, unknown>> = { workflowRunId, sessionId, actId };
  const path = paths[operation].replaceAll(/\{(\w+)\}/g, (_label, name: string) =>
    encodeURIComponent(String(ids[name])),
  );
  const body = JSON.stringify(rest);
  checkRequestBytes(operation, Buffer.byteLength(body));
  return { path, body };
}

/** The kinds of failure after which the SDK attempts a call again on AWS. */
function mayPass(error: unknown): boolean {
  return (
    error instanceof ServiceUnreachable ||
    error instanceof ActRequestThrottledError ||
    (error instanceof ActServerError && !(error instanceof ActBadResponseError))
  );
}

/** As long as the service asks for, and otherwise up to a second, so that many clients do not come back at once. */
function retryDelayMs(error: unknown): number {
  const asked = error instanceof ActAPIError ? error.retryAfterSeconds : undefined;
  return Math.min(MAX_RETRY_DELAY_MS, 1000 * (asked ?? Math.random()));
}
