import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundle } from '../../../lambdas/bundling.ts';
import { descendants, isRunning } from '../../../lib/local/processes.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

let directory: string;
let bundlePath: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-death-'));
  await bundle({ Obedient: here('functions/obedient.ts') }, directory);
  bundlePath = join(directory, 'Obedient', 'index.mjs');
});

afterAll(() => rm(directory, { recursive: true }));

test('a host that is killed leaves no process behind', async () => {
  const host = spawn(process.execPath, [here('host-process.ts'), bundlePath, 'startChildAndHang']);
  await once(createInterface(host.stdout), 'line');
  const pids = descendants(host.pid ?? 0);
  host.kill('SIGKILL');

  expect(pids).toHaveLength(2);
  await vi.waitUntil(() => !pids.some(isRunning), { timeout: 5_000, interval: 10 });
});

test('a host that exits kills even an environment that listens to nobody', async () => {
  const host = spawn(process.execPath, [here('host-process.ts'), bundlePath, 'spin', 'exit']);
  const [line] = await once(createInterface(host.stdout), 'line');
  const pid = Number(/\d+$/.exec(line)?.[0]);
  await once(host, 'exit');

  expect(pid).toBeGreaterThan(1);
  await vi.waitUntil(() => !isRunning(pid), { timeout: 5_000, interval: 10 });
});
