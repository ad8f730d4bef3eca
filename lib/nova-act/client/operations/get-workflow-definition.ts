import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, operation, sensitiveString, string, timestamp } from '../schema.ts';
import { WorkflowExportConfig$ } from '../shapes.ts';
import type { WorkflowDefinitionStatus, WorkflowExportConfig } from '../shapes.ts';

export interface GetWorkflowDefinitionRequest {
  readonly workflowDefinitionName: string;
}

export interface GetWorkflowDefinitionResponse {
  name: string | undefined;
  arn: string | undefined;
  createdAt: Date | undefined;
  description?: string | undefined;
  exportConfig?: WorkflowExportConfig | undefined;
  status: WorkflowDefinitionStatus | undefined;
}

const GetWorkflowDefinition$ = operation(
  'GetWorkflowDefinition',
  ['GET', '/workflow-definitions/{workflowDefinitionName}', 200],
  {
    input: { workflowDefinitionName: label },
    output: {
      name: string,
      arn: string,
      createdAt: timestamp,
      description: sensitiveString,
      exportConfig: () => WorkflowExportConfig$,
      status: string,
    },
  },
);

export type GetWorkflowDefinitionCommandInput = GetWorkflowDefinitionRequest;
export type GetWorkflowDefinitionCommandOutput = GetWorkflowDefinitionResponse & Metadata;
export class GetWorkflowDefinitionCommand extends command<
  GetWorkflowDefinitionCommandInput,
  GetWorkflowDefinitionCommandOutput
>(GetWorkflowDefinition$) {}
