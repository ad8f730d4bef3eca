import type { PageNotice } from '../act/ports.ts';

/** A page can make things happen without end, and nobody reads thousands of them. */
const MOST_TAKEN = 50;

/** What happened in the browser beside the calls, kept until somebody asks. */
export class Notices {
  #kept: PageNotice[] = [];
  #more = 0;

  add(notice: PageNotice): void {
    if (this.#kept.length < MOST_TAKEN - 1) this.#kept.push(notice);
    else this.#more += 1;
  }

  /** Those since this was last asked, at most 50: then the last one says how many more there were. */
  take(): PageNotice[] {
    const taken = this.#kept;
    if (this.#more > 0) taken.push({ kind: 'warning', message: `${this.#more} more notices were left out` });
    this.#kept = [];
    this.#more = 0;
    return taken;
  }
}
