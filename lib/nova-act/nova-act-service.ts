import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as z from 'zod';
import { ActBadResponseError } from '../act/errors.ts';
import type { ActEnding, ActService } from '../act/ports.ts';
import type { RunService } from '../run/ports.ts';
import {
  CreateActCommand,
  CreateSessionCommand,
  CreateWorkflowRunCommand,
  InvokeActStepCommand,
  ListWorkflowRunsCommand,
  NovaActClient,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
} from './client/index.ts';
import type { NovaActClientConfig } from './client/index.ts';
import { COMPATIBILITY_VERSION, defaultEndpoint, VERSION } from './identity.ts';
import { errorOfCall } from './call-error.ts';
import { standardCredentials } from './credentials.ts';
import { jsonDocument } from './json-document.ts';

export interface NovaActServiceOptions {
  /** @default us-east-1, the only region that has the service */
  readonly region?: string | undefined;
  /** @default https://nova-act.{region}.amazonaws.com */
  readonly endpoint?: string | undefined;
  /** @default the standard credential chain, followed by dummy ones on a loopback endpoint */
  readonly credentials?: NovaActClientConfig['credentials'] | undefined;
  /** How long InvokeActStep may take; an attempt of another call takes at most 10 s. @default 60,000 */
  readonly requestTimeoutMs?: number | undefined;
}

/** Names one session of a workflow run. */
interface SessionAddress {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
}

const Id = z.string().min(1);
const RunCreated = z.object({ workflowRunId: Id });
const SessionCreated = z.object({ sessionId: Id });
const ActCreated = z.object({ actId: Id });
const StepAnswered = z.object({
  stepId: Id,
  calls: z.array(z.object({ callId: Id, name: z.string(), input: jsonDocument })),
});
const RunsListed = z.object({
  workflowRunSummaries: z.array(z.object({ workflowRunId: Id, status: z.string(), startedAt: z.date() })),
  nextToken: z.string().optional(),
});
const Nothing = z.unknown();

/** The most that the service gives at once. */
const RUNS_PER_PAGE = 100;

/** No inference behind it: whoever waits longer waits for nothing, and CreateRun has a minute for two such calls. */
const SHORT_TIMEOUT_MS = 10_000;

/** The SDK waits less before a second attempt, whatever Retry-After says; without it that attempt had no time of its own. */
const MAX_RETRY_DELAY_MS = 6_000;

const MAX_ERROR_MESSAGE = 10_000;
const MAX_ERROR_TYPE = 100;

/**
 * Amazon Nova Act as a run sees it. Every failure is an `NovaActError`.
 *
 * A call is attempted twice, InvokeActStep once: it has no client token, so a second attempt may be a second step.
 */
export class NovaActService implements RunService, Disposable {
  readonly #endpoint: string;
  /** By the number of attempts. */
  readonly #timeoutMs: { readonly 1: number; readonly 2: number };
  readonly #clients: { readonly 1: NovaActClient; readonly 2: NovaActClient };

  constructor({ region = 'us-east-1', requestTimeoutMs = 60_000, ...options }: NovaActServiceOptions = {}) {
    this.#endpoint = options.endpoint ?? defaultEndpoint(region);
    this.#timeoutMs = { 1: requestTimeoutMs, 2: Math.min(requestTimeoutMs, SHORT_TIMEOUT_MS) };
    const shared = {
      region,
      endpoint: this.#endpoint,
      credentials: options.credentials ?? standardCredentials(this.#endpoint),
      requestHandler: new NodeHttpHandler({
        connectionTimeout: requestTimeoutMs,
        requestTimeout: requestTimeoutMs,
        socketTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
      }),
    };
    this.#clients = {
      1: new NovaActClient({ ...shared, maxAttempts: 1 }),
      2: new NovaActClient({ ...shared, maxAttempts: 2 }),
    };
  }

