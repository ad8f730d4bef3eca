import { ActCanceledError, ActExecutionError, NovaActError, ValidationFailed } from '../act/errors.ts';

/**
 * The errors of the SDK face. The names are the Python SDK's wherever it has the same error; those of an act are in
 * `lib/act/errors.ts`.
 */

/**
 * A workflow or a session could not be started; nothing of it is left open. The reason is its `cause`.
 *
 * @example
 * import { NovaAct, StartFailed, Workflow } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'price-check' }, async () => {
 *   try {
 *     await using nova = await NovaAct.start({ startingPage: 'about:blank', executablePath: '/opt/no/chromium' });
 *     await nova.act('Click "All cottages"');
 *   } catch (error) {
 *     if (!(error instanceof StartFailed)) throw error;
 *     console.log(error.message, error.cause);
 *   }
 * });
 */
export class StartFailed extends NovaActError {
  override readonly name = 'StartFailed';
}

/**
 * A workflow or a session could not be ended as it should have been. The reason is its `cause`.
 *
 * @example
 * import { StopFailed, Workflow } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'price-check' }, () => {}).catch((error: unknown) => {
 *   if (!(error instanceof StopFailed)) throw error;
 *   console.log(`all was done, and the service does not know: ${error.message}`);
 * });
 */
export class StopFailed extends NovaActError {
  override readonly name = 'StopFailed';
}

/**
 * The AWS credentials that were asked for (`awsConfig`) cannot be had.
 *
 * @example
 * import { IAMAuthError, Workflow } from 'nova-act-serverless';
 *
 * const options = { workflowDefinitionName: 'price-check', awsConfig: { profile: 'no-such-profile' } };
 * await Workflow.run(options, () => {}).catch((error: unknown) => {
 *   if (!(error instanceof IAMAuthError)) throw error;
 *   console.log(error.message);
 * });
 */
export class IAMAuthError extends NovaActError {
  override readonly name = 'IAMAuthError';
}

/**
 * What was asked of a workflow or a session is there only between its start and its end.
 *
 * @example
 * import { ClientNotStarted, Workflow } from 'nova-act-serverless';
 *
 * const workflow = new Workflow({ workflowDefinitionName: 'price-check' });
 * try {
 *   console.log(workflow.workflowRunId);
 * } catch (error) {
 *   if (!(error instanceof ClientNotStarted)) throw error;
 *   await workflow.run(() => console.log(workflow.workflowRunId));
 * }
 */
export class ClientNotStarted extends ValidationFailed {
  override readonly name = 'ClientNotStarted';
}

/**
 * An option is unknown, missing, or outside of what is allowed; each problem is a line that names it.
 *
 * @example
 * import { InvalidOption, Workflow } from 'nova-act-serverless';
 *
 * try {
 *   new Workflow({ workflowDefinitionName: 'price check' });
 * } catch (error) {
 *   if (!(error instanceof InvalidOption)) throw error;
 *   for (const problem of error.problems) console.log(problem);
 * }
 */
export class InvalidOption extends ValidationFailed {
  override readonly name = 'InvalidOption';
  /** A line each: the option, what came and what is allowed. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Two things were asked of one session at once; a session is one browser, and has one page in front.
 *
 * @example
 * import { ActInProgress, type NovaAct } from 'nova-act-serverless';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   const act = nova.act('Click "All cottages"');
 *   await nova.goToUrl('about:blank').catch((error: unknown) => {
 *     if (!(error instanceof ActInProgress)) throw error;
 *     return act;
 *   });
 * }
 */
export class ActInProgress extends ValidationFailed {
  override readonly name = 'ActInProgress';
}

/** `timeout` is not one. */
export class InvalidTimeout extends ValidationFailed {
  override readonly name = 'InvalidTimeout';
}

/** `maxSteps` is not one. */
export class InvalidMaxSteps extends ValidationFailed {
  override readonly name = 'InvalidMaxSteps';
}

/**
 * A browser cannot be sent to this address.
 *
 * @example
 * import { InvalidURL, type NovaAct } from 'nova-act-serverless';
 *
 * export async function attempt(nova: NovaAct): Promise<void> {
 *   await nova.goToUrl('cottages.example').catch(async (error: unknown) => {
 *     if (!(error instanceof InvalidURL)) throw error;
 *     await nova.goToUrl('https://cottages.example');
 *   });
 * }
 */
export class InvalidURL extends ValidationFailed {
  override readonly name = 'InvalidURL';
}

/**
 * The browser of the session has died, and with it what the page showed: start another session.
 *
 * @example
 * import { NovaAct, SessionCrashed } from 'nova-act-serverless';
 *
 * async function attempt(nova: NovaAct): Promise<void> {
 *   await nova.act('Click "All cottages"').catch(async (error: unknown) => {
 *     if (!(error instanceof SessionCrashed)) throw error;
 *     await using another = await NovaAct.start({ startingPage: 'https://cottages.example' });
 *     await another.act('Click "All cottages"');
 *   });
 * }
 */
export class SessionCrashed extends ActExecutionError {
  override readonly name = 'SessionCrashed';
  /** @param cause - how it died */
  constructor(cause: Error) {
    super(`${cause.message} Start another session.`, { cause });
  }
}

/** Something broke under the act that nobody foresaw, so a mistake of this library: `<Type>: <text>`, and the `cause`. */
export class UnexpectedActError extends ActExecutionError {
  override readonly name = 'UnexpectedActError';
}

/**
 * A person was asked for approval and refused it.
 *
 * @example
 * import { ApproveCanceledError } from 'nova-act-serverless';
 *
 * const wasRefused = (error: unknown) => error instanceof ApproveCanceledError;
 */
export class ApproveCanceledError extends ActCanceledError {
  override readonly name = 'ApproveCanceledError';
}

/**
 * A person was asked to take over the page and did not.
 *
 * @example
 * import { UiTakeoverCanceledError } from 'nova-act-serverless';
 *
 * const nobodyTookOver = (error: unknown) => error instanceof UiTakeoverCanceledError;
 */
export class UiTakeoverCanceledError extends ActCanceledError {
  override readonly name = 'UiTakeoverCanceledError';
}
