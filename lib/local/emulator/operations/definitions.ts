import { requests } from '../../../nova-act/constraints.ts';
import { operation, pagingQuery, paths } from '../operation.ts';
import { pageOf, sorted } from '../page.ts';
import type { DefinitionRecord } from '../records.ts';
import { definitionArn } from '../resource-names.ts';
import { conflict } from '../service-fault.ts';

export const definitionOperations = {
  CreateWorkflowDefinition: operation({
    http: ['PUT', paths.definitions, 201],
    input: requests.CreateWorkflowDefinition,
    perform: ({ records, idempotency, clock }, input) =>
      idempotency.once('CreateWorkflowDefinition', input, () => {
        const { name: workflowDefinitionName, description, exportConfig } = input;
        if (records.findDefinition(workflowDefinitionName) !== undefined)
          throw conflict('A workflow definition has this name', 'WorkflowDefinition', workflowDefinitionName);
        const created = { workflowDefinitionName, description, exportConfig };
        records.definitions.push({ ...created, createdAt: new Date(clock.now()), deletedAt: undefined });
        return { status: 'ACTIVE' };
      }),
  }),

  GetWorkflowDefinition: operation({
    http: ['GET', paths.definition, 200],
    input: requests.GetWorkflowDefinition,
    perform: ({ records }, { workflowDefinitionName: name }) => {
      const definition = records.definition(name);
      const { createdAt, description, exportConfig } = definition;
      return { name, arn: definitionArn(name), createdAt, description, exportConfig, status: statusOf(definition) };
    },
  }),

  ListWorkflowDefinitions: operation({
    http: ['POST', paths.definitions, 200],
    query: pagingQuery,
    input: requests.ListWorkflowDefinitions,
    perform: ({ records }, { sortOrder, ...paging }) => {
      const definitions = sorted(records.definitions, sortOrder);
      const { page, nextToken } = pageOf(definitions, (definition) => definition.workflowDefinitionName, paging);
      return { workflowDefinitionSummaries: page.map(summaryOf), nextToken };
    },
  }),

  DeleteWorkflowDefinition: operation({
    http: ['DELETE', paths.definition, 202],
    input: requests.DeleteWorkflowDefinition,
    perform: ({ records, clock }, { workflowDefinitionName }) => {
      records.deleteDefinition(records.definition(workflowDefinitionName), new Date(clock.now()));
      return { status: 'DELETING' };
    },
  }),
} as const;

function summaryOf(definition: DefinitionRecord) {
  const { workflowDefinitionName, createdAt } = definition;
  const workflowDefinitionArn = definitionArn(workflowDefinitionName);
  return { workflowDefinitionArn, workflowDefinitionName, createdAt, status: statusOf(definition) };
}

function statusOf({ deletedAt }: DefinitionRecord) {
  return deletedAt === undefined ? 'ACTIVE' : 'DELETING';
}
