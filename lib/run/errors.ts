import { ValidationFailed } from '../act/errors.ts';
import type { Run } from './run.ts';

/** More would not fit into an execution's cause. */
const PROBLEMS_TOLD = 40;

/** The input cannot be run; each problem is a line that names the key, what came and what is allowed. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const left = problems.length - PROBLEMS_TOLD;
    const told = left > 0 ? [...problems.slice(0, PROBLEMS_TOLD), `and ${left} more`] : problems;
    super(told.join('\n'));
    this.problems = told;
  }
}

/** Another execution was started with the same `requestId`. */
export class DuplicateRequest extends Error {
  override readonly name = 'DuplicateRequest';
}

/** The input asks not to overlap, and an execution with the same input is under way. */
export class OverlapSkipped extends Error {
  override readonly name = 'OverlapSkipped';
}

/** The execution that was to be resumed cannot be, or not without a decision of whoever asks. */
export class ResumeRefused extends Error {
  override readonly name = 'ResumeRefused';
}

/** The run was stopped; no slice may go on with it. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** Another invocation is acting for the run at this moment. */
export class LeaseHeld extends Error {
  override readonly name = 'LeaseHeld';
}

/** Another invocation has taken over the run; this one must not act any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Whoever asked for a run's rights was not handed that run, or the run is closed. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
}

/** Slice after slice began at the same position. */
export class NoProgress extends Error {
  override readonly name = 'NoProgress';
}

/** The journal does not know the run, or was written by a version this one does not read. */
export class JournalUnreadable extends Error {
  override readonly name = 'JournalUnreadable';
  /** The run on the service, where as much could be read. */
  readonly run: Run | undefined;
  constructor(message: string, options: ErrorOptions & { run?: Run | undefined } = {}) {
    super(message, options);
    this.run = options.run;
  }
}

/** The log group cannot be written; the message says what to do. */
export class LogGroupUnwritable extends Error {
  override readonly name = 'LogGroupUnwritable';
  /** Whether it may be written a little later: throttled, out of order, out of reach. */
  readonly mayPass: boolean;
  constructor(message: string, options: ErrorOptions & { mayPass?: boolean } = {}) {
    super(message, options);
    this.mayPass = options.mayPass ?? false;
  }
}

/** A `{{ path }}` names something the earlier acts did not give. */
export class TemplateValueMissing extends ValidationFailed {
  override readonly name = 'TemplateValueMissing';
}
