import { command } from '../command.ts';
import { integer, label, listOf, operation, query, string } from '../schema.ts';
import { WorkflowRunSummary$ } from '../shapes.ts';
import type { SortOrder, WorkflowRunSummary } from '../shapes.ts';

export interface ListWorkflowRunsRequest {
  readonly workflowDefinitionName: string;
  /** 1 to 100. */
  readonly maxResults?: number | undefined;
  /** That of the page before. */
  readonly nextToken?: string | undefined;
  readonly sortOrder?: SortOrder | undefined;
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
    input: {
      workflowDefinitionName: label,
      maxResults: query(integer, 'maxResults'),
      nextToken: query(string, 'nextToken'),
      sortOrder: string,
    },
    output: {
      workflowRunSummaries: () => listOf('WorkflowRunSummaries', WorkflowRunSummary$),
      nextToken: string,
    },
  },
);

export class ListWorkflowRunsCommand extends command<ListWorkflowRunsRequest, ListWorkflowRunsResponse>(
  ListWorkflowRuns$,
) {}
