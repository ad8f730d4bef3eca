/** How much a state may still hold, in characters of JSON. */
export class Room {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  get left(): number {
    return this.#left;
  }

  /** Whether there was room for it, which is taken then. */
  takes(value: unknown): boolean {
    const size = JSON.stringify(value).length;
    if (size > this.#left) return false;
    this.#left -= size;
    return true;
  }
}
