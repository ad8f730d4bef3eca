import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startEmulator } from '../../../lib/local/emulator/emulator.ts';
import { scriptPlanner } from '../../../lib/local/planners/script-planner.ts';
import { descendants, isRunning } from '../../../lib/local/processes.ts';
import { nova } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const blank = { startingPage: 'about:blank', acts: [{ id: 'wait', prompt: 'Wait' }] };
const waiting = scriptPlanner({
  Wait: [
    [
      { name: 'wait', input: [60] },
      { name: 'takeObservation', input: [] },
    ],
  ],
});

function start(directory: string, workflow: object, ...args: string[]) {
  const file = join(directory, 'workflow.json');
  writeFileSync(file, JSON.stringify(workflow));
  return nova('run', file, '--out', join(directory, 'out'), '--json', ...args);
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Those of the processes that still run after three seconds of patience. */
async function left(pids: readonly number[]): Promise<number[]> {
  const patience = Date.now() + 3_000;
  while (pids.some(isRunning) && Date.now() < patience) await new Promise((done) => setTimeout(done, 20));
  return pids.filter(isRunning);
}

describe.concurrent('a run in a broken world', () => {
  it('fails as ServiceUnreachable when nothing listens at the endpoint, and tells which variable named it', async () => {
    using directory = temporaryDirectory();
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    vi.stubEnv('AWS_ENDPOINT_URL_NOVA_ACT', endpoint);
    const run = start(directory.path, blank);
    // At once: the tests beside this one start commands of their own.
    vi.unstubAllEnvs();
    const { status, stdout, stderr } = await run.ended();
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'FAILED',
      error: { name: 'ServiceUnreachable', message: expect.stringContaining(endpoint) },
      acts: [],
    });
    expect(stderr).toContain("The service's address came from AWS_ENDPOINT_URL_NOVA_ACT");
    expect(status).toBe(1);
  });

  it('fails as StartingPageFailed when the site is down', async () => {
    using directory = temporaryDirectory();
    const startingPage = `http://127.0.0.1:${await freePort()}/`;
    const { status, stdout } = await start(directory.path, { ...blank, startingPage }).ended();
    expect(JSON.parse(stdout)).toMatchObject({
      error: { name: 'StartingPageFailed', act: 'wait', message: expect.stringContaining('ERR_CONNECTION_REFUSED') },
    });
    expect(status).toBe(1);
  });

  it('fails as BrowserStartFailed when there is no browser, and the service is told', async () => {
    using directory = temporaryDirectory();
    await using emulator = await startEmulator({ planner: waiting });
    const run = start(directory.path, blank, '--chromium', '/bin/false', '--endpoint-url', emulator.url);
    const { status, stdout } = await run.ended();
    expect(JSON.parse(stdout)).toMatchObject({ error: { name: 'BrowserStartFailed', act: 'wait' } });
    expect(emulator.acts).toMatchObject([{ status: 'FAILED', error: { type: 'BrowserStartFailed' } }]);
    expect(emulator.runs).toMatchObject([{ status: 'FAILED' }]);
    expect(status).toBe(1);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('that gets %s closes act and run and leaves no process', async (signal) => {
    using directory = temporaryDirectory();
    await using emulator = await startEmulator({ planner: waiting });
    const run = start(directory.path, blank, '--endpoint-url', emulator.url);
    await run.said('step 1: wait');
    const processes = descendants(run.pid);
    run.kill(signal);
    const { status, stdout } = await run.ended();
    expect(JSON.parse(stdout)).toMatchObject({ status: 'FAILED', error: { name: 'RunStopped', act: 'wait' } });
    expect(emulator.acts).toMatchObject([{ status: 'FAILED', error: { type: 'RunStopped' } }]);
    expect(emulator.runs).toMatchObject([{ status: 'FAILED' }]);
    expect(status).toBe(1);
    expect(processes.length).toBeGreaterThan(3);
    expect(await left(processes)).toEqual([]);
  });

  it('that is killed leaves no process', async () => {
    using directory = temporaryDirectory();
    await using emulator = await startEmulator({ planner: waiting });
    const run = start(directory.path, blank, '--endpoint-url', emulator.url);
    await run.said('step 1: wait');
    const processes = descendants(run.pid);
    run.kill('SIGKILL');
    await run.ended();
    expect(processes.length).toBeGreaterThan(3);
    expect(await left(processes)).toEqual([]);
  });
});
