import type { OperationName } from '../../nova-act/constraints.ts';
import type { Fault } from './fault.ts';

/** The faults that wait for requests, each for one. */
export class FaultQueue {
  readonly #waiting = new Map<string, Fault[]>();

  add(operation: OperationName, ...faults: readonly Fault[]): void {
    this.#waiting.set(operation, [...(this.#waiting.get(operation) ?? []), ...faults]);
  }

  /** The one whose turn it is; absent when the request is to go well. */
  next(operation: string): Fault | undefined {
    return this.#waiting.get(operation)?.shift();
  }
}
