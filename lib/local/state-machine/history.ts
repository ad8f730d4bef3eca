import { StateError } from './state-error.ts';

const mostEvents = 25_000;

/** Counts the events that the service would write. Its first is the execution's start, its last the execution's end. */
export class History {
  #events = 1;

  /** The number of the newest event, as causes name it. */
  get newest(): number {
    return this.#events;
  }

  /** Counts events. Throws `States.Runtime`, which nothing catches, when the one place left is needed for the end. */
  record(...events: string[]): void {
    this.#events += events.length;
    if (this.#events >= mostEvents) {
      throw new StateError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${mostEvents}).`,
      );
    }
  }
}
