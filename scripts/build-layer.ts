import { cacheDirectory } from '../lib/deploy/cache-directory.ts';
import { chromiumContent } from '../lib/deploy/chromium-content.ts';
import { directoryBytes } from '../lib/deploy/package-size.ts';

// Builds the Chromium layer into the cache, as `cdk synth` does when it is not there yet, and says what it takes.

const { directory, version } = chromiumContent(cacheDirectory());
process.stdout.write(`Chromium ${version}: ${(directoryBytes(directory) / 1e6).toFixed(1)} MB in ${directory}\n`);
