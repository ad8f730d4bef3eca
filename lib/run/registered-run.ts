import { JournalUnreadable } from './errors.ts';
import type { Head } from './head.ts';
import type { JournalStore, RegisteredRun, RunService } from './ports.ts';
import { isUnreadable } from './unreadable.ts';

/** Whether nothing is left to be done for a run. A head is asked of runs alone that were never registered: slices write it. */
export function isClosed(registered: RegisteredRun | undefined, head: Head | undefined): boolean {
  return registered === undefined ? head?.closed === true : registered.state === 'closed';
}

/** The registered run of an execution, whose rights are lent to nobody from here on. */
export async function registeredToClose(execution: string, store: JournalStore): Promise<RegisteredRun | undefined> {
  const registered = await store.registeredRun(execution);
  if (registered !== undefined && registered.state === undefined)
    await store.changeRegistered(execution, { ...registered, state: 'closing' });
  return registered;
}

/**
 * A record that another version wrote, or whoever has taken over a slice, stays as it is; on the service the run is closed
 * all the same.
 */
export async function closeUnread(
  error: unknown,
  registered: RegisteredRun | undefined,
  execution: string,
  { service, store }: { readonly service: RunService; readonly store: JournalStore },
): Promise<never> {
  if (!isUnreadable(error)) throw error;
  const run = registered?.run ?? (error instanceof JournalUnreadable ? error.run : undefined);
  if (run !== undefined) await service.updateWorkflowRun({ ...run, status: 'FAILED' });
  if (registered !== undefined) await store.changeRegistered(execution, { ...registered, state: 'closed' });
  throw error;
}
