/**
 * The errors an act can meet. A name is API: Step Functions compares it letter by letter, the service stores it as
 * the act's error type, and users read it in the result. So each name is a literal and none is ever derived.
 *
 * Two kinds: an {@link ActError} ends the act and is told as a value (its outcome); anything else broke the machinery
 * and is thrown through to the state machine.
 */

/** The act cannot go on; the run ends FAILED with this name and message. */
export abstract class ActError extends Error {
  abstract override readonly name: string;
}

/** A text is longer than the service takes. */
export class InvalidInputLength extends ActError {
  override readonly name = 'InvalidInputLength';
}

/** The agent itself said that the task cannot be done (`throw`). */
export class ActAgentFailed extends ActError {
  override readonly name = 'ActAgentFailed';
}

/** The act used all its steps without returning. */
export class ActExceededMaxStepsError extends ActError {
  override readonly name = 'ActExceededMaxStepsError';
}

/** The act's own time was over, noticed between two steps. */
export class ActTimeoutError extends ActError {
  override readonly name = 'ActTimeoutError';
}

/** The model gave calls that cannot be understood, or an answer that is not of the schema asked for. */
export class ActInvalidModelGenerationError extends ActError {
  override readonly name = 'ActInvalidModelGenerationError';
}

/** A built-in action failed in the browser. */
export class ActActuationError extends ActError {
  override readonly name = 'ActActuationError';
}

/** The page or the address is outside the workflow's guardrails. */
export class ActStateGuardrailError extends ActError {
  override readonly name = 'ActStateGuardrailError';
}

/** The page did not answer for so long that it never will. */
export class PageUnresponsive extends ActError {
  override readonly name = 'PageUnresponsive';
}

/** The secret of a `fill` act cannot be read. */
export class SecretUnavailable extends ActError {
  override readonly name = 'SecretUnavailable';
}

/** A tool is unknown or threw. */
export class ActToolError extends ActError {
  override readonly name = 'ActToolError';
}

/** An effect was begun and its result never became known, so it is not repeated. */
export class EffectUnknown extends ActError {
  override readonly name = 'EffectUnknown';
}

/** What the act had done is known, but the browser that showed it is gone. */
export class BrowserStateLost extends ActError {
  override readonly name = 'BrowserStateLost';
}

/** The saved state of the browser cannot be read, or was not sealed with this key. */
export class CheckpointUnreadable extends ActError {
  override readonly name = 'CheckpointUnreadable';
}

/** The service would not answer again a step whose first answer never arrived. */
export class StepAnswerLost extends ActError {
  override readonly name = 'StepAnswerLost';
}

/** The service refused the request as malformed or unknown. */
export class ActBadRequestError extends ActError {
  override readonly name = 'ActBadRequestError';
}

/** The service's guardrails blocked the task or the page. */
export class ActGuardrailsError extends ActError {
  override readonly name = 'ActGuardrailsError';
}

/** The service asked for fewer requests, until no time was left to wait. */
export class ActRequestThrottledError extends ActError {
  override readonly name = 'ActRequestThrottledError';
  /** Seconds the service asked to wait; absent when it did not say. */
  readonly retryAfterSeconds: number | undefined;
  constructor(message: string, options: ErrorOptions & { retryAfterSeconds?: number | undefined } = {}) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** A quota of the account is used up. */
export class ActDailyQuotaExceededError extends ActError {
  override readonly name = 'ActDailyQuotaExceededError';
}

/** The service failed inside. */
export class ActInternalServerError extends ActError {
  override readonly name = 'ActInternalServerError';
}

/** Another 4xx answer of the service. */
export class ActClientError extends ActError {
  override readonly name = 'ActClientError';
}

/** Another 5xx answer of the service. */
export class ActServerError extends ActError {
  override readonly name = 'ActServerError';
}

/** The service's answer was not of its protocol. */
export class ActBadResponseError extends ActError {
  override readonly name = 'ActBadResponseError';
}

/** The service cannot be reached, or did not answer within the request time-out. */
export class ServiceUnreachable extends ActError {
  override readonly name = 'ServiceUnreachable';
}

/** The credentials are missing or may not do this. */
export class AuthError extends ActError {
  override readonly name = 'AuthError';
}

/** The workflow's starting page cannot be loaded. */
export class StartingPageFailed extends ActError {
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
