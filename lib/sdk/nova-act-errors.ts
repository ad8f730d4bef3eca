import { ActCanceledError, ActExecutionError, ValidationFailed } from '../act/errors.ts';

/** Two things were asked of one session at once; a session is one browser, and has one page in front. */
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

/** A browser cannot be sent to this address. */
export class InvalidURL extends ValidationFailed {
  override readonly name = 'InvalidURL';
}

/** The browser of the session has died, and with it what the page showed: start another session. */
export class SessionCrashed extends ActExecutionError {
  override readonly name = 'SessionCrashed';
  /** @param cause - how it died */
  constructor(cause: Error) {
    super(`${cause.message} Start another session.`, { cause });
  }
}

/** A person was asked for approval and refused it. */
export class ApproveCanceledError extends ActCanceledError {
  override readonly name = 'ApproveCanceledError';
}

/** A person was asked to take over the page and did not. */
export class UiTakeoverCanceledError extends ActCanceledError {
  override readonly name = 'UiTakeoverCanceledError';
}
