import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleHandlersSync } from '../lambdas/bundling.ts';
import { packedManifest } from './build/packed-manifest.ts';
import { thirdPartyLicenses } from './build/third-party-licenses.ts';

// Builds the npm package into `dist`, or into a new directory that is named, packs it there, and says how large it is.

const project = fileURLToPath(new URL('..', import.meta.url));
const [, , named] = process.argv;
const target = resolve(named ?? join(project, 'dist'));
const run = promisify(execFile);

/** What is packed as it is, and where it goes. */
const copies = {
  'state-machines/run-workflow.asl.json': 'state-machines/run-workflow.asl.json',
  'docs/workflow-input.schema.json': 'docs/workflow-input.schema.json',
  'docs/package.md': 'README.md',
  LICENSE: 'LICENSE',
};

// The bundler writes paths as they are seen from here.
process.chdir(project);
if (named === undefined) rmSync(target, { recursive: true, force: true });
// A directory of somebody else's stops it here.
mkdirSync(target);
await Promise.all([compile(), bundle()]);
for (const [from, to] of Object.entries(copies)) cpSync(from, join(target, to));
// Of these alone: the tarball lies beside them.
const files = ['bin', 'bundles', 'docs', 'lambdas', 'lib', 'state-machines'];
const manifest = packedManifest(JSON.parse(readFileSync('package.json', 'utf8')), files);
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
await pack();

async function compile(): Promise<void> {
  const options = ['--project', 'tsconfig.build.json', '--outDir', target];
  await run(join('node_modules', '.bin', 'tsc'), options).catch((error: { stdout?: string }) => {
    process.stderr.write(error.stdout ?? '');
    throw error;
  });
}

async function bundle(): Promise<void> {
  const bundles = join(target, 'bundles');
  const paths = Object.values(bundleHandlersSync(bundles));
  writeFileSync(join(bundles, 'LICENSES.txt'), thirdPartyLicenses(paths.map((path) => `${path}.map`)));
}

async function pack(): Promise<void> {
  const { stdout } = await run('npm', ['pack', target, '--json', '--pack-destination', target]);
  const [packed]: { filename: string; size: number; unpackedSize: number; entryCount: number }[] = JSON.parse(stdout);
  if (packed === undefined) throw new Error(`npm packed nothing of ${target}`);
  const { filename, size, unpackedSize, entryCount } = packed;
  process.stdout.write(
    `${join(target, filename)}: ${megabytes(size)}; ${entryCount} files, ${megabytes(unpackedSize)} unpacked\n`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
