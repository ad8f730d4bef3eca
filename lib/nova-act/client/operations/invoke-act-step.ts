import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { label, listOf, operation, string } from '../schema.ts';
import { Call$, CallResult$ } from '../shapes.ts';
import type { Call, CallResult } from '../shapes.ts';

export interface InvokeActStepRequest {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly callResults: readonly CallResult[];
  readonly previousStepId?: string | undefined;
}

export interface InvokeActStepResponse {
  calls: Call[] | undefined;
  stepId: string | undefined;
}

const InvokeActStep$ = operation(
  'InvokeActStep',
  [
    'PUT',
    // The service's own path ends with a slash, and the signature covers it.
    '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions/{sessionId}/acts/{actId}/invoke-step/',
    200,
  ],
  {
    input: {
      workflowDefinitionName: label,
      workflowRunId: label,
      sessionId: label,
      actId: label,
      callResults: () => listOf('CallResults', CallResult$),
      previousStepId: string,
    },
    output: { calls: () => listOf('Calls', Call$), stepId: string },
  },
);

export type InvokeActStepCommandInput = InvokeActStepRequest;
export type InvokeActStepCommandOutput = InvokeActStepResponse & Metadata;
export class InvokeActStepCommand extends command<InvokeActStepCommandInput, InvokeActStepCommandOutput>(
  InvokeActStep$,
) {}
