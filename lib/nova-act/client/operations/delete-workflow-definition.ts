import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, operation, string } from '../schema.ts';
import type { WorkflowDefinitionStatus } from '../shapes.ts';

export interface DeleteWorkflowDefinitionRequest {
  readonly workflowDefinitionName: string;
}

export interface DeleteWorkflowDefinitionResponse {
  status: WorkflowDefinitionStatus | undefined;
}

const DeleteWorkflowDefinition$ = operation(
  'DeleteWorkflowDefinition',
  ['DELETE', '/workflow-definitions/{workflowDefinitionName}', 202],
  {
    input: { workflowDefinitionName: label },
    output: { status: string },
  },
);

export type DeleteWorkflowDefinitionCommandInput = DeleteWorkflowDefinitionRequest;
export type DeleteWorkflowDefinitionCommandOutput = DeleteWorkflowDefinitionResponse & Metadata;
export class DeleteWorkflowDefinitionCommand extends command<
  DeleteWorkflowDefinitionCommandInput,
  DeleteWorkflowDefinitionCommandOutput
>(DeleteWorkflowDefinition$) {}
