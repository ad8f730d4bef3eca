import { Ajv } from 'ajv';
import { ActInvalidModelGenerationError } from './errors.ts';
import type { JsonValue } from './json.ts';

/** A JSON Schema of Draft 7. */
export type AnswerSchema = { [key: string]: JsonValue } | boolean;

// Formats are annotations in Draft 7, and the reference client does not check them either.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, addUsedSchema: false });

/** Why this is not a JSON Schema of Draft 7, or undefined when it is one. */
export function schemaProblem(schema: AnswerSchema): string | undefined {
  try {
    if (ajv.validateSchema(schema) === false) return ajv.errorsText(ajv.errors, { dataVar: 'schema' });
    ajv.compile(schema);
    return undefined;
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
  const validate = ajv.compile(schema);
  if (!validate(parsed.value)) {
    const why = ajv.errorsText(validate.errors, { dataVar: 'answer' });
    throw new ActInvalidModelGenerationError(`the answer does not fit its schema (${why}): '${shown}'`);
  }
  return parsed.value;
}

function parsedJson(text: string): { value: JsonValue } | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
