import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const mebibyte = 1024 * 1024;

/** Lambda's limit is 250 MB unzipped, layers included. The rest is room for what packaging adds. */
const limitBytes = 240 * mebibyte;

/**
 * Refuses a deployment that Lambda would refuse, minutes earlier.
 * @param layerDirectory what all of the bundles may be mounted with
 * @throws Error naming both sizes, when layer and largest bundle together reach 240 MB
 */
export function assertPackageFits(layerDirectory: string, bundleDirectories: readonly string[]): void {
  const layerBytes = directoryBytes(layerDirectory);
  const bundleBytes = Math.max(...bundleDirectories.map(directoryBytes));
  if (layerBytes + bundleBytes < limitBytes) return;
  throw new Error(
    `the Chromium layer (${megabytes(layerBytes)}) and the largest function bundle (${megabytes(bundleBytes)}) ` +
      `must stay under ${megabytes(limitBytes)} together: Lambda refuses more than 250 MB`,
  );
}

/** Sum of the files' sizes, in bytes. A file that goes while they are added up counts nothing. */
export function directoryBytes(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, bytes) => sum + bytes, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MB`;
}
