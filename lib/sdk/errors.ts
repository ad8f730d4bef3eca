import { NovaActError, ValidationFailed } from '../act/errors.ts';

/**
 * The errors of the SDK face. The names are the Python SDK's wherever it has the same error; those of an act are in
 * `lib/act/errors.ts`.
 */

/** A workflow or a session could not be started; nothing of it is left open. The reason is its `cause`. */
export class StartFailed extends NovaActError {
  override readonly name = 'StartFailed';
}

/** A workflow or a session could not be ended as it should have been. The reason is its `cause`. */
export class StopFailed extends NovaActError {
  override readonly name = 'StopFailed';
}

/** The AWS credentials that were asked for (`awsConfig`) cannot be had. */
export class IAMAuthError extends NovaActError {
  override readonly name = 'IAMAuthError';
}

/** What was asked of a workflow or a session is there only between its start and its end. */
export class ClientNotStarted extends ValidationFailed {
  override readonly name = 'ClientNotStarted';
}

/** An option is unknown, missing, or outside of what is allowed; each problem is a line that names it. */
export class InvalidOption extends ValidationFailed {
  override readonly name = 'InvalidOption';
  /** A line each: the option, what came and what is allowed. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
