import type { BrowserState, Journal } from '../act/ports.ts';
import type { ActProgress } from '../act/progress.ts';
import { keepCheckpoint, type CheckpointPorts } from './checkpoints.ts';
import type { StoredCheckpoint } from './head.ts';
import type { Lease } from './lease.ts';

/** The journal of the act under way, kept in the run's head. */
export function actJournal(lease: Lease, ports: CheckpointPorts): Journal {
  let noted: ActProgress | undefined;
  return {
    get progress() {
      return noted ?? lease.head.act;
    },
    note(progress) {
      noted = progress;
    },
    async save(progress, state) {
      noted = progress;
      const checkpoint = state === undefined ? undefined : await nextCheckpoint(state, lease, ports);
      const { act, step } = lease.head.position;
      const moved = progress.stepsTaken !== step;
      await lease.change({
        act: progress,
        ...(checkpoint && { checkpoint }),
        ...(moved && { position: { act, step: progress.stepsTaken }, slicesHere: 0 }),
      });
    },
    async lastWord(progress) {
      noted = progress;
      await lease.lastWord({ act: progress });
    },
    mayDispatch: () => lease.mayDispatch(),
  };
}

/** Keeps a state beside the one that counts until the head names it. */
export function nextCheckpoint(
  state: BrowserState,
  { head }: Lease,
  ports: CheckpointPorts,
): Promise<StoredCheckpoint> {
  const keys = [0, 1].map((side) => `checkpoints/${String(head.fence).padStart(5, '0')}-${side}.bin`);
  const inUse = head.checkpoint && 'key' in head.checkpoint ? head.checkpoint.key : undefined;
  return keepCheckpoint(state, keys.find((key) => key !== inUse) ?? '', ports);
}
