import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** The package's own configuration names directories below /tmp; this one is relative to itself. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** An inflation takes seconds; one that began so long ago has ended, in milliseconds. */
const ABANDONED_MS = 600_000;

/**
 * The Chromium of `@sparticuz/chromium`, inflated once per version and user, with its libraries in `lib/` and its fonts
 * in `fonts/` beside it. Takes about 2 s the first time. Any number of processes may ask at once.
 *
 * @param cacheDirectory created when missing; by default one below the system's temporary directory
 * @returns the path of the executable
 */
export async function chromiumFromPackage(cacheDirectory?: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest: { version: string } = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8'));
  const parent = cacheDirectory ?? join(tmpdir(), `nova-act-chromium-${userInfo().uid}`);
  const directory = join(parent, manifest.version);
  if (!existsSync(directory)) await inflateInto(directory, entry);
  return join(directory, 'chromium');
}

/** Inflates beside the target and renames, so that nobody ever starts half a browser. */
async function inflateInto(directory: string, entry: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  await removeAbandoned(directory);
  const staging = await mkdtemp(`${directory}.`);
  try {
    await inflate(entry, staging);
    await rename(join(staging, 'al2023', 'lib'), join(staging, 'lib'));
    await rm(join(staging, 'al2023'), { recursive: true });
    await writeFile(join(staging, 'fonts', 'fonts.conf'), FONTS_CONF);
    await chmod(join(staging, 'chromium'), 0o755);
    await rename(staging, directory);
  } catch (error) {
    // A directory is not renamed over another one: then another process has just finished the same.
    if (!existsSync(directory)) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What was killed while it inflated has left 230 MB behind. */
async function removeAbandoned(directory: string): Promise<void> {
  const parent = dirname(directory);
  const names = (await readdir(parent)).filter((name) => name.startsWith(`${basename(directory)}.`));
  await Promise.allSettled(
    names.map(async (name) => {
      const { mtimeMs } = await stat(join(parent, name));
      if (Date.now() - mtimeMs > ABANDONED_MS) await rm(join(parent, name), { recursive: true, force: true });
    }),
  );
}

/** In a process of its own, since the package inflates into TMPDIR and decides by the environment what to inflate. */
async function inflate(entry: string, directory: string): Promise<void> {
  const program = `import(${JSON.stringify(pathToFileURL(entry).href)}).then((module) => module.default.executablePath());`;
  await promisify(execFile)(process.execPath, ['--eval', program], {
    cwd: directory,
    env: { TMPDIR: directory, HOME: directory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
}
