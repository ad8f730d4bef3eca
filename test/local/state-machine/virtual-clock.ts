import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../lib/local/state-machine/clock.ts';

type Timer = { due: number; ring: () => void };

/** A clock that jumps to the next timer as soon as nothing else is left to do, so that hours pass at once. */
export class VirtualClock implements Clock {
  readonly sleeps: number[] = [];
  #now = Date.parse('2026-01-02T03:04:05.000Z');
  readonly #chances: number[];
  #timers: Timer[] = [];
  #ticking = false;

  /** `chances` are the answers of `random`, in turn; 0.5 when they are used up. */
  constructor(chances: number[] = []) {
    this.#chances = [...chances];
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#chances.shift() ?? 0.5;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(milliseconds);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = { due: this.#now + milliseconds, ring: resolve };
    this.#timers.push(timer);
    signal.addEventListener('abort', () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      reject(signal.reason);
    });
    void this.#tick();
    await promise;
  }

  async #tick(): Promise<void> {
    if (this.#ticking) return;
    this.#ticking = true;
    // Promises that are ready run before an immediate does: what is left then waits for time alone.
    for (await setImmediate(); this.#timers.length > 0; await setImmediate()) {
      const next = this.#timers.reduce((first, timer) => (timer.due < first.due ? timer : first));
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.due);
      next.ring();
    }
    this.#ticking = false;
  }
}
