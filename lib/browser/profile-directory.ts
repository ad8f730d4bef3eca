import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PROFILE = /^nova-act-profile-(\d+)-/;
/** How long a killed browser may take to be gone. */
const END_MS = 500;
const CORE_DUMP = /^core\.chrom/;

/** The profiles that browsers of this process use now. Its id alone does not tell: Lambda gives the same one again. */
const inUse = new Set<string>();

/** A profile of its own for one browser, removed at the end; what killed runs have left is removed at the start. */
export async function openProfile(): Promise<AsyncDisposable & { readonly path: string }> {
  await removeLeftovers();
  const path = await mkdtemp(join(tmpdir(), `nova-act-profile-${process.pid}-`));
  inUse.add(path);
  await mkdir(join(path, 'tmp'));
  return {
    path,
    async [Symbol.asyncDispose]() {
      // A dying Chromium may still write a file while the directory is emptied.
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
      inUse.delete(path);
    },
  };
}

async function removeLeftovers(): Promise<void> {
  const names = await readdir(tmpdir());
  const left = names.filter((name) => CORE_DUMP.test(name) || isLeftProfile(name)).map((name) => join(tmpdir(), name));
  await Promise.all(left.map(endBrowserOf));
  await Promise.all(left.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })));
}

/** A browser that has outlived its process, stopped perhaps, or is just dying, would write into the profile again. */
async function endBrowserOf(profile: string): Promise<void> {
  const pid = Number(await readFile(join(profile, 'chromium.pid'), 'utf8').catch(() => Number.NaN));
  const isBrowser = async () => (await commandLine(pid)).includes(profile);
  // Its id may long be another process's.
  if (Number.isNaN(pid) || !(await isBrowser())) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    return; // It has ended meanwhile.
  }
  const patience = performance.now() + END_MS;
  while ((await isBrowser()) && performance.now() < patience) await delay(5);
}

async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

function isLeftProfile(name: string): boolean {
  const owner = Number(PROFILE.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(owner) || inUse.has(join(tmpdir(), name))) return false;
  return owner === process.pid || !exists(owner);
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
