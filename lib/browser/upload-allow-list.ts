import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { ActActuationError, ActInvalidModelGenerationError } from '../act/errors.ts';

const EVERYTHING_BELOW = '/*';

const RULES: readonly (readonly [broken: (pattern: string) => boolean, rule: string])[] = [
  [(pattern) => pattern.includes('\0'), 'must not contain NUL'],
  [(pattern) => pattern !== '*' && !isAbsolute(pattern), 'must be *, or begin with /'],
  [(pattern) => pattern.split('/').includes('..'), 'must not contain ..'],
  [
    (pattern) => /\*./s.test(pattern) || /[^/]\*/s.test(pattern),
    'may have a * only as its whole last part, as in /dir/*',
  ],
];

/** What is wrong with a pattern of files that may be uploaded: `/path/to/file`, `/dir/*` for all below it, or `*`. */
export function uploadPatternProblem(pattern: string): string | undefined {
  const [, rule] = RULES.find(([broken]) => broken(pattern)) ?? [];
  return rule && `${JSON.stringify(pattern)} ${rule}`;
}

/**
 * The file behind a path that the model names, where the patterns allow it. Links are followed before the two are
 * compared, in the path as in the patterns, so that no link leads out of what is allowed.
 *
 * @throws ActActuationError when it is not allowed, ActInvalidModelGenerationError when it is not a file
 */
export async function uploadPath(path: string, patterns: readonly string[]): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0')) throw notAllowed(path);
  const file = await followed(normalize(path));
  const allowed = await Promise.all(patterns.map(async (pattern) => matches(file, pattern)));
  if (!allowed.includes(true)) throw notAllowed(path);
  if (!(await isFile(file)))
    throw new ActInvalidModelGenerationError(`ValueError: a path of ${path.length} characters is not that of a file`);
  return file;
}

/** Whether the text is the absolute path of a file on this machine. */
export async function isFile(path: string): Promise<boolean> {
  if (!isAbsolute(path) || path.includes('\0')) return false;
  return await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

async function matches(file: string, pattern: string): Promise<boolean> {
  if (pattern === '*') return true;
  if (!pattern.endsWith(EVERYTHING_BELOW)) return file === (await followed(normalize(pattern)));
  const directory = await followed(normalize(pattern.slice(0, -EVERYTHING_BELOW.length) || '/'));
  return file.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** With all links followed, as far down as the path exists. */
async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await followed(parent), path.slice(parent.length));
  }
}

function notAllowed(path: string): ActActuationError {
  return new ActActuationError(
    `A file with a path of ${path.length} characters may not be uploaded. Only files that were allowed may: on the ` +
      "command line with --allow-upload PATH, in a function's environment with ALLOW_UPLOADS",
  );
}
