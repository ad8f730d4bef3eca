import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { invokeActStep } from './act-step.ts';
import { inputs } from './constraints.ts';
import type { Idempotency } from './idempotency.ts';
import type { Planner } from './planner.ts';
import type { ActRecord, Records, RunRecord } from './records.ts';
import { success } from './reply.ts';
import type { Reply } from './reply.ts';
import { invalidFields, invalidStatus } from './service-fault.ts';

/** What an operation works on. */
export interface Service {
  readonly records: Records;
  readonly idempotency: Idempotency;
  readonly planner: Planner;
}

/** An operation: where it is found, and how it answers what its path and body give. */
interface Operation {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  /** @throws ServiceFault */
  readonly answer: (service: Service, given: unknown) => Promise<Reply>;
}

function operation<T>(definition: {
  readonly http: readonly [method: Operation['method'], path: string, status: number];
  readonly input: z.ZodType<T>;
  readonly perform: (service: Service, input: T) => object | Promise<object>;
}): Operation {
  const [method, path, status] = definition.http;
  return {
    method,
    path,
    answer: async (service, given) => {
      const parsed = definition.input.safeParse(given);
      if (parsed.success) return success(status, await definition.perform(service, parsed.data));
      throw invalidFields(parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message })));
    },
  };
}

const RUN = '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}';
const ACTS = `${RUN}/sessions/{sessionId}/acts`;

/** What a client may end a run or an act as. */
const endings: readonly string[] = ['SUCCEEDED', 'FAILED'];

/**
 * The operations that a run uses. A workflow definition exists as soon as its name is used.
 */
export const operations = {
  CreateWorkflowRun: operation({
    http: ['PUT', '/workflow-definitions/{workflowDefinitionName}/workflow-runs', 201],
    input: inputs.CreateWorkflowRun,
    perform: ({ records, idempotency }, input) =>
      idempotency.once('CreateWorkflowRun', input, () => {
        const { workflowDefinitionName, modelId, logGroupName, clientInfo } = input;
        const workflowRunId = randomUUID();
        const created = { workflowDefinitionName, workflowRunId, modelId, logGroupName, clientInfo };
        records.runs.push({ ...created, startedAt: new Date(), endedAt: undefined, status: 'RUNNING' });
        return { workflowRunId, status: 'RUNNING' };
      }),
  }),

  GetWorkflowRun: operation({
    http: ['GET', RUN, 200],
    input: inputs.GetWorkflowRun,
    perform: ({ records }, input) => {
      const { workflowDefinitionName: name, workflowRunId, status, startedAt, endedAt, ...run } = records.run(input);
      return {
        workflowRunArn: `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${name}/workflow-run/${workflowRunId}`,
        workflowRunId,
        status,
        startedAt,
        endedAt,
        modelId: run.modelId,
        logGroupName: run.logGroupName,
      };
    },
  }),

  UpdateWorkflowRun: operation({
    http: ['PUT', RUN, 200],
    input: inputs.UpdateWorkflowRun,
    perform: ({ records }, input) => {
      const run = records.run(input);
      checkEnding(run.status, input.status);
      run.status = input.status;
      run.endedAt ??= new Date();
      return {};
    },
  }),

  CreateSession: operation({
    http: ['PUT', `${RUN}/sessions`, 201],
    input: inputs.CreateSession,
    perform: ({ records, idempotency }, input) =>
      idempotency.once('CreateSession', input, () => {
        const { workflowRunId } = checkRunning(records.run(input));
        const sessionId = randomUUID();
        records.sessions.push({ workflowRunId, sessionId });
        return { sessionId };
      }),
  }),

  CreateAct: operation({
    http: ['PUT', ACTS, 201],
    input: inputs.CreateAct,
    perform: ({ records, idempotency }, input) =>
      idempotency.once('CreateAct', input, () => {
        const { workflowRunId } = checkRunning(records.run(input));
        const { sessionId } = records.session(input);
        const actId = randomUUID();
        const { task, toolSpecs = [] } = input;
        const created = { workflowRunId, sessionId, actId, task, toolSpecs };
        const untouched = { startResults: [], steps: [], observation: undefined, error: undefined };
        records.acts.push({ ...created, ...untouched, status: 'RUNNING', isPlanning: false });
        return { actId, status: 'RUNNING' };
      }),
  }),

  InvokeActStep: operation({
    http: ['PUT', `${ACTS}/{actId}/invoke-step`, 200],
    input: inputs.InvokeActStep,
    perform: ({ records, planner }, input) => {
      checkRunning(records.run(input));
      records.session(input);
      return invokeActStep(checkRunning(records.act(input)), input, planner);
    },
  }),

  UpdateAct: operation({
    http: ['PUT', `${ACTS}/{actId}`, 200],
    input: inputs.UpdateAct,
    perform: ({ records }, input) => {
      checkRunning(records.run(input));
      records.session(input);
      const act = records.act(input);
      checkEnding(act.status, input.status);
      act.status = input.status;
      act.error = input.error;
      return {};
    },
  }),
} as const;

export type OperationName = keyof typeof operations;

function checkRunning<T extends RunRecord | ActRecord>(record: T): T {
  if (record.status !== 'RUNNING') throw invalidStatus(`It has ended as ${record.status}`);
  return record;
}

/** Ending the same way again is allowed, since updates are idempotent. */
function checkEnding(before: string, after: string): void {
  if (!endings.includes(after)) throw invalidStatus(`${after} cannot be set; allowed are ${endings.join(', ')}`);
  if (before !== 'RUNNING' && before !== after) throw invalidStatus(`It has ended as ${before}`);
}
