import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The whole environment of Chromium. Nothing of the own one goes into it, so that no page can ever come to the
 * credentials of the process.
 *
 * @param executablePath with the libraries and fonts it carries, if any, in `lib/` and `fonts/` beside it
 * @param timeZone by its IANA name; the one of all documents and workers
 * @param profileDirectory private; temporary files and caches go below it too
 */
export function chromiumEnvironment(
  executablePath: string,
  profileDirectory: string,
  timeZone: string,
): Record<string, string> {
  const beside = dirname(executablePath);
  return {
    PATH: '/usr/bin:/bin',
    HOME: profileDirectory,
    TMPDIR: join(profileDirectory, 'tmp'),
    XDG_CACHE_HOME: join(profileDirectory, 'cache'),
    LANG: 'en_US.UTF-8',
    TZ: timeZone,
    ...(existsSync(join(beside, 'lib', 'libnss3.so')) && { LD_LIBRARY_PATH: join(beside, 'lib') }),
    ...(existsSync(join(beside, 'fonts', 'fonts.conf')) && { FONTCONFIG_PATH: join(beside, 'fonts') }),
  };
}
