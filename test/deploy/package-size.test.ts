import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assertPackageFits } from '../../lib/deploy/package-size.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const mebibyte = 1024 * 1024;

it('takes a layer and bundles of less than 240 MB together, whichever bundle it is', () => {
  using directory = temporaryDirectory();
  expect(() => assertFits(directory.path, { layer: 200, bundles: [39, 39] })).not.toThrow();
});

it('refuses more, with both sizes', () => {
  using directory = temporaryDirectory();
  expect(() => assertFits(directory.path, { layer: 200, bundles: [3, 40] })).toThrow(
    'layer (200.0 MB) and the largest function bundle (40.0 MB) must stay under 240.0 MB',
  );
});

function assertFits(directory: string, megabytes: { layer: number; bundles: number[] }): void {
  assertPackageFits(
    sized(join(directory, 'layer'), megabytes.layer),
    megabytes.bundles.map((size, index) => sized(join(directory, `bundle-${index}`), size)),
  );
}

/** A directory whose one file, below another directory, only claims its size. */
function sized(directory: string, megabytes: number): string {
  mkdirSync(join(directory, 'below'), { recursive: true });
  const file = join(directory, 'below', 'file');
  writeFileSync(file, '');
  truncateSync(file, megabytes * mebibyte);
  return directory;
}
