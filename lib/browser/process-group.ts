import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How long Chromium may take to end by itself, in milliseconds; it needs 20. */
const GRACE_MS = 500;
/** How long killed processes may take to be gone; what is still there then are zombies nobody here can reap. */
const REAP_MS = 200;

/** The processes of a browser: its first one, and those below it. */
export class ProcessGroup {
  readonly #leader: ChildProcess;
  #isStopped = false;

  constructor(leader: ChildProcess) {
    this.#leader = leader;
  }

  /** From here on nothing runs in any of them, no timer and no command, until they are continued. */
  stop(): void {
    this.#isStopped = true;
    if (isAlive(this.#leader)) signal(this.#group, 'SIGSTOP');
  }

  continue(): void {
    this.#isStopped = false;
    if (isAlive(this.#leader)) signal(this.#group, 'SIGCONT');
  }

  /**
   * Resolves when none of them is left. The first one is asked first, since it also reaps the others then; orphans would
   * wait as zombies for an init process that may never look. What was stopped does nothing any more but that.
   */
  async end(): Promise<void> {
    if (this.#leader.pid === undefined) return;
    if (isAlive(this.#leader)) {
      const exited = once(this.#leader, 'exit');
      if (!this.#isStopped || this.#killOthers()) {
        this.#leader.kill('SIGTERM');
        this.#leader.kill('SIGCONT');
        await Promise.race([exited, delay(GRACE_MS, undefined, { ref: false })]);
      }
    }
    const killed = isAlive(this.#leader) ? once(this.#leader, 'exit') : undefined;
    signal(this.#group, 'SIGKILL');
    await killed;
    const deadline = performance.now() + REAP_MS;
    while (signal(this.#group, 0) && performance.now() < deadline) await delay(5);
  }

  /** The scripts of pages run in them, and never again. False: there are none, so that they run in the first one. */
  #killOthers(): boolean {
    const others = members(this.#leader.pid).filter((pid) => pid !== this.#leader.pid);
    for (const pid of others) signal(pid, 'SIGKILL');
    return others.length > 0;
  }

  get #group(): number {
    return -(this.#leader.pid ?? Number.NaN);
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The processes of a group, zombies too. */
function members(group: number | undefined): number[] {
  const names = existsSync('/proc') ? readdirSync('/proc') : [];
  return names.map(Number).filter((pid) => Number.isInteger(pid) && groupOf(pid) === group);
}

function groupOf(pid: number): number | undefined {
  try {
    // After the name in brackets, which may hold anything: state, parent, group.
    return Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[2]);
  } catch {
    return undefined; // It has ended meanwhile.
  }
}
