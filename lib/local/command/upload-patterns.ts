import { resolve } from 'node:path';
import { uploadPatternProblem } from '../../browser/upload-allow-list.ts';
import { InvalidInput } from '../../run/errors.ts';

/** The files that may be given to pages, as the browser takes them. @throws InvalidInput */
export function uploadPatterns(given: readonly string[]): string[] {
  const patterns = given.map((pattern) => (pattern === '*' ? pattern : resolve(pattern)));
  const problems = patterns.flatMap((pattern) => {
    const problem = pattern.includes(',')
      ? `${JSON.stringify(pattern)} must not contain a comma`
      : uploadPatternProblem(pattern);
    return problem === undefined ? [] : [`--allow-upload: ${problem}`];
  });
  if (problems.length > 0) throw new InvalidInput(problems);
  return patterns;
}
