import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { unpackTar } from './tar.ts';

/** Counts up whenever this file lays the layer out differently, since the cache and the asset are known by it. */
const layoutVersion = 1;

/** The content of the Chromium layer. */
export interface ChromiumContent {
  /** Holds `chromium/chromium`, `chromium/lib/` and `chromium/fonts/`. */
  directory: string;
  /** Names the content: the package's version and that of the layout. */
  version: string;
}

/**
 * The Chromium of `@sparticuz/chromium`, inflated and without any JavaScript. Inflating here instead of on Lambda saves
 * each cold start two seconds and 200 MB of /tmp.
 *
 * Built when the cache lacks this version, in about 3 s; several processes may build at once.
 * @param cacheDirectory created when missing
 * @throws Error naming the directory, when it is neither there nor can be made
 */
export function chromiumContent(cacheDirectory: string): ChromiumContent {
  const packageDirectory = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
  const version = `${packageVersion(packageDirectory)}-${layoutVersion}`;
  // Without dots: CDK would take what follows the last one for a file's extension and name the asset with it.
  const directory = join(cacheDirectory, `chromium-layer-${version.replaceAll('.', '-')}`);
  if (!existsSync(directory)) build(join(packageDirectory, 'bin'), directory);
  return { directory, version };
}

/** Builds beside the target and renames, so that nobody ever sees half a layer. */
function build(archives: string, directory: string): void {
  const staging = makeBeside(directory);
  try {
    inflateChromium(archives, join(staging, 'chromium'));
    renameSync(staging, directory);
  } catch (error) {
    // A directory is not renamed over another one: then another process has just built the same.
    if (!existsSync(directory)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function makeBeside(directory: string): string {
  try {
    mkdirSync(dirname(directory), { recursive: true });
    return mkdtempSync(`${directory}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the Chromium layer is made once and kept as ${directory}: that cannot be written, and must be able to be, or be there (${reason})`,
      { cause: error },
    );
  }
}

function inflateChromium(archives: string, target: string): void {
  mkdirSync(target);
  const inflate = (name: string) => brotliDecompressSync(readFileSync(join(archives, name)));
  writeFileSync(join(target, 'chromium'), inflate('chromium.br'), { mode: 0o755 });
  unpackTar(inflate('al2023.tar.br'), target);
  unpackTar(inflate('fonts.tar.br'), target);
  // The archive's own configuration names directories of its own choice, and not this one.
  rmSync(join(target, 'fonts.conf'));
  writeFileSync(join(target, 'fonts', 'fonts.conf'), fontsConfiguration);
}

/** Relative to itself, so that the directory serves wherever it lies; the cache goes where the launcher lets write. */
const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

function packageVersion(packageDirectory: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8'));
  return manifest.version;
}
