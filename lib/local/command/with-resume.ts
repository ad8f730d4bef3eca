import type { JsonValue } from '../../act/json.ts';

/** What the command line says of resuming; nothing when a run is to begin at its beginning. */
export interface Resume {
  readonly execution?: string | undefined;
  readonly repeatAct?: string | undefined;
  readonly skipAct?: string | undefined;
}

/** The input with it. Whether that makes sense is for the check of the input to say. */
export function withResume(input: JsonValue, given: Resume): JsonValue {
  const resume: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) if (typeof value === 'string') resume[key] = value;
  if (Object.keys(resume).length === 0 || typeof input !== 'object' || input === null || Array.isArray(input))
    return input;
  return { ...input, resume };
}
