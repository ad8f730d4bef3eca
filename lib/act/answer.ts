import { isNativeError } from 'node:util/types';
import { runInNewContext } from 'node:vm';
import { Ajv } from 'ajv';
import { ActInvalidModelGenerationError } from './errors.ts';
import type { JsonValue } from './json.ts';

/** A JSON Schema of Draft 7. */
export type AnswerSchema = { [key: string]: JsonValue } | boolean;

const CHECK_TIMEOUT_MS = 2_000;

// Formats are annotations in Draft 7, and the reference client does not check them either.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, addUsedSchema: false });

/** Why this is not a JSON Schema of Draft 7, or undefined when it is one. */
export function schemaProblem(schema: AnswerSchema): string | undefined {
  try {
    if (ajv.validateSchema(schema) === false) return ajv.errorsText(ajv.errors, { dataVar: 'schema' });
    return '$async' in ajv.compile(schema) ? '$async is not of JSON Schema' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the service takes as a task, schema included. */
export const TASK_LENGTH_LIMIT = 10_000;

/** The task as the service gets it: the answer's schema is asked for in these words. */
export function taskText(prompt: string, schema: AnswerSchema | undefined): string {
  return schema === undefined ? prompt : `${prompt}, format output with jsonschema: ${JSON.stringify(schema)}`;
}

/**
 * The answer in the text the agent returned. Without a schema it is the text itself, if there is any.
 *
 * @throws ActInvalidModelGenerationError when the text does not fit the schema
 */
export function readAnswer(returned: string, schema: AnswerSchema | undefined): JsonValue | undefined {
  if (schema === undefined) return returned === '' ? undefined : returned;
  const parsed = parsedJson(returned);
  // A plain string need not be quoted when nothing but a string was asked for.
  if (parsed === undefined && JSON.stringify(schema) === '{"type":"string"}' && returned !== '') return returned;
  const shown = returned.length > 500 ? `${returned.slice(0, 500)}…` : returned;
  if (parsed === undefined) throw new ActInvalidModelGenerationError(`the answer is not JSON: '${shown}'`);
  const why = misfit(parsed.value, schema);
  if (why !== undefined) {
    throw new ActInvalidModelGenerationError(`the answer does not fit its schema (${why}): '${shown}'`);
  }
  return parsed.value;
}

/** Why the value does not fit, or undefined when it does. A pattern of the schema may take for ever on a long text. */
function misfit(value: JsonValue, schema: AnswerSchema): string | undefined {
  const validate = ajv.compile(schema);
  const check = () => (validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'answer' }));
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

function parsedJson(text: string): { value: JsonValue } | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
