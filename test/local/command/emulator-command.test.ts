import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emulatorCommand, type EmulatorCommand } from '../../../lib/local/command/emulator-command.ts';
import { ClosingClient } from '../../nova-act/closing-client.ts';
import { startResults } from '../../nova-act/emulated-service.ts';
import { nova } from '../../support/command-line.ts';
import { portOf } from '../../support/port-of.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { callResults, rawSender, runRequest } from '../emulator/raw-service.ts';

/** The command as a process, listening. */
async function listening(...args: string[]) {
  const command = nova('emulator', '--port', '0', ...args);
  await command.said('Ctrl-C\n');
  const url = /AWS_ENDPOINT_URL_NOVA_ACT=(\S+)/.exec(command.stderr)?.[1] ?? '';
  const { put } = rawSender(url);
  const act = async () => {
    const runs = '/workflow-definitions/price-check/workflow-runs';
    const run = `${runs}/${String((await put(runs, runRequest)).body['workflowRunId'])}`;
    const session = `${run}/sessions/${String((await put(`${run}/sessions`, {})).body['sessionId'])}`;
    return `${session}/acts/${String((await put(`${session}/acts`, { task: 'Find it' })).body['actId'])}`;
  };
  return {
    ...command,
    url,
    put,
    act,
    /** Ends it and gives how it ended. */
    end: (signal: NodeJS.Signals = 'SIGTERM') => {
      command.kill(signal);
      return command.ended();
    },
    async [Symbol.asyncDispose]() {
      command.kill('SIGKILL');
      await command.ended();
    },
  };
}

const step = { callResults: callResults(startResults) };

