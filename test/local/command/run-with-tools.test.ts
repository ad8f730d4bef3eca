import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { nova } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const look = { name: 'takeObservation', input: [] };
const order = (input: object) => ({ name: 'order', input });
const told = (message: string) => ({ result: null, error: { name: 'AgentRedirectError', message } });

it('the tools of a module are performed in a run of this machine, which knows the run, and the command ends', async () => {
  using directory = temporaryDirectory();
  const file = (name: string, content: object) => {
    writeFileSync(join(directory.path, name), JSON.stringify(content));
    return join(directory.path, name);
  };
  const acts = [{ id: 'order', prompt: 'Order' }];
  const workflow = file('workflow.json', { startingPage: 'about:blank', acts, log: { content: true } });
  const script = file('script.json', {
    Order: [
      [order({ item: 7 }), look],
      [order({ item: 'pot' }), order({ item: 'kettle', count: 2 }), look],
      [{ name: 'return', input: ['ordered'] }],
    ],
  });
  vi.stubEnv('TEST_SHOP', 'corner');
  // Means something to the functions themselves.
  vi.stubEnv('TABLE_NAME', 'mine');
  const module = 'test/local/command/functions/order-tools.ts';
  const out = join(directory.path, 'out');
  const command = nova('run', workflow, '--script', script, '--tools', module, '--out', out, '--json');
  const { status, stdout } = await command.ended();
  vi.unstubAllEnvs();

  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ status: 'SUCCEEDED', acts: [{ response: 'ordered', steps: 3 }] });
  expect(status).toBe(0);
  const log = readFileSync(join(out, 'logs', result.log.logGroupName, `${result.log.logStreamName}.jsonl`), 'utf8');
  const events = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.filter(({ type, name }) => type === 'CallEnded' && name === 'order')).toEqual(
    [
      told('order was not called, its arguments do not fit its schema: arguments/item must be string'),
      told('There are kettles only'),
      { result: { order: 2, isOfThisRun: true, keyNamesTheRun: true, shop: 'corner' } },
    ].map((ended) => expect.objectContaining(ended)),
  );
});
