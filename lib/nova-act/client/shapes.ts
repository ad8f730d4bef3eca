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

/** Which page of a list. */
export interface Paging {
  /** 1 to 100. */
  readonly maxResults?: number | undefined;
  /** That of the page before. */
  readonly nextToken?: string | undefined;
  readonly sortOrder?: SortOrder | undefined;
}

export type WorkflowDefinitionStatus = 'ACTIVE' | 'DELETING';
export type ModelStatus = 'ACTIVE' | 'LEGACY' | 'DEPRECATED' | 'PREVIEW';

/** Where the service exports what its agent saw and said: a bucket of the caller's own account. */
export interface WorkflowExportConfig {
  readonly s3BucketName: string;
  readonly s3KeyPrefix?: string | undefined;
}
export const WorkflowExportConfig$ = structure('WorkflowExportConfig', { s3BucketName: string, s3KeyPrefix: string });

export interface WorkflowDefinitionSummary {
  workflowDefinitionArn: string | undefined;
  workflowDefinitionName: string | undefined;
  createdAt: Date | undefined;
  status: WorkflowDefinitionStatus | undefined;
}
export const WorkflowDefinitionSummary$ = structure('WorkflowDefinitionSummary', {
  workflowDefinitionArn: string,
  workflowDefinitionName: string,
  createdAt: timestamp,
  status: string,
});

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
  traceLocation?: TraceLocation | undefined;
}

/** Where the service exported what happened. */
export interface TraceLocation {
  locationType: 'S3' | undefined;
  location: string | undefined;
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

export interface SessionSummary {
  sessionId: string | undefined;
}
export const SessionSummary$ = structure('SessionSummary', { sessionId: string });

export interface ActSummary {
  workflowRunId: string | undefined;
  sessionId: string | undefined;
  actId: string | undefined;
  status: ActStatus | undefined;
  startedAt: Date | undefined;
  endedAt?: Date | undefined;
  traceLocation?: TraceLocation | undefined;
}
export const ActSummary$ = structure('ActSummary', {
  workflowRunId: string,
  sessionId: string,
  actId: string,
  status: string,
  startedAt: timestamp,
  endedAt: timestamp,
  traceLocation: () => TraceLocation$,
});

export interface ModelSummary {
  modelId: string | undefined;
  modelLifecycle: { status: ModelStatus | undefined } | undefined;
  minimumCompatibilityVersion: number | undefined;
}
const ModelLifecycle$ = structure('ModelLifecycle', { status: string });
export const ModelSummary$ = structure('ModelSummary', {
  modelId: string,
  modelLifecycle: () => ModelLifecycle$,
  minimumCompatibilityVersion: integer,
});

export interface ModelAlias {
  aliasName: string | undefined;
  latestModelId: string | undefined;
  /** What the alias means for this client. */
  resolvedModelId?: string | undefined;
}
export const ModelAlias$ = structure('ModelAlias', {
  aliasName: string,
  latestModelId: string,
  resolvedModelId: string,
});

export interface CompatibilityInformation {
  clientCompatibilityVersion: number | undefined;
  supportedModelIds: string[] | undefined;
  message?: string | undefined;
}
export const CompatibilityInformation$ = structure('CompatibilityInformation', {
  clientCompatibilityVersion: integer,
  supportedModelIds: () => listOf('ModelIdList', string),
  message: string,
});
