import type { Retrier } from './definition.ts';
import { matchesError } from './state-error.ts';

/** The retries left to one visit of a state. Each retrier counts its own; the first that matches decides. */
export class RetryBudget {
  readonly #retriers: readonly Retrier[];
  readonly #random: () => number;
  readonly #used = new Map<Retrier, number>();

  constructor(retriers: readonly Retrier[], random: () => number) {
    this.#retriers = retriers;
    this.#random = random;
  }

  /** Milliseconds to wait before the next attempt; undefined when there is none left for this error. */
  take(error: string): number | undefined {
    const retrier = this.#retriers.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
    if (retrier === undefined) return undefined;
    const used = this.#used.get(retrier) ?? 0;
    if (used >= retrier.MaxAttempts) return undefined;
    this.#used.set(retrier, used + 1);
    const grown = retrier.IntervalSeconds * retrier.BackoffRate ** used;
    const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity) * 1000;
    return retrier.JitterStrategy === 'FULL' ? delay * this.#random() : delay;
  }
}
