import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, listOf, operation, paging, string } from '../schema.ts';
import { SessionSummary$ } from '../shapes.ts';
import type { Paging, SessionSummary } from '../shapes.ts';

export interface ListSessionsRequest extends Paging {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
}

export interface ListSessionsResponse {
  sessionSummaries: SessionSummary[] | undefined;
  /** Absent on the last page. */
  nextToken?: string | undefined;
}

const ListSessions$ = operation(
  'ListSessions',
  ['POST', '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}', 200],
  {
    input: { workflowDefinitionName: label, workflowRunId: label, ...paging() },
    output: { sessionSummaries: () => listOf('SessionSummaries', SessionSummary$), nextToken: string },
  },
);

export type ListSessionsCommandInput = ListSessionsRequest;
export type ListSessionsCommandOutput = ListSessionsResponse & Metadata;
export class ListSessionsCommand extends command<ListSessionsCommandInput, ListSessionsCommandOutput>(ListSessions$) {}
