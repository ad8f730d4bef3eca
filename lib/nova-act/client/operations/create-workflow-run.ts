import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { idempotencyToken, label, operation, string } from '../schema.ts';
import { ClientInfo$ } from '../shapes.ts';
import type { ClientInfo, WorkflowRunStatus } from '../shapes.ts';

export interface CreateWorkflowRunRequest {
  readonly workflowDefinitionName: string;
  readonly modelId: string;
  readonly clientToken?: string | undefined;
  readonly logGroupName?: string | undefined;
  readonly clientInfo: ClientInfo;
}

export interface CreateWorkflowRunResponse {
  workflowRunId: string | undefined;
  status: WorkflowRunStatus | undefined;
}

const CreateWorkflowRun$ = operation(
  'CreateWorkflowRun',
  ['PUT', '/workflow-definitions/{workflowDefinitionName}/workflow-runs', 201],
  {
    input: {
      workflowDefinitionName: label,
      modelId: string,
      clientToken: idempotencyToken,
      logGroupName: string,
      clientInfo: () => ClientInfo$,
    },
    output: { workflowRunId: string, status: string },
  },
);

export type CreateWorkflowRunCommandInput = CreateWorkflowRunRequest;
export type CreateWorkflowRunCommandOutput = CreateWorkflowRunResponse & Metadata;
export class CreateWorkflowRunCommand extends command<CreateWorkflowRunCommandInput, CreateWorkflowRunCommandOutput>(
  CreateWorkflowRun$,
) {}
