import { readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stopCommand } from '../../../lib/local/command/stop-command.ts';
import { startEmulator } from '../../../lib/local/emulator/emulator.ts';
import { scriptPlanner } from '../../../lib/local/planners/script-planner.ts';
import { nova } from '../../support/command-line.ts';
import { portOf } from '../../support/port-of.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { closed } from '../../support/closed.ts';

const look = { name: 'takeObservation', input: [] };
const script = {
  Watch: [
    [{ name: 'think', input: ['The first look.'] }, look],
    [{ name: 'think', input: ['The long wait.'] }, { name: 'wait', input: [60] }, look],
    [{ name: 'return', input: [] }],
  ],
};

/** A page that asks its site for something every 50 ms. */
async function startPingingSite() {
  const pings: number[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/ping') pings.push(Date.now());
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Pings</title><script>setInterval(() => fetch("/ping"), 50)</script>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    pings,
    async [Symbol.asyncDispose]() {
      await closed(server);
    },
  };
}

describe('nova-act stop', () => {
  it('stops a run that another process performs: within 10 s its browser asks its site for nothing more', async () => {
    using directory = temporaryDirectory();
    await using site = await startPingingSite();
    await using emulator = await startEmulator({ planner: scriptPlanner(script) });
    const file = join(directory.path, 'workflow.json');
    const out = join(directory.path, 'out');
    writeFileSync(file, JSON.stringify({ startingPage: site.url, acts: [{ id: 'watch', prompt: 'Watch' }] }));
    const running = nova('run', file, '--out', out, '--json', '--endpoint-url', emulator.url);
    await running.said('The long wait.');
    const [name = ''] = readdirSync(join(out, 'runs'));

    const stoppedAt = Date.now();
    const stopped = await nova('stop', name, '--out', out, '--json').ended();
    expect(stopped).toMatchObject({ status: 0 });
    const expected = { status: 'FAILED', error: { name: 'RunStopped' }, acts: [{ id: 'watch', status: 'FAILED' }] };
    expect(JSON.parse(stopped.stdout)).toMatchObject(expected);
    const ended = await running.ended();
    expect(ended.status).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject(expected);
    expect(site.pings.length).toBeGreaterThan(5);
    expect((site.pings.at(-1) ?? Infinity) - stoppedAt).toBeLessThan(10_000);
    expect(emulator.acts).toMatchObject([{ status: 'FAILED', error: { type: 'RunStopped' } }]);
    expect(emulator.runs).toMatchObject([{ status: 'FAILED' }]);

    const again = await nova('stop', name, '--out', out).ended();
    expect(again).toMatchObject({ status: 2, stderr: `${name}: is over already, as FAILED\n` });
  });

  it('closes a run whose process has died', async () => {
    using directory = temporaryDirectory();
    await using emulator = await startEmulator({ planner: scriptPlanner(script) });
    const file = join(directory.path, 'workflow.json');
    const out = join(directory.path, 'out');
    writeFileSync(file, JSON.stringify({ startingPage: 'about:blank', acts: [{ id: 'watch', prompt: 'Watch' }] }));
    const running = nova('run', file, '--out', out, '--endpoint-url', emulator.url);
    await running.said('The long wait.');
    running.kill('SIGKILL');
    await running.ended();
    const [name = ''] = readdirSync(join(out, 'runs'));

    // On the server it was created on, without being told which.
    const result = await stopCommand({ execution: name, out, endpointUrl: undefined }, 0);
    expect(result).toMatchObject({ status: 'FAILED', error: { name: 'RunStopped' }, acts: [{ steps: 2 }] });
    expect(emulator.acts).toMatchObject([{ status: 'FAILED', error: { type: 'RunStopped' } }]);
    expect(emulator.runs).toMatchObject([{ status: 'FAILED' }]);
  });

  it('closes a run whose process has died with its emulator, so that it can be resumed', async () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'workflow.json');
    const scriptFile = join(directory.path, 'script.json');
    const out = join(directory.path, 'out');
    writeFileSync(file, JSON.stringify({ startingPage: 'about:blank', acts: [{ id: 'watch', prompt: 'Watch' }] }));
    writeFileSync(scriptFile, JSON.stringify(script));
    const running = nova('run', file, '--script', scriptFile, '--out', out);
    await running.said('The long wait.');
    running.kill('SIGKILL');
    await running.ended();
    const [name = ''] = readdirSync(join(out, 'runs'));

    const stop = { execution: name, out, endpointUrl: undefined };
    await expect(stopCommand(stop, 0)).resolves.toMatchObject({ error: { name: 'RunStopped' }, acts: [{ steps: 2 }] });
    await expect(stopCommand(stop, 0)).rejects.toThrow('is over already, as FAILED');
    writeFileSync(scriptFile, JSON.stringify({ Watch: [[{ name: 'return', input: [] }]] }));
    const resumed = await nova('run', file, '--script', scriptFile, '--out', out, '--resume', name, '--json').ended();
    expect(JSON.parse(resumed.stdout)).toMatchObject({ status: 'SUCCEEDED', resumed: { execution: name } });
  });

  it('refuses a run that there is not, and a directory without a journal', async () => {
    using directory = temporaryDirectory();
    expect(await nova('stop', 'none', '--out', directory.path).ended()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('has no journal, allowed: the directory that the run was given'),
    });
  });
});
