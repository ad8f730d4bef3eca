import type { PageNotice } from '../act/ports.ts';

/** What happened in the browser beside the calls, kept until somebody asks. */
export class Notices {
  #kept: PageNotice[] = [];

  add(notice: PageNotice): void {
    this.#kept.push(notice);
  }

  /** Those since this was last asked. */
  take(): PageNotice[] {
    const taken = this.#kept;
    this.#kept = [];
    return taken;
  }
}
