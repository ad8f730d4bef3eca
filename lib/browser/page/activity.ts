/** Tells when something has happened in a tab, so that nobody needs to ask again and again. */
export class Activity {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** How often something has happened. */
  get count(): number {
    return this.#count;
  }

  happened(): void {
    this.#count += 1;
    for (const look of this.#waiting) look();
  }

  /** Resolves to whether `condition` came to hold within `milliseconds`; it is looked at whenever something happens. */
  until(condition: () => boolean, milliseconds: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = () => condition() && resolve(true);
    const timer = setTimeout(() => resolve(false), milliseconds);
    this.#waiting.add(look);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    });
  }
}
