import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { listOf, operation, paging, string } from '../schema.ts';
import { WorkflowDefinitionSummary$ } from '../shapes.ts';
import type { Paging, WorkflowDefinitionSummary } from '../shapes.ts';

export interface ListWorkflowDefinitionsRequest extends Paging {}

export interface ListWorkflowDefinitionsResponse {
  workflowDefinitionSummaries: WorkflowDefinitionSummary[] | undefined;
  /** Absent on the last page. */
  nextToken?: string | undefined;
}

const ListWorkflowDefinitions$ = operation('ListWorkflowDefinitions', ['POST', '/workflow-definitions', 200], {
  input: paging(),
  output: {
    workflowDefinitionSummaries: () => listOf('WorkflowDefinitionSummaries', WorkflowDefinitionSummary$),
    nextToken: string,
  },
});

export type ListWorkflowDefinitionsCommandInput = ListWorkflowDefinitionsRequest;
export type ListWorkflowDefinitionsCommandOutput = ListWorkflowDefinitionsResponse & Metadata;
export class ListWorkflowDefinitionsCommand extends command<
  ListWorkflowDefinitionsCommandInput,
  ListWorkflowDefinitionsCommandOutput
>(ListWorkflowDefinitions$) {}
