import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { descendants, isRunning, killTree } from '../../lib/local/processes.ts';

/** A shell whose child is in a session of its own and has a child itself. Its name has what confuses a naive reader. */
async function startFamily(): Promise<number> {
  const script = `
    const { spawn } = require('node:child_process');
    process.title = 'a) Z 1 (b';
    spawn('sh', ['-c', 'sleep 300 & wait'], { detached: true, stdio: 'inherit' });
    console.log('started');
  `;
  const parent = spawn(process.execPath, ['-e', script], { detached: true });
  await once(parent.stdout, 'data');
  return parent.pid ?? 0;
}

test('children of children are found, detached ones too, parents first', async () => {
  const parent = await startFamily();
  const [shell, sleep] = await vi.waitUntil(() => {
    const found = descendants(parent);
    return found.length === 2 && found;
  });

  expect(descendants(shell ?? 0)).toEqual([sleep]);
  expect(descendants(sleep ?? 0)).toEqual([]);
  killTree(parent);
});

test('a killed tree is gone with everything in it, and killing it again does nothing', async () => {
  const parent = await startFamily();
  await vi.waitUntil(() => descendants(parent).length === 2);
  const killed = killTree(parent);

  expect(killed).toHaveLength(3);
  await vi.waitUntil(() => !killed.some(isRunning));
  expect(descendants(parent)).toEqual([]);
});
