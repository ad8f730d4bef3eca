import type { JsonValue } from '../../act/json.ts';

/** The service keeps no longer cause than this, in characters. */
const longestCause = 32_768;

/** An error as the state machine sees it: a name that Retry and Catch compare letter by letter, and mostly a cause. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string;
  readonly causeText: string | undefined;

  constructor(error: string, causeText?: string) {
    super(causeText === undefined ? error : `${error}: ${causeText}`);
    this.error = error;
    this.causeText = causeText?.slice(0, longestCause);
  }

  /** `$states.errorOutput`; without Cause where the service gives none (a time-out). */
  get output(): { Error: string; Cause?: string } {
    return this.causeText === undefined ? { Error: this.error } : { Error: this.error, Cause: this.causeText };
  }
}

/** An expression gave a value of a type that its field cannot take. */
export const mistyped = (field: string, wanted: string, value: JsonValue): StateError =>
  new StateError('States.QueryEvaluationError', `${field} must be ${wanted}, but is ${JSON.stringify(value)}.`);

const neverByWildcard = new Set(['States.DataLimitExceeded', 'States.Runtime']);

const wildcards: Record<string, (error: string) => boolean> = {
  'States.ALL': (error) => !neverByWildcard.has(error),
  'States.TaskFailed': (error) => !neverByWildcard.has(error) && error !== 'States.Timeout',
};

/** Whether an `ErrorEquals` list matches an error's name. Nothing matches `States.Runtime`. */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  return error !== 'States.Runtime' && errorEquals.some((pattern) => wildcards[pattern]?.(error) ?? pattern === error);
}
