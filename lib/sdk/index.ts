/** The TypeScript face of Amazon Nova Act. docs/nova-act.md shows how it is used. */

export { NovaAct, type NovaActBody } from './nova-act.ts';
export type { ActGetResult, ActResult } from './act-result.ts';
export type { BrowserOptions, NovaActOptions, SecurityOptions } from './nova-act-options.ts';
export type { ActOptions } from './act-options.ts';
export { BOOL_SCHEMA, STRING_SCHEMA } from './answer-schema.ts';
export type { HumanInputCallbacks, HumanInputContext } from './human-input.ts';
export type { GuardrailDecision, StateGuardrail } from './state-guardrail.ts';
export type { StopHook } from './stop-hooks.ts';
export type { ActMetadata } from '../act/act-metadata.ts';
export type { Guardrails } from '../act/guardrails.ts';
export type { JsonSchema } from '../act/json-schema.ts';
export type { JsonValue } from '../act/json.ts';
export type { KeptDownload } from '../act/outcome.ts';

export { tool, type JsonSchemaTool, type ZodTool } from './tool.ts';
export type { Tool, ToolInvocation } from '../act/ports.ts';

export { Workflow, type WorkflowBody } from './workflow.ts';
export { workflow } from './workflow-function.ts';
export { getCurrentWorkflow } from './workflow-context.ts';
export type { Backend } from './workflow-backend.ts';
export type { AwsCredentials } from './credentials.ts';
export type {
  AttachOptions,
  AuthenticationOptions,
  AwsConfig,
  ClientConfig,
  WorkflowOptions,
  WorkflowRun,
} from './workflow-options.ts';
export type { ApiKeySource } from '../nova-act/api-key.ts';

export {
  ActInProgress,
  ApproveCanceledError,
  ClientNotStarted,
  IAMAuthError,
  InvalidMaxSteps,
  InvalidOption,
  InvalidTimeout,
  InvalidURL,
  SessionCrashed,
  StartFailed,
  StopFailed,
  UiTakeoverCanceledError,
  UnexpectedActError,
} from './errors.ts';
export {
  ActActuationError,
  ActAgentError,
  ActAgentFailed,
  ActAPIError,
  ActBadRequestError,
  ActBadResponseError,
  ActCanceledError,
  ActClientError,
  ActDailyQuotaExceededError,
  ActError,
  ActExceededMaxStepsError,
  ActExecutionError,
  ActGuardrailsError,
  ActInternalServerError,
  ActInvalidModelGenerationError,
  ActRateLimitExceededError,
  ActRequestThrottledError,
  ActServerError,
  ActStateGuardrailError,
  ActTimeoutError,
  ActToolError,
  AgentRedirectError,
  AuthError,
  BrowserStartFailed,
  InvalidInputLength,
  NovaActError,
  PageUnresponsive,
  ServiceUnreachable,
  StepAnswerLost,
  ValidationFailed,
} from '../act/errors.ts';
