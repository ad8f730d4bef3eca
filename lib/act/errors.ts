import type { ActMetadata } from './act-metadata.ts';

/**
 * The errors an act can meet. A name is API: Step Functions compares it letter by letter, the service stores it as
 * the act's error type, and users read it in the result. So each name is a literal and none is ever derived. Where the
 * Python SDK has the same error it has the same name and the same place in the tree.
 *
 * Two kinds: a {@link NovaActError} ends the act and is told as a value (its outcome); anything else broke the machinery
 * and is thrown through to the state machine.
 */

/**
 * What was asked for cannot be done; a run ends FAILED with this name and message.
 *
 * @example
 * import { NovaActError, Workflow } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'price-check' }, () => {}).catch((error: unknown) => {
 *   if (!(error instanceof NovaActError)) throw error;
 *   console.error(`${error.name}: ${error.message}`);
 *   process.exitCode = 1;
 * });
 */
export abstract class NovaActError extends Error {
  abstract override readonly name: string;
}

/**
 * What was given is outside of what is allowed.
 *
 * @example
 * import { type NovaAct, ValidationFailed } from 'nova-act-serverless';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   const url = 'cottages';
 *   await nova.goToUrl(url).catch((error: unknown) => {
 *     if (!(error instanceof ValidationFailed)) throw error;
 *     console.log(`nothing has happened: ${error.message}`);
 *   });
 * }
 */
export abstract class ValidationFailed extends NovaActError {}

/**
 * The credentials are missing, ambiguous, or may not do this.
 *
 * @example
 * import { AuthError, Workflow } from 'nova-act-serverless';
 *
 * try {
 *   await Workflow.run({ workflowDefinitionName: 'price-check' }, () => {});
 * } catch (error) {
 *   if (!(error instanceof AuthError)) throw error;
 *   console.log(`Sign in first: ${error.message}`);
 * }
 */
export class AuthError extends NovaActError {
  override readonly name = 'AuthError';
}

/**
 * An act ended without its answer.
 *
 * @example
 * import { ActError, type NovaAct } from 'nova-act-serverless';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   try {
 *     await nova.act('Click "Book the moon"');
 *   } catch (error) {
 *     if (!(error instanceof ActError)) throw error;
 *     console.log(`${error.name} after ${error.metadata?.stepsExecuted} steps: ${error.message}`);
 *   }
 * }
 */
export abstract class ActError extends NovaActError {
  /** What is known of the act; absent when it was not even created. Attached by the SDK face. */
  declare metadata?: ActMetadata;
}

/**
 * The agent did not do what it was asked for.
 *
 * @example
 * import { ActAgentError } from 'nova-act-serverless';
 *
 * const isForAnotherPrompt = (error: unknown) => error instanceof ActAgentError;
 */
export abstract class ActAgentError extends ActError {}

/**
 * What the agent asked for could not be performed.
 *
 * @example
 * import { ActExecutionError } from 'nova-act-serverless';
 *
 * const whatBroke = (error: unknown) => (error instanceof ActExecutionError ? error.cause : undefined);
 */
export abstract class ActExecutionError extends ActError {}

