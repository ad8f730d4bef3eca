import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, operation, string } from '../schema.ts';
import type { WorkflowRunStatus } from '../shapes.ts';

export interface DeleteWorkflowRunRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
}

export interface DeleteWorkflowRunResponse {
  status: WorkflowRunStatus | undefined;
}

const DeleteWorkflowRun$ = operation(
  'DeleteWorkflowRun',
  ['DELETE', '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}', 202],
  {
    input: { workflowDefinitionName: label, workflowRunId: label },
    output: { status: string },
  },
);

export type DeleteWorkflowRunCommandInput = DeleteWorkflowRunRequest;
export type DeleteWorkflowRunCommandOutput = DeleteWorkflowRunResponse & Metadata;
export class DeleteWorkflowRunCommand extends command<DeleteWorkflowRunCommandInput, DeleteWorkflowRunCommandOutput>(
  DeleteWorkflowRun$,
) {}
