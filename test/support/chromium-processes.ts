import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** The processes, zombies too, of the group that `leader` led or leads. */
export function groupMembers(leader: number): number[] {
  return processes().flatMap(({ pid, group }) => (group === leader ? pid : []));
}

/** Those of them that run; orphaned zombies wait for the init process of the machine, however long it takes. */
export function runningMembers(leader: number): number[] {
  return processes().flatMap(({ pid, group, state }) => (group === leader && state !== 'Z' ? pid : []));
}

/** What they are doing, as /proc has it: `T` for one that is stopped. */
export function statesOf(leader: number): (string | undefined)[] {
  return processes().flatMap(({ group, state }) => (group === leader ? state : []));
}

/** The profiles in the temporary directory that belong to browsers of the process `owner`. */
export function profilesOf(owner: number): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`nova-act-profile-${owner}-`));
}

/** Resolves to whether `condition` came to hold within `milliseconds`. */
export async function eventually(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

function processes(): { pid: number; state: string | undefined; group: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the name in brackets: state, parent, group.
        const [state, , group] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
        return { pid: Number(name), state, group: Number(group) };
      } catch {
        return [];
      }
    });
}
