import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { idempotencyToken, operation, sensitiveString, string } from '../schema.ts';
import { WorkflowExportConfig$ } from '../shapes.ts';
import type { WorkflowDefinitionStatus, WorkflowExportConfig } from '../shapes.ts';

export interface CreateWorkflowDefinitionRequest {
  readonly name: string;
  readonly description?: string | undefined;
  readonly exportConfig?: WorkflowExportConfig | undefined;
  readonly clientToken?: string | undefined;
}

export interface CreateWorkflowDefinitionResponse {
  status: WorkflowDefinitionStatus | undefined;
}

const CreateWorkflowDefinition$ = operation('CreateWorkflowDefinition', ['PUT', '/workflow-definitions', 201], {
  input: {
    name: string,
    description: sensitiveString,
    exportConfig: () => WorkflowExportConfig$,
    clientToken: idempotencyToken,
  },
  output: { status: string },
});

export type CreateWorkflowDefinitionCommandInput = CreateWorkflowDefinitionRequest;
export type CreateWorkflowDefinitionCommandOutput = CreateWorkflowDefinitionResponse & Metadata;
export class CreateWorkflowDefinitionCommand extends command<
  CreateWorkflowDefinitionCommandInput,
  CreateWorkflowDefinitionCommandOutput
>(CreateWorkflowDefinition$) {}
