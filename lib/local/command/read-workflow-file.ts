import { readFileSync } from 'node:fs';
import { parse, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';
import type { JsonValue } from '../../act/json.ts';
import { InvalidInput } from '../../run/errors.ts';

/**
 * The JSON of a workflow's file.
 *
 * @throws InvalidInput that names the file and, where it is not JSON or a key stands there twice, line and column
 */
export function readWorkflowFile(path: string): JsonValue {
  const text = readText(path);
  try {
    const errors: ParseError[] = [];
    const value: JsonValue = parse(text, errors, { allowTrailingComma: false, disallowComments: true });
    const wrong = errors.slice(0, 1).map(({ error, offset }) => ({ offset, why: notJson(error) }));
    const problems = wrong.length > 0 ? wrong : keysGivenTwice(text);
    if (problems.length === 0) return value;
    throw new InvalidInput(problems.map(({ offset, why }) => `${path}:${placeIn(text, offset)}: ${why}`));
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInput([`${path}: is nested too deeply`]);
    throw error;
  }
}

function notJson(error: ParseError['error']): string {
  return `is not JSON (${printParseErrorCode(error)})`;
}

/** JSON lets the last one count and says nothing of those before, though somebody wrote them. */
function keysGivenTwice(text: string): { readonly offset: number; readonly why: string }[] {
  const open: Set<string>[] = [];
  const twice: { offset: number; why: string }[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectProperty: (key, offset) => {
      const keys = open.at(-1);
      if (keys?.has(key)) twice.push({ offset, why: `has the key ${JSON.stringify(key)} again, allowed: once` });
      keys?.add(key);
    },
    onObjectEnd: () => void open.pop(),
  });
  return twice;
}

/** Line and column, from 1. */
function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function readText(path: string): string {
  try {
    // Some editors begin a file with a byte order mark.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InvalidInput([`${path}: cannot be read (${error instanceof Error ? error.message : String(error)})`]);
  }
}
