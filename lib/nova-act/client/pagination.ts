import { createPaginator } from '@smithy/core';
import { NovaActClient } from './client.ts';
import { ListActsCommand } from './operations/list-acts.ts';
import type { ListActsCommandInput, ListActsCommandOutput } from './operations/list-acts.ts';
import { ListSessionsCommand } from './operations/list-sessions.ts';
import type { ListSessionsCommandInput, ListSessionsCommandOutput } from './operations/list-sessions.ts';
import { ListWorkflowDefinitionsCommand } from './operations/list-workflow-definitions.ts';
import type {
  ListWorkflowDefinitionsCommandInput,
  ListWorkflowDefinitionsCommandOutput,
} from './operations/list-workflow-definitions.ts';
import { ListWorkflowRunsCommand } from './operations/list-workflow-runs.ts';
import type { ListWorkflowRunsCommandInput, ListWorkflowRunsCommandOutput } from './operations/list-workflow-runs.ts';

export interface NovaActPaginationConfiguration {
  readonly client: NovaActClient;
  /** 1 to 100, where the input has no `maxResults`. */
  readonly pageSize?: number;
  /** Where to go on. @default the first page */
  readonly startingToken?: string;
  /** Ends at a page that names itself as the next one. @default false */
  readonly stopOnSameToken?: boolean;
}

/** Asks for one page after another, each when it is wanted. */
function paginator<Input extends object, Output extends object>(listCommand: new (input: Input) => object) {
  return createPaginator<NovaActPaginationConfiguration, Input, Output>(
    NovaActClient,
    listCommand,
    'nextToken',
    'nextToken',
    'maxResults',
  );
}

export const paginateListWorkflowDefinitions = paginator<
  ListWorkflowDefinitionsCommandInput,
  ListWorkflowDefinitionsCommandOutput
>(ListWorkflowDefinitionsCommand);
export const paginateListWorkflowRuns = paginator<ListWorkflowRunsCommandInput, ListWorkflowRunsCommandOutput>(
  ListWorkflowRunsCommand,
);
export const paginateListSessions = paginator<ListSessionsCommandInput, ListSessionsCommandOutput>(ListSessionsCommand);
export const paginateListActs = paginator<ListActsCommandInput, ListActsCommandOutput>(ListActsCommand);
