import { isNativeError } from 'node:util/types';
import { runInNewContext } from 'node:vm';
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { isTooDeep, LEVELS_LIMIT, type JsonValue } from './json.ts';
import { messageOf } from './text-of.ts';

/**
 * A JSON Schema of Draft 7.
 *
 * @example
 * import type { JsonSchema } from 'nova-act-serverless';
 *
 * const price: JsonSchema = { type: 'object', properties: { euros: { type: 'number' } }, required: ['euros'] };
 */
export type JsonSchema = { [key: string]: JsonValue } | boolean;

/** How long a value, or all calls of a step together, may be checked: a pattern may take for ever on a long text. */
export const CHECK_LIMIT_MS = 2_000;

/** Characters of reasons: each of a thousand wrong items is one. */
const REASONS_LIMIT = 2_000;

// A pattern is one of Unicode in Draft 7, yet people write what only other expressions may have, such as `\-`.
const regExp = (pattern: string, flags: string): RegExp => {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
};

const OPTIONS = {
  strict: false,
  // Formats are annotations in Draft 7, and the reference client does not check them either.
  validateFormats: false,
  allErrors: true,
  // What every object inherits, such as `toString`, is none of its properties.
  ownProperties: true,
  // In binary 19.99 is no multiple of 0.01.
  multipleOfPrecision: 9,
  code: { regExp: Object.assign(regExp, { code: 'regExp' }) },
} as const satisfies Options;

/** Knows the schema of schemas only: an Ajv never lets go of what it compiled. */
const metaAjv = new Ajv(OPTIONS);

const validators = new WeakMap<object, ValidateFunction>();

/** Why this is not a JSON Schema of Draft 7, or undefined when it is one. */
export function schemaProblem(schema: JsonSchema): string | undefined {
  if (isTooDeep(schema)) return `it has more than ${LEVELS_LIMIT} levels`;
  try {
    if (metaAjv.validateSchema(schema) === false) return reasons(metaAjv.errors, 'schema');
    return '$async' in validatorOf(schema) ? '$async is not of JSON Schema' : undefined;
  } catch (error) {
    return messageOf(error).slice(0, REASONS_LIMIT);
  }
}

/**
 * Why the value does not fit, or undefined when it does.
 *
 * @param name - of the value, as the reasons call it
 * @param limitMs - what is left of `CHECK_LIMIT_MS`
 */
export function misfit(
  value: unknown,
  schema: JsonSchema,
  name: string,
  limitMs: number = CHECK_LIMIT_MS,
): string | undefined {
  try {
    const validate = validatorOf(schema);
    return withinLimit(() => (validate(value) ? undefined : reasons(validate.errors, name)), limitMs);
  } catch (error) {
    return `it cannot be checked: ${messageOf(error)}`.slice(0, REASONS_LIMIT);
  }
}

/**
 * Does what may take for ever, as far as it is done at once.
 *
 * @throws Error when it takes longer than the limit, and whatever it throws itself
 */
export function withinLimit<Result>(check: () => Result, limitMs: number = CHECK_LIMIT_MS): Result {
  try {
    const result: Result = runInNewContext('check()', { check }, { timeout: Math.max(1, Math.ceil(limitMs)) });
    return result;
  } catch (error) {
    // Not `instanceof Error`: it is an error of the other context.
    if (isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new Error(`checking took over ${CHECK_LIMIT_MS / 1000} s`, { cause: error });
    throw error;
  }
}

function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = typeof schema === 'object' ? validators.get(schema) : undefined;
  if (known) return known;
  const validate = new Ajv({ ...OPTIONS, validateSchema: false }).compile(schema);
  if (typeof schema === 'object') validators.set(schema, validate);
  return validate;
}

function reasons(errors: ErrorObject[] | null | undefined, dataVar: string): string {
  return metaAjv.errorsText(errors, { dataVar }).slice(0, REASONS_LIMIT);
}
