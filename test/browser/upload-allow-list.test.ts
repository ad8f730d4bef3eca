import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ActActuationError } from '../../lib/act/errors.ts';
import { uploadPath, uploadPatternProblem } from '../../lib/browser/upload-allow-list.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const files = temporaryDirectory();
const path = (name: string): string => join(files.path, name);
beforeAll(() => {
  mkdirSync(path('allowed/below'), { recursive: true });
  for (const name of ['allowed/a.txt', 'allowed/below/b.txt', 'allowed-too.txt', 'secret.txt', 'exact.txt'])
    writeFileSync(path(name), '');
  symlinkSync(path('secret.txt'), path('allowed/leads-out.txt'));
  symlinkSync(path('allowed'), path('leads-in'));
});
afterAll(() => files[Symbol.dispose]());

describe('the list of files', () => {
  test.for([
    ['an exact file', 'exact.txt', ['exact.txt'], true],
    ['another file', 'secret.txt', ['exact.txt'], false],
    ['all below a directory', 'allowed/below/b.txt', ['allowed/*'], true],
    ['a directory by a link', 'allowed/a.txt', ['leads-in/*'], true],
    ['a file by a link', 'leads-in/a.txt', ['allowed/*'], true],
    ['a neighbour with a longer name', 'allowed-too.txt', ['allowed/*'], false],
    ['a file to which a link leads', 'allowed/leads-out.txt', ['allowed/*'], false],
    ['a way up', 'allowed/../secret.txt', ['allowed/*'], false],
    ['a second pattern', 'exact.txt', ['allowed/*', 'exact.txt'], true],
    ['nothing', 'exact.txt', [], false],
  ] as const)('knows %s', async ([, name, patterns, allowed]) => {
    const asked = uploadPath(`${files.path}/${name}`, patterns.map(path));
    const answer = await asked.then(
      () => 'allowed',
      (error: unknown) => (error instanceof ActActuationError ? 'refused' : error),
    );
    expect(answer).toBe(allowed ? 'allowed' : 'refused');
  });

  test('of everything is a star, and a directory is no file', async () => {
    await expect(uploadPath(path('secret.txt'), ['*'])).resolves.toBe(path('secret.txt'));
    await expect(uploadPath(path('allowed'), ['*'])).rejects.toMatchObject({ name: 'ActInvalidModelGenerationError' });
    await expect(uploadPath('exact.txt', ['*'])).rejects.toMatchObject({ name: 'ActActuationError' });
  });

  test.for(['', 'a.txt', '/a/../b', '/a\0', '/*/b', '/a*', '/a/*.txt', '**', '*/'])('has no pattern %j', (pattern) => {
    expect(uploadPatternProblem(pattern)).toBeDefined();
  });

  test.for(['*', '/*', '/a', '/a b/c.txt', '/a/*'])('has the pattern %j', (pattern) => {
    expect(uploadPatternProblem(pattern)).toBeUndefined();
  });
});