  /** Gives the workflow run's id. The same token gives the same run. */
  async createWorkflowRun(request: {
    workflowDefinitionName: string;
    modelId: string;
    logGroupName?: string | undefined;
    clientToken: string;
  }): Promise<string> {
    const clientInfo = {
      compatibilityVersion: COMPATIBILITY_VERSION,
      sdkVersion: `nova-act-serverless/${VERSION}`,
    };
    const command = new CreateWorkflowRunCommand({ ...request, clientInfo });
    return (await this.#call(2, RunCreated, (client, bound) => client.send(command, bound))).workflowRunId;
  }

  /** Gives the session's id. The same token gives the same session. */
  async createSession(request: {
    workflowDefinitionName: string;
    workflowRunId: string;
    clientToken: string;
  }): Promise<string> {
    const command = new CreateSessionCommand(request);
    return (await this.#call(2, SessionCreated, (client, bound) => client.send(command, bound))).sessionId;
  }

  async updateWorkflowRun(request: {
    workflowDefinitionName: string;
    workflowRunId: string;
    status: 'SUCCEEDED' | 'FAILED';
  }): Promise<void> {
    const command = new UpdateWorkflowRunCommand(request);
    await this.#call(2, Nothing, (client, bound) => client.send(command, bound));
  }

  /** The definition's runs that nobody has ended, oldest first. */
  async openWorkflowRuns(workflowDefinitionName: string): Promise<{ workflowRunId: string; startedAt: Date }[]> {
    const open: { workflowRunId: string; startedAt: Date }[] = [];
    let nextToken: string | undefined;
    do {
      // Oldest first, so that runs created meanwhile move none to a page that was read.
      const page = { maxResults: RUNS_PER_PAGE, nextToken, sortOrder: 'Ascending' } as const;
      const command = new ListWorkflowRunsCommand({ workflowDefinitionName, ...page });
      const listed = await this.#call(2, RunsListed, (client, bound) => client.send(command, bound));
      for (const { workflowRunId, status, startedAt } of listed.workflowRunSummaries)
        if (status === 'RUNNING') open.push({ workflowRunId, startedAt });
      if (listed.nextToken !== undefined && listed.nextToken === nextToken)
        throw new ActBadResponseError(`${this.#endpoint} gives the same page of workflow runs without end`);
      nextToken = listed.nextToken;
    } while (nextToken);
    return open;
  }

  /** The part of the service an act needs, bound to one session. */
  actService({ workflowDefinitionName, workflowRunId, sessionId }: SessionAddress): ActService {
    const session = { workflowDefinitionName, workflowRunId, sessionId };
    return {
      createAct: async ({ task, toolSpecs, clientToken }) => {
        const tools = toolSpecs.length === 0 ? {} : { toolSpecs };
        const command = new CreateActCommand({ ...session, task, ...tools, clientToken });
        return (await this.#call(2, ActCreated, (client, bound) => client.send(command, bound))).actId;
      },
      invokeActStep: ({ actId, previousStepId, callResults }) => {
        const results = callResults.map(({ callId, text }) => ({ callId, content: [{ text }] }));
        const command = new InvokeActStepCommand({ ...session, actId, previousStepId, callResults: results });
        return this.#call(1, StepAnswered, (client, bound) => client.send(command, bound));
      },
      updateAct: async (actId, ending) => {
        const command = new UpdateActCommand({ ...session, actId, ...told(ending) });
        await this.#call(2, Nothing, (client, bound) => client.send(command, bound));
      },
    };
  }

  [Symbol.dispose](): void {
    for (const client of Object.values(this.#clients)) client.destroy();
  }

  async #call<T>(
    attempts: 1 | 2,
    answer: z.ZodType<T>,
    send: (client: NovaActClient, bound: { abortSignal: AbortSignal }) => Promise<object>,
  ): Promise<T> {
    // Bounds the whole call, an answer that trickles in included; the handler's time-outs bound an attempt's silence.
    const boundMs = this.#timeoutMs[attempts] * attempts + MAX_RETRY_DELAY_MS * (attempts - 1);
    const bound = { abortSignal: AbortSignal.timeout(boundMs) };
    const output = await send(this.#clients[attempts], bound).catch((error: unknown) => {
      throw errorOfCall(error, { endpoint: this.#endpoint, timeoutMs: this.#timeoutMs[attempts] });
    });
    const parsed = answer.safeParse(output);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ');
    throw new ActBadResponseError(`${this.#endpoint} gave an answer that is not of its protocol: ${problems}`);
  }
}

const cut = (text: string, length: number) => text.slice(0, length).toWellFormed();

/** Cut to what the service takes, as a message too long would be refused and the act left open. */
function told(ending: ActEnding): ActEnding {
  if (ending.status === 'SUCCEEDED') return ending;
  const { message, type } = ending.error;
  return {
    status: 'FAILED',
    error: { message: cut(message || type, MAX_ERROR_MESSAGE), type: cut(type, MAX_ERROR_TYPE) },
  };
}