describe.concurrent('nova-act emulator', () => {
  it.for(['SIGTERM', 'SIGINT'] as const)('serves a client until %s and tells each request', async (signal) => {
    await using command = await listening();
    using client = new ClosingClient({ endpoint: command.url });

    const { workflowRunId } = await client.createWorkflowRun({ workflowDefinitionName: 'secret-plan', ...runRequest });
    await fetch(`${command.url}/secret-place`);
    const { status, stdout, stderr } = await command.end(signal);

    expect(status).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Nova Act emulator on http:\/\/127\.0\.0\.1:\d+, /);
    expect(stderr).toContain('planner   plain-English planner (not the Nova Act model)');
    const [, lines = ''] = stderr.split('Ctrl-C\n\n');
    expect(lines).toMatch(
      /^\d\d:\d\d:\d\d {2}CreateWorkflowRun +201 +\d+ ms\n\d\d:\d\d:\d\d {2}\(no operation\) +403 +\d+ ms\n$/,
    );
    expect(workflowRunId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('brings the faults it was given, once each in their order, and tells of dropped ones', async () => {
    await using command = await listening(
      '--fault',
      'CreateWorkflowRun:ThrottlingException:7',
      '--fault',
      'CreateWorkflowRun:drop-before',
    );
    const create = () => command.put('/workflow-definitions/a/workflow-runs', runRequest);

    const first = await create();
    await expect(create()).rejects.toThrow('fetch failed');
    const third = await create();

    expect([first.status, first.headers.get('retry-after'), third.status]).toEqual([429, '7', 201]);
    expect((await command.end()).stderr).toMatch(/2 waiting;[^]* 429 [^]* dropped [^]* 201 /);
  });

  it('answers from a script, and a repeated step as it is told', async () => {
    using directory = temporaryDirectory();
    const script = join(directory.path, 'script.json');
    writeFileSync(script, JSON.stringify({ 'Find it': [[{ name: 'think', input: ['Scripted.'] }]] }));
    await using command = await listening('--script', script, '--repeated-step', 'refuse', '--definitions', 'explicit');

    expect((await command.put('/workflow-definitions/price-check/workflow-runs', runRequest)).status).toBe(404);
    await command.put('/workflow-definitions', { name: 'price-check' });
    const act = await command.act();
    const first = await command.put(`${act}/invoke-step/`, step);
    const again = await command.put(`${act}/invoke-step/`, step);

    expect(first.body).toMatchObject({ calls: [{ name: 'think', input: ['Scripted.'] }] });
    expect(again.status).toBe(400);
    expect((await command.end()).stderr).toContain('planner   script');
  });

  it('keeps to the quotas and takes its time, and ends while a step is planned', async () => {
    await using command = await listening('--quotas', 'aws', '--step-latency', '600s');
    const act = await command.act();

    const late = command.put(`${act}/invoke-step/`, step).catch((error: unknown) => error);
    const others = Array.from({ length: 30 }, () => command.put(`${act}/invoke-step/`, { callResults: [] }));
    const statuses = new Set((await Promise.all(others)).map(({ status }) => status));
    const { status } = await command.end();

    expect(statuses).toContain(429);
    expect(await late).toBeInstanceOf(TypeError);
    expect(status).toBe(0);
  });

  it('refuses an option that belongs to another command, and names its own', async () => {
    const { status, stderr } = await nova('emulator', '--site', 'site.ts').ended();
    expect(status).toBe(2);
    expect(stderr).toContain('--site: is no option of emulator, allowed: --port, ');
  });

  it('refuses what it cannot do before it listens, with exit status 2', async () => {
    const ended = await nova('emulator', '--port', '65536').ended();
    expect(ended).toEqual({ status: 2, stdout: '', stderr: "--port: got '65536', allowed: 0 to 65535\n" });
    expect((await nova('emulator', 'workflow.json').ended()).stderr).toBe(
      "emulator: got 'workflow.json', allowed: no argument\nnova-act emulator --help tells its options.\n",
    );
  });
});

const nothing: EmulatorCommand = {
  port: undefined,
  script: undefined,
  repeatedStep: undefined,
  definitions: undefined,
  quotas: undefined,
  stepLatency: undefined,
  faults: [],
  signal: AbortSignal.abort(),
};

describe('options of the emulator that cannot be', () => {
  const times = "allowed: a time such as '5s' or '500ms', at most 600s";

  it.for<readonly [Partial<EmulatorCommand>, string]>([
    [{ port: '-1' }, "--port: got '-1', allowed: 0 to 65535"],
    [{ port: 'http' }, "--port: got 'http', allowed: 0 to 65535"],
    [{ port: '' }, "--port: got '', allowed: 0 to 65535"],
    [{ repeatedStep: 'again' }, "--repeated-step: got 'again', allowed: new, same, refuse"],
    [{ definitions: 'none' }, "--definitions: got 'none', allowed: implied, explicit"],
    [{ quotas: 'gcp' }, "--quotas: got 'gcp', allowed: none, aws"],
    [{ stepLatency: '5' }, `--step-latency: got '5', ${times}`],
    [{ stepLatency: '-5s' }, `--step-latency: got '-5s', ${times}`],
    [{ stepLatency: '5m' }, `--step-latency: got '5m', ${times}`],
    [{ stepLatency: '601s' }, `--step-latency: got '601s', ${times}`],
    [{ faults: ['InvokeActStep:drop-before', 'X'] }, "--fault: got 'X', allowed: OPERATION:FAULT, where OPERATION is"],
  ])('are refused by name: %o', async ([given, problem]) => {
    await expect(emulatorCommand({ ...nothing, port: '0', ...given }, () => {})).rejects.toMatchObject({
      name: 'InvalidInput',
      problems: [expect.stringContaining(problem)],
    });
  });

  it('are refused by name: a port that is in use', async () => {
    await using server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String(portOf(server));
    await expect(emulatorCommand({ ...nothing, port }, () => {})).rejects.toMatchObject({
      problems: [`--port: ${port} is in use, allowed: a free one, or 0 for any that is free`],
    });
  });

  it.for(['0.5s', '500ms', '0s', '600s'])('do not include a latency of %s', async (stepLatency) => {
    const told: string[] = [];
    await emulatorCommand({ ...nothing, port: '0', stepLatency }, (line) => void told.push(line));
    expect(told).toHaveLength(1);
  });
});
