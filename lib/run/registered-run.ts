import type { Head } from './head.ts';
import type { RegisteredRun } from './ports.ts';

/** Whether nothing is left to be done for a run. A head is asked of runs alone that were never registered: slices write it. */
export function isClosed(registered: RegisteredRun | undefined, head: Head | undefined): boolean {
  return registered === undefined ? head?.closed === true : registered.state === 'closed';
}
