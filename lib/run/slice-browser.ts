import type { Journal } from '../act/ports.ts';
import { nextCheckpoint } from './act-journal.ts';
import type { CheckpointPorts } from './checkpoints.ts';
import type { StoredCheckpoint } from './head.ts';
import type { Lease } from './lease.ts';
import type { BrowserHost, RunBrowser } from './ports.ts';

/**
 * The browser of a slice: started when it is first asked for, and gone when the slice is over, unless it is handed back.
 * With the lease it is gone at once, whatever the slice is doing.
 */
export class SliceBrowser implements AsyncDisposable {
  readonly #browsers: BrowserHost;
  readonly #lease: Lease;
  readonly #start: () => Promise<RunBrowser>;
  #starting: Promise<RunBrowser> | undefined;
  #isKept = false;

  constructor(browsers: BrowserHost, lease: Lease, start: () => Promise<RunBrowser>) {
    this.#browsers = browsers;
    this.#lease = lease;
    this.#start = start;
    browsers.guard(() => lease.isHeld);
    lease.lost.addEventListener('abort', () => void browsers.end(), { once: true });
  }

  readonly get = (): Promise<RunBrowser> => (this.#starting ??= this.#start());

  /** A checkpoint, if the browser is there and shows more than the newest one does. */
  async checkpoint({ progress }: Journal, ports: CheckpointPorts): Promise<{ checkpoint?: StoredCheckpoint }> {
    if (progress.isSaved || this.#starting === undefined) return {};
    try {
      const browser = await this.#starting;
      await browser.perform({ kind: 'waitForPageToSettle' }, () => {});
      return { checkpoint: await nextCheckpoint(await browser.capture(), this.#lease, ports) };
    } catch {
      // It is gone already; that nothing was saved is in the journal.
      return {};
    }
  }

  /** Leaves the browser to the next slice in this environment. */
  keep(): void {
    this.#isKept = true;
  }

  /** Before the lease is given back: whoever takes it next has the site to itself, and no browser starts after that. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#starting?.catch(() => {});
    await (this.#isKept ? this.#browsers.rest() : this.#browsers.end());
  }
}
