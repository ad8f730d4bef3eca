import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, operation, string, timestamp } from '../schema.ts';
import type { WorkflowRunStatus } from '../shapes.ts';

export interface GetWorkflowRunRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
}

export interface GetWorkflowRunResponse {
  workflowRunArn: string | undefined;
  workflowRunId: string | undefined;
  status: WorkflowRunStatus | undefined;
  startedAt: Date | undefined;
  endedAt?: Date | undefined;
  modelId: string | undefined;
  logGroupName?: string | undefined;
}

const GetWorkflowRun$ = operation(
  'GetWorkflowRun',
  ['GET', '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}', 200],
  {
    input: { workflowDefinitionName: label, workflowRunId: label },
    output: {
      workflowRunArn: string,
      workflowRunId: string,
      status: string,
      startedAt: timestamp,
      endedAt: timestamp,
      modelId: string,
      logGroupName: string,
    },
  },
);

export type GetWorkflowRunCommandInput = GetWorkflowRunRequest;
export type GetWorkflowRunCommandOutput = GetWorkflowRunResponse & Metadata;
export class GetWorkflowRunCommand extends command<GetWorkflowRunCommandInput, GetWorkflowRunCommandOutput>(
  GetWorkflowRun$,
) {}
