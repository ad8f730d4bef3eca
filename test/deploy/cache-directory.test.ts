import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheDirectory } from '../../lib/deploy/cache-directory.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

it('is below the nearest project, wherever in it one works', () => {
  using directory = temporaryDirectory();
  const [outer, inner] = [directory.path, join(directory.path, 'packages', 'app')];
  mkdirSync(join(inner, 'stacks', 'shop'), { recursive: true });
  for (const project of [outer, inner]) writeFileSync(join(project, 'package.json'), '{}');

  expect(cacheDirectory(outer)).toBe(below(outer));
  expect(cacheDirectory(join(outer, 'packages'))).toBe(below(outer));
  expect(cacheDirectory(join(inner, 'stacks', 'shop'))).toBe(below(inner));
});

function below(project: string): string {
  return join(project, 'node_modules', '.cache', 'nova-act-serverless');
}
