import { readFileSync } from 'node:fs';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { JsonValue } from '../../act/json.ts';
import { InvalidInput } from '../../run/errors.ts';

/**
 * The JSON of a workflow's file.
 *
 * @throws InvalidInput that names the file and, where it is not JSON, line and column
 */
export function readWorkflowFile(path: string): JsonValue {
  const text = readText(path);
  const errors: ParseError[] = [];
  const value = parsed(text, errors, path);
  const [error] = errors;
  if (error === undefined) return value;
  const before = text.slice(0, error.offset).split('\n');
  const place = `${path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  throw new InvalidInput([`${place}: is not JSON (${printParseErrorCode(error.error)})`]);
}

function parsed(text: string, errors: ParseError[], path: string): JsonValue {
  try {
    return parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInput([`${path}: is nested too deeply`]);
    throw error;
  }
}

function readText(path: string): string {
  try {
    // Some editors begin a file with a byte order mark.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InvalidInput([`${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`]);
  }
}
