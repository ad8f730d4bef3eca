import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';
import { looking } from '../nova-act/emulated-service.ts';
import { profilesOf } from '../support/chromium-processes.ts';

const program = fileURLToPath(new URL('functions/think-for-ever.ts', import.meta.url));

const listeners = () => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];

/** A process whose act is under way gets a signal. */
async function interrupted(signal: NodeJS.Signals, ...argv: string[]) {
  await using emulator = await startEmulator({
    planner: { name: 'thinks', nextCalls: () => new Promise<never>(() => {}) },
  });
  const child = spawn(process.execPath, [program, ...argv], {
    env: { ...process.env, AWS_ENDPOINT_URL_NOVA_ACT: emulator.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = text(child.stdout);
  const exited = once(child, 'exit');
  try {
    await expect
      .poll(() => emulator.requests.at(-1)?.operation, { timeout: 20_000, interval: 20 })
      .toBe('InvokeActStep');
    child.kill(signal);
    const [code, by]: unknown[] = await exited;
    const [act] = emulator.acts;
    const [run] = emulator.runs;
    return { code, by, act, run, said: await said, profiles: profilesOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGKILL');
  }
}

test('a process that gets SIGINT ends its act and its run before it dies of it, and leaves no browser', async () => {
  expect(await interrupted('SIGINT')).toMatchObject({
    code: null,
    by: 'SIGINT',
    act: { status: 'FAILED', error: { type: 'ActCanceledError' } },
    run: { status: 'FAILED' },
    said: 'ActCanceledError\n',
    profiles: [],
  });
});

test('a process with a listener of its own goes on, and what was open is ended all the same', async () => {
  const { said, ...ended } = await interrupted('SIGTERM', 'SIGTERM');
  expect(ended).toMatchObject({
    code: 0,
    by: null,
    act: { status: 'FAILED' },
    run: { status: 'FAILED' },
    profiles: [],
  });
  expect(said).toMatch(/^heard\nActCanceledError\nStopFailed: The run \S+ of price-check was ended FAILED by SIGTERM/);
});

test('signals are listened for while runs are open, by one listener for all of them', async () => {
  await using emulator = await startEmulator({ planner: looking });
  const options = { workflowDefinitionName: 'price-check', clientConfig: { endpoint: emulator.url }, awsConfig: {} };
  const [before = 0, beforeTerm = 0] = listeners();
  const runs = Array.from({ length: 20 }, () =>
    Workflow.run(options, async () => {
      await expect.poll(() => emulator.runs.length).toBe(20);
      expect(listeners()).toEqual([before + 1, beforeTerm + 1]);
    }),
  );
  await Promise.all(runs);
  expect(listeners()).toEqual([before, beforeTerm]);
});
