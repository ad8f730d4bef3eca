import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserParts } from './browser-parts.ts';

/** How long what was asked of the browser may take to be answered before it is stopped, in milliseconds. */
const DRAIN_MS = 300;

/** Whether the browser may do anything. It rests until it is woken for the first time. */
export class Rest {
  readonly #parts: BrowserParts;
  #isResting = true;
  #isOffline = false;

  constructor(parts: BrowserParts) {
    this.#parts = parts;
  }

  /**
   * From here on nothing of the browser reaches a site: its connections are cut, and no new one is let through. What was
   * asked of it is answered, if that does not take long; then all its processes are stopped, and no timer runs in them.
   */
  async begin(): Promise<void> {
    this.cutOff();
    await Promise.race([this.#drained(), delay(DRAIN_MS, undefined, { ref: false })]);
    if (this.#isResting) this.#parts.chromium.processes.stop();
  }

  /** As a rest that begins at once, whatever is under way. */
  beginAtOnce(): void {
    this.cutOff();
    this.#parts.chromium.processes.stop();
  }

  end(): void {
    this.#isResting = false;
    this.#parts.chromium.processes.continue();
    this.#parts.liveness.resume();
    this.#forward();
  }

  /** Ends what is under way, and the browser's way to the sites. */
  cutOff(): void {
    this.#isResting = true;
    this.#forward();
    this.#parts.liveness.pause();
  }

  /** Keeps the browser from the sites, though it does not rest, for as long as this is set. */
  set isOffline(isOffline: boolean) {
    this.#isOffline = isOffline;
    this.#forward();
  }

  #forward(): void {
    this.#parts.proxy.forwarding = !this.#isResting && !this.#isOffline;
  }

  /** Resolves when all that was sent before was answered: a session answers in the order in which it is asked. */
  async #drained(): Promise<void> {
    const { chromium, tabs } = this.#parts;
    const pages = new Set(tabs.all.flatMap(({ frames }) => frames.all().map(({ session }) => session)));
    await Promise.allSettled([
      chromium.session.send('Browser.getVersion'),
      ...Array.from(pages, (session) => session.send('Runtime.evaluate', { expression: '0' })),
    ]);
  }
}
