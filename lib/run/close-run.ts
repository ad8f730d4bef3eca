import { finalizeRun, type FinalizePorts } from './finalize-run.ts';
import type { Head } from './head.ts';
import { Lease } from './lease.ts';
import type { Artifacts, JournalStore } from './ports.ts';
import type { Clock } from '../act/ports.ts';
import { isClosed } from './registered-run.ts';
import type { RunDefaults } from './resolved-input.ts';
import type { Execution, Failure } from './run.ts';
import { spillingStore } from './spilling-store.ts';
import { isUnreadable } from './unreadable.ts';
import type { WorkflowResult } from './workflow-result.ts';

/** By when a holder has noticed that its lease was taken: it renews every 4 s, and a write takes its time. */
const HOLDER_NOTICES_MS = 6_000;

/**
 * Closes a run whose execution has ended without FinalizeRun: stops it, and does what FinalizeRun would have done. Called
 * again, or for a run that is closed, it changes nothing.
 *
 * @param failure - how the execution ended
 * @returns undefined when there is no such run, or it is closed already
 */
export async function closeRun(
  { execution, failure }: { execution: Execution; failure: Failure },
  defaults: RunDefaults,
  ports: FinalizePorts,
): Promise<WorkflowResult | undefined> {
  let before: Head | undefined;
  try {
    before = await stopRun({ execution: execution.name, failure }, ports);
  } catch (error) {
    // What cannot be read cannot be stopped either; that it is closed on the service all the same is FinalizeRun's part.
    if (isUnreadable(error)) return finalizeRun({ execution, failure }, defaults, ports);
    throw error;
  }
  if (before === undefined) return undefined;
  // What a slice was doing until it noticed belongs into the log as well.
  if (before.leaseUntil > ports.clock.now()) await ports.clock.sleep(HOLDER_NOTICES_MS);
  return finalizeRun({ execution, failure: before.stopped ?? failure }, defaults, ports);
}

/**
 * Marks a run as stopped and takes it away from whoever acts for it: that one notices before its next effect, and within
 * 5 s, and from then on nothing of its browser reaches a site. No slice takes the run again.
 *
 * @returns the head as it was before; undefined when there is no such run, or it is closed
 */
export async function stopRun(
  { execution, failure }: { execution: string; failure: Failure },
  { store, artifacts, clock }: { store: JournalStore; artifacts: Artifacts; clock: Clock },
): Promise<Head | undefined> {
  const heads = spillingStore(store, artifacts);
  const registered = await store.registeredRun(execution);
  if (registered?.state === 'closed') return undefined;
  const before = await heads.readHead(execution);
  if (before === undefined || isClosed(registered, before)) return undefined;
  await using lease = await Lease.take(heads, clock, execution, { force: true });
  if (lease.head.stopped === undefined) await lease.change({ stopped: failure });
  return before;
}
