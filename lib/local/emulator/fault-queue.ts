import type { OperationName } from '../../nova-act/constraints.ts';
import type { Fault } from './fault.ts';

/** The faults that wait for requests, each for one. */
export class FaultQueue {
  readonly #waiting = new Map<string, Fault[]>();

  add(operation: OperationName, ...faults: readonly Fault[]): void {
    const waiting = this.#waiting.get(operation) ?? [];
    waiting.push(...faults);
    this.#waiting.set(operation, waiting);
  }

  /** How many wait, by operation. */
  counts(): Record<string, number> {
    const counts = [...this.#waiting].map(([operation, { length }]) => [operation, length] as const);
    return Object.fromEntries(counts.filter(([, length]) => length > 0));
  }

  clear(): void {
    this.#waiting.clear();
  }

  /** The one whose turn it is; absent when the request is to go well. */
  next(operation: string): Fault | undefined {
    return this.#waiting.get(operation)?.shift();
  }
}
