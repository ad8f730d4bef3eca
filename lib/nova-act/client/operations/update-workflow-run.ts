import { command } from '../command.ts';
import { label, operation, string } from '../schema.ts';
import type { WorkflowRunStatus } from '../shapes.ts';

export interface UpdateWorkflowRunRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly status: WorkflowRunStatus;
}

const UpdateWorkflowRun$ = operation(
  'UpdateWorkflowRun',
  ['PUT', '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}', 200],
  { input: { workflowDefinitionName: label, workflowRunId: label, status: string }, output: {} },
);

export class UpdateWorkflowRunCommand extends command<UpdateWorkflowRunRequest, object>(UpdateWorkflowRun$) {}
