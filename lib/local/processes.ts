import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface ProcessEntry {
  pid: number;
  parent: number;
}

/**
 * The processes below `pid`, parents before their children, without zombies. Process groups and sessions do not
 * matter, so detached children are found too, as long as their parent lives. Empty where there is no `/proc`.
 */
export function descendants(pid: number): number[] {
  const children = Map.groupBy(processTable(), ({ parent }) => parent);
  const found = [pid];
  for (const ancestor of found) {
    found.push(...(children.get(ancestor) ?? []).map((child) => child.pid));
  }
  return found.slice(1);
}

/** Whether the process exists and is not a zombie, which has ended and only waits for its parent to notice. */
export function isRunning(pid: number): boolean {
  return existsSync('/proc') ? readProcess(pid) !== undefined : signal(pid, 0);
}

/**
 * Ends `pid`, its process group and all its descendants with SIGKILL, and returns them. Synchronous, so that it can be
 * called while the own process exits. They may take some milliseconds to be gone.
 */
export function killTree(pid: number): number[] {
  // A stopped parent starts nothing new between the look and the kill.
  signal(pid, 'SIGSTOP');
  const tree = [pid, ...descendants(pid)];
  killGroup(pid);
  tree.forEach((member) => signal(member, 'SIGKILL'));
  return tree;
}

/** Ends what is left of a process group with SIGKILL, also after its leader has ended. */
export function killGroup(leader: number): void {
  signal(-leader, 'SIGKILL');
}

/** Sends a signal (0 only asks); false if there is no such process or, for a negative id, process group. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function processTable(): ProcessEntry[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

function readProcess(pid: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in brackets and may hold anything, brackets and spaces included. The third is one
    // letter, as in proc(5): Z and X have ended.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === undefined || state === 'Z' || state === 'X' ? undefined : { pid, parent: Number(parent) };
  } catch {
    return undefined; // It ended while the table was being read.
  }
}
