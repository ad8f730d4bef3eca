import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { chromiumFromPackage } from '../../lib/browser/chromium-package.ts';
import { eventually, groupMembers, profilesOf, runningMembers } from '../support/chromium-processes.ts';
import { NO_PROXY } from '../support/egress.ts';

/** A directory that is gone after the test. */
async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'nova-act-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** An executable that is not Chromium. */
async function executable(script: string): Promise<string> {
  const path = join(await directory(), 'chromium');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

describe('a started Chromium', () => {
  test('leaves neither processes nor its profile behind', async () => {
    const chromium = await launchChromium(NO_PROXY);
    await chromium.session.send('Target.createTarget', { url: 'about:blank' });
    const leader = chromium.process.pid ?? 0;
    expect(await eventually(() => groupMembers(leader).length > 1, 5_000)).toBe(true);
    expect(profilesOf(process.pid)).toHaveLength(1);

    await chromium[Symbol.asyncDispose]();

    expect(runningMembers(leader)).toEqual([]);
    expect(profilesOf(process.pid)).toEqual([]);
  });

  test('knows nothing of the environment but what it needs, and writes no core dumps', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    await using chromium = await launchChromium(NO_PROXY);
    vi.unstubAllEnvs();
    const of = (file: string) => readFileSync(`/proc/${chromium.process.pid}/${file}`, 'utf8');
    const names = of('environ')
      .split('\0')
      .map((entry) => entry.split('=')[0]);
    expect(names).toContain('TMPDIR');
    expect(names.filter((name) => name?.startsWith('AWS_') || name?.startsWith('npm_'))).toEqual([]);
    expect(of('limits')).toMatch(/^Max core file size +0 +0/m);
  });

  test('removes what killed ones have left', async () => {
    const left = join(tmpdir(), 'nova-act-profile-999999999-left');
    await mkdir(left);
    await (await launchChromium(NO_PROXY))[Symbol.asyncDispose]();
    expect(await readdir(tmpdir())).not.toContain('nova-act-profile-999999999-left');
  });

  test.for([
    ['is killed', 'SIGKILL'],
    ['exits', undefined],
  ] as const)('dies when its parent process %s', async ([, signal]) => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, '../support/launch-and-stay.ts')]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [said] = await once(parent.stdout, 'data');
    const leader = Number(String(said));
    expect(await eventually(() => groupMembers(leader).length > 1, 5_000)).toBe(true);

    if (signal) parent.kill(signal);
    else parent.stdin.write('end\n');

    expect(await eventually(() => runningMembers(leader).length === 0, 5_000)).toBe(true);
    await rm(join(tmpdir(), profilesOf(parent.pid ?? 0)[0] ?? 'none'), { recursive: true, force: true });
  });
});

describe('a Chromium that cannot be started', () => {
  test('because it is not there is named', async () => {
    await expect(launchChromium({ ...NO_PROXY, executablePath: '/nowhere/chromium' })).rejects.toMatchObject({
      name: 'BrowserStartFailed',
      message: expect.stringContaining('/nowhere/chromium'),
    });
  });

  test('because a library is missing says which', async () => {
    const executablePath = await executable(
      'echo "chromium: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127',
    );
    await expect(launchChromium({ ...NO_PROXY, executablePath })).rejects.toMatchObject({
      name: 'BrowserStartFailed',
      message: expect.stringMatching(`^${executablePath} does not start. It lacks the library libnss3.so: install it`),
    });
    expect(profilesOf(process.pid)).toEqual([]);
  });

  test('says what it said', async () => {
    const executablePath = await executable('echo "cannot do this" >&2; exit 1');
    await expect(launchChromium({ ...NO_PROXY, executablePath })).rejects.toThrow('cannot do this');
  });

  test('is started as a single process instead, with a warning', async () => {
    const real = await chromiumFromPackage();
    const executablePath = await executable(
      `case "$*" in *--single-process*) LD_LIBRARY_PATH=${real}/../lib exec ${real} "$@";; esac; echo "prctl failed" >&2; exit 1`,
    );
    const warnings: string[] = [];
    await using chromium = await launchChromium({
      ...NO_PROXY,
      executablePath,
      onWarning: (message) => warnings.push(message),
    });
    expect(chromium.process.exitCode).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('prctl failed')]);
  });
});

test('parallel processes unpack the browser only once and never see half of it', async () => {
  const cache = await directory();
  // What one of them left that was killed long ago.
  const abandoned = join(cache, `${basename(dirname(await chromiumFromPackage()))}.killed`);
  await mkdir(abandoned);
  await utimes(abandoned, 0, 0);
  const paths = await Promise.all([chromiumFromPackage(cache), chromiumFromPackage(cache)]);
  expect(new Set(paths).size).toBe(1);
  expect(await readdir(cache)).toHaveLength(1);
  expect((await readdir(join(paths[0] ?? '', '..'))).toSorted()).toEqual(
    expect.arrayContaining(['chromium', 'fonts', 'lib']),
  );
});
