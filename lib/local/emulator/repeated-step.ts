/**
 * What becomes of a step that is asked for again, because its answer was lost on the way: `new` plans another one in
 * its place and forgets it, `same` gives it once more, `refuse` is a ValidationException.
 */
export const repeatedStepAnswers = ['new', 'same', 'refuse'] as const;

export type RepeatedStep = (typeof repeatedStepAnswers)[number];

/**
 * Nobody has seen what the service does. Its model has InvokeActStep as the one changing operation that is neither
 * idempotent nor has a client token, so it can hardly know a request that comes again from a new one: `same` is unlikely.
 * The reference client's transport sends it once more after a lost connection, which would be in vain if the service
 * refused.
 */
export const DEFAULT_REPEATED_STEP: RepeatedStep = 'new';
