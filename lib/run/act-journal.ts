import type { BrowserState, Journal } from '../act/ports.ts';
import type { ActProgress } from '../act/progress.ts';
import { keepCheckpoint, type CheckpointPorts } from './checkpoints.ts';
import type { Head, HeadChange, StoredCheckpoint } from './head.ts';
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
      await lease.change({ ...changeOf(progress, lease.head), ...(checkpoint && { checkpoint }) });
    },
    async lastWord(progress) {
      noted = progress;
      await lease.lastWord(changeOf(progress, lease.head));
    },
    mayDispatch: () => lease.mayDispatch(),
  };
}

/** The head of an act that is as far as this. Whoever answered a step or has done another call of it has got further. */
export function changeOf(progress: ActProgress, { act: before, position: { act, step } }: Head): HeadChange {
  const moved = progress.stepsTaken !== step;
  return {
    act: progress,
    ...(moved && { position: { act, step: progress.stepsTaken } }),
    ...((moved || callsDone(progress) > callsDone(before)) && { slicesHere: 0 }),
  };
}

function callsDone({ step }: ActProgress): number {
  return step?.calls.filter(({ state }) => state === 'done').length ?? 0;
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
