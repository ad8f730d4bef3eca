import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { invokeActStep } from './act-step.ts';
import { inputs } from './constraints.ts';
import type { Idempotency } from './idempotency.ts';
import { pageOf } from './page.ts';
import type { Planner } from './planner.ts';
import type { ActRecord, Records, RunRecord } from './records.ts';
import type { RepeatedStep } from './repeated-step.ts';
import { success } from './reply.ts';
import type { Reply } from './reply.ts';
import { invalidFields, invalidStatus } from './service-fault.ts';

/** What an operation works on. */
export interface Service {
  readonly records: Records;
  readonly idempotency: Idempotency;
  readonly planner: Planner;
  readonly repeatedStep: RepeatedStep;
}

/** An operation: where it is found, and how it answers what its path, query and body give. */
interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Members that are in the query, and nowhere else. */
  readonly query: readonly string[];
  /** @throws ServiceFault */
  readonly answer: (service: Service, given: unknown) => Promise<Reply>;
}

function operation<T>(definition: {
  readonly http: readonly [method: Operation['method'], path: string, status: number];
  readonly query?: readonly string[];
  readonly input: z.ZodType<T>;
  readonly perform: (service: Service, input: T) => object | Promise<object>;
}): Operation {
  const [method, path, status] = definition.http;
  return {
    method,
    path,
    query: definition.query ?? [],
    answer: async (service, given) => {
      const parsed = definition.input.safeParse(given);
      if (parsed.success) return success(status, await definition.perform(service, parsed.data));
      throw invalidFields(parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message })));
    },
  };
}

const RUNS = '/workflow-definitions/{workflowDefinitionName}/workflow-runs';
const RUN = `${RUNS}/{workflowRunId}`;
const ACTS = `${RUN}/sessions/{sessionId}/acts`;

/** What a client may end a run or an act as. */
const endings: readonly string[] = ['SUCCEEDED', 'FAILED'];

/**
 * The operations that a run uses. A workflow definition exists as soon as its name is used.
 */
export const operations = {
  CreateWorkflowRun: operation({
    http: ['PUT', RUNS, 201],
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
      const run = records.run(input);
      return { ...summaryOf(run), modelId: run.modelId, logGroupName: run.logGroupName };
    },
  }),

  ListWorkflowRuns: operation({
    http: ['POST', RUNS, 200],
    query: ['maxResults', 'nextToken'],
    input: inputs.ListWorkflowRuns,
    perform: ({ records }, { workflowDefinitionName, sortOrder, ...paging }) => {
      const oldestFirst = records.runs.filter((run) => run.workflowDefinitionName === workflowDefinitionName);
      const runs = sortOrder === 'Descending' ? oldestFirst.toReversed() : oldestFirst;
      const { page, nextToken } = pageOf(runs, ({ workflowRunId }) => workflowRunId, paging);
      return { workflowRunSummaries: page.map(summaryOf), nextToken };
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
    perform: (service, input) => {
      checkRunning(service.records.run(input));
      service.records.session(input);
      return invokeActStep(checkRunning(service.records.act(input)), input, service);
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

function summaryOf({ workflowDefinitionName: name, workflowRunId, status, startedAt, endedAt }: RunRecord) {
  const definition = `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${name}`;
  return { workflowRunArn: `${definition}/workflow-run/${workflowRunId}`, workflowRunId, status, startedAt, endedAt };
}

function checkRunning<T extends RunRecord | ActRecord>(record: T): T {
  if (record.status !== 'RUNNING') throw invalidStatus(`It has ended as ${record.status}`);
  return record;
}

/** Ending the same way again is allowed, since updates are idempotent. */
function checkEnding(before: string, after: string): void {
  if (!endings.includes(after)) throw invalidStatus(`${after} cannot be set; allowed are ${endings.join(', ')}`);
  if (before !== 'RUNNING' && before !== after) throw invalidStatus(`It has ended as ${before}`);
}