export interface ApiFailure extends ErrorOptions {
  /** Of the request that failed, as the service's support asks for it. */
  readonly requestId?: string | undefined;
  /** Of HTTP. */
  readonly statusCode?: number | undefined;
  /** Seconds the service asked to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * A request to the service failed.
 *
 * @example
 * import { ActAPIError } from 'nova-act-serverless';
 *
 * const forSupport = (error: unknown) => (error instanceof ActAPIError ? error.requestId : undefined);
 */
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

/**
 * Too many requests, or too much of something.
 *
 * @example
 * import { ActRateLimitExceededError } from 'nova-act-serverless';
 *
 * const secondsToWait = (error: unknown) =>
 *   error instanceof ActRateLimitExceededError ? (error.retryAfterSeconds ?? 3_600) : 0;
 */
export abstract class ActRateLimitExceededError extends ActClientError {}

/**
 * A text is longer than the service takes.
 *
 * @example
 * import { InvalidInputLength, type NovaAct } from 'nova-act-serverless';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   await nova.act('x'.repeat(20_000)).catch((error: unknown) => {
 *     if (!(error instanceof InvalidInputLength)) throw error;
 *     console.log(error.message);
 *   });
 * }
 */
export class InvalidInputLength extends ValidationFailed {
  override readonly name = 'InvalidInputLength';
}

/**
 * The agent itself said that the task cannot be done (`throw`).
 *
 * @example
 * import { ActAgentFailed } from 'nova-act-serverless';
 *
 * const whatTheAgentSays = (error: unknown) => (error instanceof ActAgentFailed ? error.message : undefined);
 */
export class ActAgentFailed extends ActAgentError {
  override readonly name = 'ActAgentFailed';
}

/**
 * The act used all its steps without returning.
 *
 * @example
 * import { ActExceededMaxStepsError } from 'nova-act-serverless';
 *
 * const wasTooMuchAtOnce = (error: unknown) => error instanceof ActExceededMaxStepsError;
 */
export class ActExceededMaxStepsError extends ActAgentError {
  override readonly name = 'ActExceededMaxStepsError';
}

/**
 * The act's own time was over.
 *
 * @example
 * import { ActTimeoutError } from 'nova-act-serverless';
 *
 * const secondsInVain = (error: unknown) => (error instanceof ActTimeoutError ? error.metadata?.timeWorkedSeconds : 0);
 */
export class ActTimeoutError extends ActError {
  override readonly name = 'ActTimeoutError';
}

/** The run's acts have worked for as long as its input lets them together. */
export class TimeWorkedExceeded extends ActError {
  override readonly name = 'TimeWorkedExceeded';
}

/**
 * The model gave calls that cannot be understood, or an answer that is not of the schema asked for.
 *
 * @example
 * import { ActInvalidModelGenerationError, type NovaAct } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   try {
 *     await nova.actGet('Return the heading', z.string().refine((text) => text.endsWith('!')));
 *   } catch (error) {
 *     if (!(error instanceof ActInvalidModelGenerationError)) throw error;
 *     console.log(`not an exclamation: ${error.rawResponse}`);
 *   }
 * }
 */
export class ActInvalidModelGenerationError extends ActAgentError {
  override readonly name = 'ActInvalidModelGenerationError';
  /** The answer as the agent returned it, where it is that which cannot be used; the message does not quote it. */
  readonly rawResponse: string | undefined;

  constructor(message: string, { rawResponse, ...options }: ErrorOptions & { rawResponse?: string } = {}) {
    super(message, options);
    this.rawResponse = rawResponse;
  }
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

/**
 * A tool is unknown or threw.
 *
 * @example
 * import { ActToolError } from 'nova-act-serverless';
 *
 * const ofTheTool = (error: unknown) => (error instanceof ActToolError ? error.cause : undefined);
 */
export class ActToolError extends ActExecutionError {
  override readonly name = 'ActToolError';
}

/**
 * Whoever asked for the act has cancelled it.
 *
 * @example
 * import { ActCanceledError, type NovaAct } from 'nova-act-serverless';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   const canceling = new AbortController();
 *   const act = nova.act('Click "All cottages"', { signal: canceling.signal });
 *   canceling.abort();
 *   await act.catch((error: unknown) => {
 *     if (!(error instanceof ActCanceledError)) throw error;
 *     console.log('cancelled; the session can be used further');
 *   });
 * }
 */
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
 *
 * @example
 * import { AgentRedirectError, tool } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * const order = tool({
 *   name: 'order',
 *   description: 'Orders articles.',
 *   inputSchema: z.object({ count: z.int() }),
 *   run: ({ count }) => {
 *     if (count > 10) throw new AgentRedirectError('Order at most 10 at a time.');
 *     return 'ordered';
 *   },
 * });
 */
export class AgentRedirectError extends Error {
  override readonly name = 'AgentRedirectError';
}
