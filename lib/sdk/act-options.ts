import * as z from 'zod';
import { TASK_LENGTH_LIMIT, taskLength } from '../act/answer.ts';
import { InvalidInputLength } from '../act/errors.ts';
import type { JsonSchema } from '../act/json-schema.ts';
import { wholeNumber } from '../run/input-values.ts';
import { checkOptions, problem } from './check-options.ts';
import { InvalidMaxSteps, InvalidOption, InvalidTimeout } from './errors.ts';

/**
 * How an act is performed.
 *
 * @example
 * import type { ActOptions } from 'nova-act-serverless';
 *
 * const patient: ActOptions = { maxSteps: 60, timeout: 600, signal: AbortSignal.timeout(900_000) };
 */
export interface ActOptions {
  /** How often the model may be asked, 1 to 199. Then the act ends as `ActExceededMaxStepsError`. @default 30 */
  readonly maxSteps?: number | undefined;
  /**
   * How long the act may take, in whole seconds, 2 to 1800. Then it ends as `ActTimeoutError` at once, also while a tool or
   * a person is waited for.
   * @default as long as its steps take, and as long as the service throttles
   */
  readonly timeout?: number | undefined;
  /** Cancels the act: it ends as `ActCanceledError` at once, and the session can be used further. @default nothing does */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait before the page is looked at for the first time, in milliseconds, 0 to 60,000. @default 0 */
  readonly observationDelayMs?: number | undefined;
}

/** Options in which nothing is left open. */
export type ActSettings = z.output<typeof schema>;

const maxSteps = wholeNumber(1, 199, 'steps').default(30);
const timeout = wholeNumber(2, 1_800, 'seconds').optional();

const schema = z.strictObject(
  {
    maxSteps,
    timeout,
    signal: z.instanceof(AbortSignal, { error: 'an AbortSignal' }).optional(),
    observationDelayMs: wholeNumber(0, 60_000, 'milliseconds').default(0),
  },
  { error: 'an object with maxSteps, timeout, signal or observationDelayMs' },
);

/** Those that have an error of their own, as in the Python SDK. */
const OWN_ERRORS = [
  ['maxSteps', maxSteps, InvalidMaxSteps],
  ['timeout', timeout, InvalidTimeout],
] as const;

/** @throws InvalidMaxSteps, InvalidTimeout, InvalidOption */
export function readActOptions(given: unknown): ActSettings {
  const values = checkOptions('act', z.looseObject({}).catch({}), given);
  for (const [name, allowed, InvalidValue] of OWN_ERRORS) {
    const [issue] = allowed.safeParse(values[name]).error?.issues ?? [];
    if (issue) throw new InvalidValue(problem(`act.${name}`, values[name], issue.message));
  }
  return checkOptions('act', schema, given);
}

/** @throws InvalidOption, InvalidInputLength when the service would not take the prompt, its schema included */
export function checkPrompt(prompt: unknown, answer: JsonSchema | undefined): string {
  if (typeof prompt !== 'string') throw new InvalidOption([problem('act.prompt', prompt, 'a text')]);
  const length = taskLength(prompt, answer);
  if (prompt !== '' && length <= TASK_LENGTH_LIMIT) return prompt;
  throw new InvalidInputLength(
    `act.prompt: has ${length} characters${answer === undefined ? '' : ' with its schema'}, allowed: 1 to ${TASK_LENGTH_LIMIT}`,
  );
}
