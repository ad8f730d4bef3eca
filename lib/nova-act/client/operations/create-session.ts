import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { idempotencyToken, label, operation, string } from '../schema.ts';

export interface CreateSessionRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly clientToken?: string | undefined;
}

export interface CreateSessionResponse {
  sessionId: string | undefined;
}

const CreateSession$ = operation(
  'CreateSession',
  ['PUT', '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions', 201],
  {
    input: { workflowDefinitionName: label, workflowRunId: label, clientToken: idempotencyToken },
    output: { sessionId: string },
  },
);

export type CreateSessionCommandInput = CreateSessionRequest;
export type CreateSessionCommandOutput = CreateSessionResponse & Metadata;
export class CreateSessionCommand extends command<CreateSessionCommandInput, CreateSessionCommandOutput>(
  CreateSession$,
) {}
