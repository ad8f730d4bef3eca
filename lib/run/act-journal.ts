import type { Journal } from '../act/ports.ts';
import type { ActProgress } from '../act/progress.ts';
import type { Lease } from './lease.ts';

/** The journal of the act under way, kept in the run's head. */
export function actJournal(lease: Lease): Journal {
  let noted: ActProgress | undefined;
  return {
    get progress() {
      return noted ?? lease.head.act;
    },
    note(progress) {
      noted = progress;
    },
    async save(progress) {
      noted = progress;
      const { act, step } = lease.head.position;
      const moved = progress.stepsTaken !== step;
      await lease.change({
        act: progress,
        ...(moved && { position: { act, step: progress.stepsTaken }, slicesHere: 0 }),
      });
    },
    mayDispatch: () => lease.mayDispatch(),
  };
}
