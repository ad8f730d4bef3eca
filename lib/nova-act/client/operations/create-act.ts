import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { idempotencyToken, label, listOf, operation, sensitiveString, string } from '../schema.ts';
import { ToolSpec$ } from '../shapes.ts';
import type { ActStatus, ToolSpec } from '../shapes.ts';

export interface CreateActRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly task: string;
  readonly toolSpecs?: readonly ToolSpec[] | undefined;
  readonly clientToken?: string | undefined;
}

export interface CreateActResponse {
  actId: string | undefined;
  status: ActStatus | undefined;
}

const CreateAct$ = operation(
  'CreateAct',
  [
    'PUT',
    '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions/{sessionId}/acts',
    201,
  ],
  {
    input: {
      workflowDefinitionName: label,
      workflowRunId: label,
      sessionId: label,
      task: sensitiveString,
      toolSpecs: () => listOf('ToolSpecs', ToolSpec$),
      clientToken: idempotencyToken,
    },
    output: { actId: string, status: string },
  },
);

export type CreateActCommandInput = CreateActRequest;
export type CreateActCommandOutput = CreateActResponse & Metadata;
export class CreateActCommand extends command<CreateActCommandInput, CreateActCommandOutput>(CreateAct$) {}
