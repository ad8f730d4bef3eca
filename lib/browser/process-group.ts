import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** How long Chromium may take to end by itself, in milliseconds; it needs 20. */
const GRACE_MS = 500;
/** How long killed processes may take to be gone; what is still there then are zombies nobody here can reap. */
const REAP_MS = 200;

/**
 * Ends the group that `leader` leads, and resolves when none of it is left. The leader is asked first, since it also
 * reaps its children then; orphans would wait as zombies for an init process that may never look.
 */
export async function endProcessGroup(leader: ChildProcess): Promise<void> {
  const { pid } = leader;
  if (pid === undefined) return;
  if (isAlive(leader)) {
    const exited = once(leader, 'exit');
    leader.kill('SIGTERM');
    await Promise.race([exited, delay(GRACE_MS, undefined, { ref: false })]);
  }
  const killed = isAlive(leader) ? once(leader, 'exit') : undefined;
  signalGroup(pid, 'SIGKILL');
  await killed;
  const deadline = performance.now() + REAP_MS;
  while (signalGroup(pid, 0) && performance.now() < deadline) await delay(5);
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function signalGroup(leader: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
