import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, listOf, operation, paging, string } from '../schema.ts';
import { WorkflowRunSummary$ } from '../shapes.ts';
import type { Paging, WorkflowRunSummary } from '../shapes.ts';

export interface ListWorkflowRunsRequest extends Paging {
  readonly workflowDefinitionName: string;
}

export interface ListWorkflowRunsResponse {
  workflowRunSummaries: WorkflowRunSummary[] | undefined;
  /** Absent on the last page. */
  nextToken?: string | undefined;
}

const ListWorkflowRuns$ = operation(
  'ListWorkflowRuns',
  ['POST', '/workflow-definitions/{workflowDefinitionName}/workflow-runs', 200],
  {
    input: { workflowDefinitionName: label, ...paging() },
    output: {
      workflowRunSummaries: () => listOf('WorkflowRunSummaries', WorkflowRunSummary$),
      nextToken: string,
    },
  },
);

export type ListWorkflowRunsCommandInput = ListWorkflowRunsRequest;
export type ListWorkflowRunsCommandOutput = ListWorkflowRunsResponse & Metadata;
export class ListWorkflowRunsCommand extends command<ListWorkflowRunsCommandInput, ListWorkflowRunsCommandOutput>(
  ListWorkflowRuns$,
) {}
