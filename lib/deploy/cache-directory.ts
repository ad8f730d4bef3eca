import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where a project keeps what syntheses make once and then share: `node_modules/.cache/nova-act-serverless` of the nearest
 * directory with a `package.json`, from the working directory upwards, or of the working directory itself. Not within
 * the package: that may be installed where nobody may write, and goes with each new version.
 */
export function cacheDirectory(workingDirectory = process.cwd()): string {
  return join(projectOf(workingDirectory) ?? workingDirectory, 'node_modules', '.cache', 'nova-act-serverless');
}

function projectOf(directory: string): string | undefined {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : projectOf(parent);
}
