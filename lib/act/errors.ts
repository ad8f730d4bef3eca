import type { ActMetadata } from './act-metadata.ts';

/**
 * The errors an act can meet. A name is API: Step Functions compares it letter by letter, the service stores it as
 * the act's error type, and users read it in the result. So each name is a literal and none is ever derived. Where the
 * Python SDK has the same error it has the same name and the same place in the tree.
 *
 * Two kinds: a {@link NovaActError} ends the act and is told as a value (its outcome); anything else broke the machinery
 * and is thrown through to the state machine.
 */

/** What was asked for cannot be done; a run ends FAILED with this name and message. */
export abstract class NovaActError extends Error {
  abstract override readonly name: string;
}

/** What was given is outside of what is allowed. */
export abstract class ValidationFailed extends NovaActError {}

/** The credentials are missing, ambiguous, or may not do this. */
export class AuthError extends NovaActError {
  override readonly name = 'AuthError';
}

/** An act ended without its answer. */
export abstract class ActError extends NovaActError {
  /** What is known of the act, where it was created; attached by the SDK face. */
  declare metadata?: ActMetadata;
}

/** The agent did not do what it was asked for. */
export abstract class ActAgentError extends ActError {}

/** What the agent asked for could not be performed. */
export abstract class ActExecutionError extends ActError {}

export interface ApiFailure extends ErrorOptions {
  /** Of the request that failed, as the service's support asks for it. */
  readonly requestId?: string | undefined;
  /** Of HTTP. */
  readonly statusCode?: number | undefined;
  /** Seconds the service asked to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

/** A request to the service failed. */
export abstract class ActAPIError extends ActError {
  /** Of the request that failed; absent when no answer came. */
  readonly requestId: string | undefined;
  /** Of HTTP; absent when no answer came. */
  readonly statusCode: number | undefined;
  /** Seconds the service asked to wait; absent when it did not say. */
  readonly retryAfterSeconds: number | undefined;
  constructor(message: string, { requestId, statusCode, retryAfterSeconds, ...options }: ApiFailure = {}) {
    super(message, options);
    this.requestId = requestId;
    this.statusCode = statusCode;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The service refused the request (4xx). */
export class ActClientError extends ActAPIError {
  override readonly name: string = 'ActClientError';
}

/** The service failed (5xx), or its answer was not of its protocol. */
export class ActServerError extends ActAPIError {
  override readonly name: string = 'ActServerError';
}

/** Too many requests, or too much of something. */
export abstract class ActRateLimitExceededError extends ActClientError {}

/** A text is longer than the service takes. */
export class InvalidInputLength extends ValidationFailed {
  override readonly name = 'InvalidInputLength';
}

/** The agent itself said that the task cannot be done (`throw`). */
export class ActAgentFailed extends ActAgentError {
  override readonly name = 'ActAgentFailed';
}

/** The act used all its steps without returning. */
export class ActExceededMaxStepsError extends ActAgentError {
  override readonly name = 'ActExceededMaxStepsError';
}

/** The act's own time was over, noticed between two steps. */
export class ActTimeoutError extends ActError {
  override readonly name = 'ActTimeoutError';
}

/** The model gave calls that cannot be understood, or an answer that is not of the schema asked for. */
export class ActInvalidModelGenerationError extends ActAgentError {
  override readonly name = 'ActInvalidModelGenerationError';
}

/** A built-in action failed in the browser. */
export class ActActuationError extends ActExecutionError {
  override readonly name = 'ActActuationError';
}

/** The page or the address is outside the workflow's guardrails. */
export class ActStateGuardrailError extends ActExecutionError {
  override readonly name = 'ActStateGuardrailError';
}

/** The page did not answer for so long that it never will. */
export class PageUnresponsive extends ActExecutionError {
  override readonly name = 'PageUnresponsive';
}

/** The secret of a `fill` act cannot be read. */
export class SecretUnavailable extends ActExecutionError {
  override readonly name = 'SecretUnavailable';
}

/** A tool is unknown or threw. */
export class ActToolError extends ActExecutionError {
  override readonly name = 'ActToolError';
}

/** Whoever asked for the act has cancelled it. */
export class ActCanceledError extends ActExecutionError {
  override readonly name: string = 'ActCanceledError';
}

/** An effect was begun and its result never became known, so it is not repeated. */
export class EffectUnknown extends ActExecutionError {
  override readonly name = 'EffectUnknown';
}

/** What the act had done is known, but the browser that showed it is gone. */
export class BrowserStateLost extends ActExecutionError {
  override readonly name = 'BrowserStateLost';
}

/** The saved state of the browser cannot be read, or was not sealed with this key. */
export class CheckpointUnreadable extends ActExecutionError {
  override readonly name = 'CheckpointUnreadable';
}

/** The service would not answer again a step whose first answer never arrived. */
export class StepAnswerLost extends ActAPIError {
  override readonly name = 'StepAnswerLost';
}

/** The service refused the request as malformed or unknown. */
export class ActBadRequestError extends ActClientError {
  override readonly name = 'ActBadRequestError';
}

/** The service's guardrails blocked the task or the page. */
export class ActGuardrailsError extends ActClientError {
  override readonly name = 'ActGuardrailsError';
}

/** The service asked for fewer requests, until no time was left to wait. */
export class ActRequestThrottledError extends ActRateLimitExceededError {
  override readonly name = 'ActRequestThrottledError';
}

/** A quota of the account is used up. */
export class ActDailyQuotaExceededError extends ActRateLimitExceededError {
  override readonly name = 'ActDailyQuotaExceededError';
}

/** The service failed inside. */
export class ActInternalServerError extends ActServerError {
  override readonly name = 'ActInternalServerError';
}

/** The service's answer was not of its protocol. */
export class ActBadResponseError extends ActServerError {
  override readonly name = 'ActBadResponseError';
}

/** The service cannot be reached, or did not answer within the request time-out. */
export class ServiceUnreachable extends ActAPIError {
  override readonly name = 'ServiceUnreachable';
}

/** The workflow's starting page cannot be loaded. */
export class StartingPageFailed extends ActExecutionError {
  override readonly name = 'StartingPageFailed';
}

/** The browser cannot be started on this machine; trying again would not help. */
export class BrowserStartFailed extends Error {
  override readonly name = 'BrowserStartFailed';
}

/** The browser died under the act. The state machine starts PerformSteps again. */
export class BrowserCrashed extends Error {
  override readonly name = 'BrowserCrashed';
}

/**
 * An action that cannot be done this way, with advice for the model: the text goes back as the call's result and the
 * act goes on. The prefix `AgentRedirectError: ` is part of the wire.
 */
export class AgentRedirectError extends Error {
  override readonly name = 'AgentRedirectError';
}
