import { ActInvalidModelGenerationError } from './errors.ts';
import { isTooDeep, LEVELS_LIMIT, type JsonValue } from './json.ts';
import { misfit, type JsonSchema } from './json-schema.ts';

/** What an answer has to fit. */
export type AnswerSchema = JsonSchema;

/** What the service takes as a task, schema included. */
export const TASK_LENGTH_LIMIT = 10_000;

/** The task as the service gets it: the answer's schema is asked for in these words. */
export function taskText(prompt: string, schema: AnswerSchema | undefined): string {
  return schema === undefined ? prompt : `${prompt}, format output with jsonschema: ${JSON.stringify(schema)}`;
}

/** The task's length in characters, as the service counts them: not in UTF-16 units. */
export function taskLength(prompt: string, schema: AnswerSchema | undefined): number {
  return Array.from(taskText(prompt, schema)).length;
}

/**
 * The answer in the text the agent returned. Without a schema it is the text itself, if there is any.
 *
 * @throws ActInvalidModelGenerationError when the text does not fit the schema
 */
export function readAnswer(returned: string, schema: AnswerSchema | undefined): JsonValue | undefined {
  if (schema === undefined) return returned === '' ? undefined : returned;
  const parsed = parsedJson(returned);
  // Where nothing but a string was asked for it need not be quoted, and an answer such as 42 is one, though it is JSON too.
  const isText = JSON.stringify(schema) === '{"type":"string"}' && returned !== '';
  if (isText && typeof parsed?.value !== 'string') return returned;
  // What it says stays out of the message, which travels in the state machine and to the service.
  const refused = (why: string) =>
    new ActInvalidModelGenerationError(`the answer, a text of ${returned.length} characters, ${why}`, {
      rawResponse: returned,
    });
  if (parsed === undefined) throw refused('is not JSON');
  if (isTooDeep(parsed.value)) throw refused(`has more than ${LEVELS_LIMIT} levels`);
  const why = misfit(parsed.value, schema, 'answer');
  if (why !== undefined) throw refused(`does not fit its schema: ${why}`);
  return parsed.value;
}

/** Undefined when the text is not JSON. */
export function parsedJson(text: string): { value: JsonValue } | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
