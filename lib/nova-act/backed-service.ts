import type * as z from 'zod/mini';
import { ActBadResponseError } from '../act/errors.ts';
import type { ActEnding, ActService } from '../act/ports.ts';
import type { RunService } from '../run/ports.ts';
import { answers } from './answers.ts';
import type { Answer, Backend } from './backend.ts';
import { COMPATIBILITY_VERSION, VERSION } from './identity.ts';

/** Names one session of a workflow run. */
interface SessionAddress {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
}

const MAX_ERROR_MESSAGE = 10_000;
const MAX_ERROR_TYPE = 100;

/** The service as a run sees it, whatever the way to it. Every failure is a `NovaActError`. */
export abstract class BackedService implements RunService, Disposable {
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
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
    const answer = await this.#backend.call('CreateWorkflowRun', { ...request, clientInfo });
    return this.read(answers.CreateWorkflowRun, answer).workflowRunId;
  }

  /** Gives the session's id. The same token gives the same session. */
  async createSession(request: {
    workflowDefinitionName: string;
    workflowRunId: string;
    clientToken: string;
  }): Promise<string> {
    return this.read(answers.CreateSession, await this.#backend.call('CreateSession', request)).sessionId;
  }

  async updateWorkflowRun(request: {
    workflowDefinitionName: string;
    workflowRunId: string;
    status: 'SUCCEEDED' | 'FAILED';
  }): Promise<void> {
    await this.#backend.call('UpdateWorkflowRun', request);
  }

  abstract openWorkflowRuns(workflowDefinitionName: string): Promise<{ workflowRunId: string; startedAt: Date }[]>;

  /** The part of the service an act needs, bound to one session. */
  actService({ workflowDefinitionName, workflowRunId, sessionId }: SessionAddress): ActService {
    const session = { workflowDefinitionName, workflowRunId, sessionId };
    return {
      createAct: async ({ task, toolSpecs, clientToken }) => {
        const tools = toolSpecs.length === 0 ? {} : { toolSpecs };
        const answer = await this.#backend.call('CreateAct', { ...session, task, ...tools, clientToken });
        return this.read(answers.CreateAct, answer).actId;
      },
      invokeActStep: async ({ actId, previousStepId, callResults, signal }) => {
        const results = callResults.map(({ callId, text }) => ({ callId, content: [{ text }] }));
        const request = { ...session, actId, previousStepId, callResults: results };
        return this.read(answers.InvokeActStep, await this.#backend.call('InvokeActStep', request, signal));
      },
      updateAct: async (actId, ending) => {
        await this.#backend.call('UpdateAct', { ...session, actId, ...told(ending) });
      },
    };
  }

  [Symbol.dispose](): void {
    this.#backend[Symbol.dispose]();
  }

  /** @throws ActBadResponseError */
  protected read<T>(schema: z.ZodMiniType<T>, { output, ...metadata }: Answer): T {
    const parsed = schema.safeParse(output);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ');
    throw new ActBadResponseError(
      `${this.#backend.endpoint} gave an answer that is not of its protocol: ${problems}`,
      metadata,
    );
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
