import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Names } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { assemblyDirectory } from './handler-bundles.ts';

/** Files that travel beside a handler, by name: what they hold has no room in a function's environment. */
export type BundledFiles = Readonly<Record<string, string>>;

/** The bundle with its workflow's files beside it: a copy, as the bundle itself belongs to all workflows of the app. */
export function stagedBundle(
  scope: Construct,
  name: string,
  bundleDirectory: string,
  files: BundledFiles = {},
): string {
  if (Object.keys(files).length === 0) return bundleDirectory;
  const directory = join(assemblyDirectory(scope), 'bundles', 'staged', Names.uniqueId(scope), name);
  // Of an earlier synthesis.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  cpSync(bundleDirectory, directory, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(directory, file), content);
  return directory;
}
