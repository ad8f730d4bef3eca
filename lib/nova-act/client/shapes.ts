import type { JsonValue } from '../../act/json.ts';
import { document, integer, listOf, sensitiveString, string, structure, timestamp, union } from './schema.ts';

export type WorkflowRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'DELETING';
export type SortOrder = 'Ascending' | 'Descending';
export type ActStatus =
  | 'RUNNING'
  | 'PENDING_CLIENT_ACTION'
  | 'PENDING_HUMAN_ACTION'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT';

export interface ClientInfo {
  readonly compatibilityVersion: number;
  readonly sdkVersion?: string | undefined;
}
export const ClientInfo$ = structure('ClientInfo', { compatibilityVersion: integer, sdkVersion: string });

export interface WorkflowRunSummary {
  workflowRunArn: string | undefined;
  workflowRunId: string | undefined;
  status: WorkflowRunStatus | undefined;
  startedAt: Date | undefined;
  endedAt?: Date | undefined;
  traceLocation?: { locationType: 'S3' | undefined; location: string | undefined } | undefined;
}
const TraceLocation$ = structure('TraceLocation', { locationType: string, location: string });
export const WorkflowRunSummary$ = structure('WorkflowRunSummary', {
  workflowRunArn: string,
  workflowRunId: string,
  status: string,
  startedAt: timestamp,
  endedAt: timestamp,
  traceLocation: () => TraceLocation$,
});

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly json: JsonValue };
}
const ToolInputSchema$ = union('ToolInputSchema', { json: document });
export const ToolSpec$ = structure('ToolSpec', {
  name: string,
  description: sensitiveString,
  inputSchema: () => ToolInputSchema$,
});

export interface CallResult {
  readonly callId?: string | undefined;
  readonly content: readonly { readonly text: string }[];
}
const CallResultContent$ = union('CallResultContent', { text: string });
export const CallResult$ = structure('CallResult', {
  callId: string,
  content: () => listOf('CallResultContents', CallResultContent$),
});

export interface Call {
  callId: string | undefined;
  input: JsonValue | undefined;
  name: string | undefined;
}
export const Call$ = structure('Call', { callId: string, input: document, name: string });

export interface ActError {
  readonly message: string;
  readonly type?: string | undefined;
}
export const ActError$ = structure('ActError', { message: sensitiveString, type: string });
