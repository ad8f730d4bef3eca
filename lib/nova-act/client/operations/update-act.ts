import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, operation, string } from '../schema.ts';
import { ActError$ } from '../shapes.ts';
import type { ActError, ActStatus } from '../shapes.ts';

export interface UpdateActRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly status: ActStatus;
  readonly error?: ActError | undefined;
}

/** Nothing. */
export type UpdateActResponse = object;

const UpdateAct$ = operation(
  'UpdateAct',
  [
    'PUT',
    '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions/{sessionId}/acts/{actId}',
    200,
  ],
  {
    input: {
      workflowDefinitionName: label,
      workflowRunId: label,
      sessionId: label,
      actId: label,
      status: string,
      error: () => ActError$,
    },
    output: {},
  },
);

export type UpdateActCommandInput = UpdateActRequest;
export type UpdateActCommandOutput = UpdateActResponse & Metadata;
export class UpdateActCommand extends command<UpdateActCommandInput, UpdateActCommandOutput>(UpdateAct$) {}
