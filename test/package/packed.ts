import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { unpackTar } from '../../lib/deploy/tar.ts';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

const run = promisify(execFile);
const versions = z.record(z.string(), z.string());

/** What installing reads of a manifest. */
export const installedManifest = z.looseObject({
  bin: z.object({ 'nova-act': z.string() }),
  dependencies: versions,
  peerDependencies: versions,
});

/** The package as `npm run build` makes it, in a directory that goes with it. */
export async function packPackage() {
  // In the project, as `dist` is, and in a directory of this test's own: another may be at it, and `dist` is the user's.
  mkdirSync(join(PROJECT, '.cache'), { recursive: true });
  const directory = mkdtempSync(join(PROJECT, '.cache/package-'));
  using whenFailed = new DisposableStack();
  whenFailed.defer(() => rmSync(directory, { recursive: true, force: true }));
  const built = join(directory, 'dist');
  const { stdout: told } = await run(process.execPath, ['scripts/build.ts', built], { cwd: PROJECT });
  const tarball = readdirSync(built).find((name) => name.endsWith('.tgz')) ?? '';
  const whole = whenFailed.move();
  return {
    /** What the build said. */
    told,
    tarball: join(built, tarball),
    [Symbol.dispose]: () => whole.dispose(),
  };
}

/**
 * An empty project outside of this one, with the tarball installed into it.
 *
 * npm would ask the registry; offline it takes 11 s, and depends on what the machine's cache happens to hold. So this does
 * what npm does: the tarball's files, and beside them the packages that its manifest names and no others, linked from
 * where `npm ci` has put them. What the package needs and does not name is not found.
 *
 * @param peers - whether the project has the package's optional peers as well
 */
export function emptyProject(tarball: string, { peers }: { peers: boolean }) {
  const path = mkdtempSync(join(tmpdir(), 'nova-act-project-'));
  const modules = join(path, 'node_modules');
  unpackTar(gunzipSync(readFileSync(tarball)), modules);
  const installed = join(modules, 'nova-act-serverless');
  renameSync(join(modules, 'package'), installed);
  const manifest = installedManifest.parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')));
  const named = { ...manifest.dependencies, ...(peers && manifest.peerDependencies) };
  // The types of Node are every TypeScript project's own.
  for (const name of [...Object.keys(named), '@types/node']) link(name, modules);
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  return {
    path,
    installed,
    command: join(installed, manifest.bin['nova-act']),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

function link(name: string, modules: string): void {
  mkdirSync(dirname(join(modules, name)), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules', name), join(modules, name));
}

/** The files below a directory, by their paths within it. */
export function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .toSorted();
}
