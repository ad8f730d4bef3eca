import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, operation, string } from '../schema.ts';
import type { WorkflowRunStatus } from '../shapes.ts';

export interface UpdateWorkflowRunRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly status: WorkflowRunStatus;
}

/** Nothing. */
export type UpdateWorkflowRunResponse = object;

const UpdateWorkflowRun$ = operation(
  'UpdateWorkflowRun',
  ['PUT', '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}', 200],
  { input: { workflowDefinitionName: label, workflowRunId: label, status: string }, output: {} },
);

export type UpdateWorkflowRunCommandInput = UpdateWorkflowRunRequest;
export type UpdateWorkflowRunCommandOutput = UpdateWorkflowRunResponse & Metadata;
export class UpdateWorkflowRunCommand extends command<UpdateWorkflowRunCommandInput, UpdateWorkflowRunCommandOutput>(
  UpdateWorkflowRun$,
) {}
