import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, listOf, operation, paging, query, string } from '../schema.ts';
import { ActSummary$ } from '../shapes.ts';
import type { ActSummary, Paging } from '../shapes.ts';

export interface ListActsRequest extends Paging {
  readonly workflowDefinitionName: string;
  /** Those of this run only. */
  readonly workflowRunId?: string | undefined;
  /** Those of this session only. */
  readonly sessionId?: string | undefined;
}

export interface ListActsResponse {
  actSummaries: ActSummary[] | undefined;
  /** Absent on the last page. */
  nextToken?: string | undefined;
}

const ListActs$ = operation('ListActs', ['POST', '/workflow-definitions/{workflowDefinitionName}/acts', 200], {
  input: {
    workflowDefinitionName: label,
    workflowRunId: query(string, 'workflowRunId'),
    sessionId: query(string, 'sessionId'),
    ...paging(),
  },
  output: { actSummaries: () => listOf('ActSummaries', ActSummary$), nextToken: string },
});

export type ListActsCommandInput = ListActsRequest;
export type ListActsCommandOutput = ListActsResponse & Metadata;
export class ListActsCommand extends command<ListActsCommandInput, ListActsCommandOutput>(ListActs$) {}
