import type { Journal } from '../act/ports.ts';
import { NOT_STARTED, type ActProgress } from '../act/progress.ts';
import { throwIfCanceled } from './cancellation.ts';

/** The journal of an act that ends with this process: nobody can go on with it in another one. */
export class MemoryJournal implements Journal {
  progress: ActProgress = NOT_STARTED;
  /** When the act's outcome was known, in milliseconds since the epoch. */
  endedAt: number | undefined;
  readonly #signal: AbortSignal;

  /** @param signal - aborted when nothing may be dispatched any more */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  note(progress: ActProgress): void {
    this.progress = progress;
    if (progress.outcome) this.endedAt ??= Date.now();
  }

  async save(progress: ActProgress): Promise<void> {
    this.note(progress);
  }

  async lastWord(progress: ActProgress): Promise<void> {
    this.note(progress);
  }

  mayDispatch(): void {
    throwIfCanceled(this.#signal);
  }
}
