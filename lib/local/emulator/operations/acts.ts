import { randomUUID } from 'node:crypto';
import { requests } from '../../../nova-act/constraints.ts';
import { invokeActStep } from '../act-step.ts';
import { operation, pagingQuery, paths } from '../operation.ts';
import { pageOf, sorted } from '../page.ts';
import type { ActRecord, Records } from '../records.ts';
import { traceLocation } from '../resource-names.ts';
import { checkDefinition, checkRunning, end } from '../state-rules.ts';

export const actOperations = {
  CreateAct: operation({
    http: ['PUT', paths.acts, 201],
    input: requests.CreateAct,
    perform: ({ records, idempotency, clock }, input) =>
      idempotency.once('CreateAct', input, () => {
        const { workflowDefinitionName, workflowRunId } = checkRunning(records.run(input));
        const { sessionId } = records.session(input);
        const actId = randomUUID();
        const { task, toolSpecs = [] } = input;
        const created = { workflowDefinitionName, workflowRunId, sessionId, actId, task, toolSpecs };
        const open = { startedAt: new Date(clock.now()), endedAt: undefined, status: 'RUNNING', error: undefined };
        const untouched = { startResults: [], steps: [], observation: undefined, isPlanning: false };
        records.acts.push({ ...created, ...open, ...untouched });
        return { actId, status: 'RUNNING' };
      }),
  }),

  InvokeActStep: operation({
    http: ['PUT', `${paths.act}/invoke-step`, 200],
    input: requests.InvokeActStep,
    perform: (service, input) => {
      checkRunning(service.records.run(input));
      service.records.session(input);
      return invokeActStep(checkRunning(service.records.act(input)), input, service);
    },
  }),

  UpdateAct: operation({
    http: ['PUT', paths.act, 200],
    input: requests.UpdateAct,
    perform: ({ records, clock, forgetful }, input) => {
      checkRunning(records.run(input));
      records.session(input);
      const act = records.act(input);
      end(act, input.status, new Date(clock.now()));
      act.error = input.error;
      if (forgetful) forget(act);
      return {};
    },
  }),

  ListActs: operation({
    http: ['POST', `${paths.definition}/acts`, 200],
    query: { ...pagingQuery, workflowRunId: 'text', sessionId: 'text' },
    input: requests.ListActs,
    perform: (service, { workflowDefinitionName: name, workflowRunId, sessionId, sortOrder, ...paging }) => {
      checkDefinition(service, name);
      const { records } = service;
      const within =
        sessionId === undefined ? workflowRunId : records.session({ workflowRunId, sessionId }).workflowRunId;
      if (within !== undefined) records.run({ workflowDefinitionName: name, workflowRunId: within });
      const listed = records.acts.filter(
        (act) =>
          act.workflowDefinitionName === name &&
          (workflowRunId === undefined || act.workflowRunId === workflowRunId) &&
          (sessionId === undefined || act.sessionId === sessionId),
      );
      const { page, nextToken } = pageOf(sorted(listed, sortOrder), ({ actId }) => actId, paging);
      return { actSummaries: page.map((act) => summaryOf(records, act)), nextToken };
    },
  }),
} as const;

function summaryOf(records: Records, act: ActRecord) {
  const { workflowDefinitionName: name, workflowRunId, sessionId, actId, status, startedAt, endedAt } = act;
  const location = traceLocation(records, name, workflowRunId, sessionId, actId);
  return { workflowRunId, sessionId, actId, status, startedAt, endedAt, traceLocation: location };
}

/** Its screenshots, most of all. */
function forget(act: ActRecord): void {
  act.startResults = [];
  act.steps.length = 0;
  act.observation = undefined;
}
