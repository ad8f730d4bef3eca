import { isNativeError } from 'node:util/types';
import { runInNewContext } from 'node:vm';
import { Ajv } from 'ajv';
import type { JsonValue } from './json.ts';

/**
 * A JSON Schema of Draft 7.
 *
 * @example
 * import type { JsonSchema } from 'nova-act-serverless';
 *
 * const price: JsonSchema = { type: 'object', properties: { euros: { type: 'number' } }, required: ['euros'] };
 */
export type JsonSchema = { [key: string]: JsonValue } | boolean;

const CHECK_TIMEOUT_MS = 2_000;

// Formats are annotations in Draft 7, and the reference client does not check them either.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, addUsedSchema: false });

/** Why this is not a JSON Schema of Draft 7, or undefined when it is one. */
export function schemaProblem(schema: JsonSchema): string | undefined {
  try {
    if (ajv.validateSchema(schema) === false) return ajv.errorsText(ajv.errors, { dataVar: 'schema' });
    return '$async' in ajv.compile(schema) ? '$async is not of JSON Schema' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Why the value does not fit, or undefined when it does. A pattern of the schema may take for ever on a long text.
 *
 * @param name - of the value, as the reasons call it
 */
export function misfit(value: unknown, schema: JsonSchema, name: string): string | undefined {
  const validate = ajv.compile(schema);
  const check = () => (validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: name }));
  try {
    const why: string | undefined = runInNewContext('check()', { check }, { timeout: CHECK_TIMEOUT_MS });
    return why;
  } catch (error) {
    // Not `instanceof Error`: it is an error of the other context.
    if (isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return `checking it took over ${CHECK_TIMEOUT_MS / 1000} s`;
    throw error;
  }
}
