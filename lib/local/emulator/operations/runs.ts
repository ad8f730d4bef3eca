import { randomUUID } from 'node:crypto';
import { requests } from '../../../nova-act/constraints.ts';
import { operation, pagingQuery, paths } from '../operation.ts';
import { pageOf, sorted } from '../page.ts';
import type { RunRecord } from '../records.ts';
import { runArn, traceLocation } from '../resource-names.ts';
import { checkDefinition, definitionForRun, end } from '../state-rules.ts';

export const runOperations = {
  CreateWorkflowRun: operation({
    http: ['PUT', paths.runs, 201],
    input: requests.CreateWorkflowRun,
    perform: (service, input) =>
      service.idempotency.once('CreateWorkflowRun', input, () => {
        const { modelId, logGroupName, clientInfo } = input;
        const { workflowDefinitionName } = definitionForRun(service, input.workflowDefinitionName);
        const workflowRunId = randomUUID();
        const created = { workflowDefinitionName, workflowRunId, modelId, logGroupName, clientInfo };
        const open = { startedAt: new Date(service.clock.now()), endedAt: undefined, deletedAt: undefined };
        service.records.runs.push({ ...created, ...open, status: 'RUNNING' });
        return { workflowRunId, status: 'RUNNING' };
      }),
  }),

  GetWorkflowRun: operation({
    http: ['GET', paths.run, 200],
    input: requests.GetWorkflowRun,
    perform: ({ records }, input) => {
      const run = records.run(input);
      return { ...summaryOf(run), modelId: run.modelId, logGroupName: run.logGroupName };
    },
  }),

  ListWorkflowRuns: operation({
    http: ['POST', paths.runs, 200],
    query: pagingQuery,
    input: requests.ListWorkflowRuns,
    perform: (service, { workflowDefinitionName: name, sortOrder, ...paging }) => {
      checkDefinition(service, name);
      const { records } = service;
      const ofDefinition = records.runs.filter((run) => run.workflowDefinitionName === name);
      const runs = sorted(ofDefinition, sortOrder);
      const { page, nextToken } = pageOf(runs, ({ workflowRunId }) => workflowRunId, paging);
      const workflowRunSummaries = page.map((run) => ({
        ...summaryOf(run),
        traceLocation: traceLocation(records, name, run.workflowRunId),
      }));
      return { workflowRunSummaries, nextToken };
    },
  }),

  /** An act that is left open stays so until its own time-out, as nothing can be written to the run any more. */
  UpdateWorkflowRun: operation({
    http: ['PUT', paths.run, 200],
    input: requests.UpdateWorkflowRun,
    perform: ({ records, clock }, input) => {
      end(records.run(input), input.status, new Date(clock.now()));
      return {};
    },
  }),

  DeleteWorkflowRun: operation({
    http: ['DELETE', paths.run, 202],
    input: requests.DeleteWorkflowRun,
    perform: ({ records, clock }, input) => {
      records.deleteRun(records.run(input), new Date(clock.now()));
      return { status: 'DELETING' };
    },
  }),
} as const;

function summaryOf({ workflowDefinitionName, workflowRunId, status, startedAt, endedAt }: RunRecord) {
  return { workflowRunArn: runArn(workflowDefinitionName, workflowRunId), workflowRunId, status, startedAt, endedAt };
}
