import type { CDPSession } from 'puppeteer-core';
import { Tab } from './tab.ts';

/** The open pages. The newest is the active one; when it closes, the one before it is active again. */
export class Tabs {
  readonly #browser: CDPSession;
  readonly #open: Tab[] = [];
  readonly #crash = Promise.withResolvers<void>();
  /** Resolves when the process of a page has died. */
  readonly pageCrashed = this.#crash.promise;

  private constructor(browser: CDPSession) {
    this.#browser = browser;
  }

  /** @param browser the session of the browser as a whole */
  static async follow(browser: CDPSession, userAgent: string): Promise<Tabs> {
    const tabs = new Tabs(browser);
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const session = browser.connection()?.session(sessionId);
      if (session) tabs.#add(new Tab(targetInfo.targetId, session, userAgent, tabs.#crash.resolve));
    });
    browser.on('Target.detachedFromTarget', ({ sessionId }) => tabs.#remove(sessionId));
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    });
    return tabs;
  }

  /** The page that is looked at and acted upon, ready for it. When a page has closed the last one, an empty one. */
  async active(): Promise<Tab> {
    for (;;) {
      if (this.#open.length === 0) await this.#browser.send('Target.createTarget', { url: 'about:blank' });
      const tab = this.#open.at(-1);
      if (!tab) throw new Error('the browser has no page');
      try {
        await tab.ready;
        return tab;
      } catch (error) {
        if (this.isActive(tab)) throw error;
      }
    }
  }

  isActive(tab: Tab): boolean {
    return this.#open.at(-1) === tab;
  }

  #add(tab: Tab): void {
    this.#open.push(tab);
    // Whoever waits for the page that opened it must look again.
    for (const { activity } of this.#open) activity.happened();
  }

  #remove(sessionId: string): void {
    const index = this.#open.findIndex(({ session }) => session.id() === sessionId);
    const [gone] = index < 0 ? [] : this.#open.splice(index, 1);
    if (!gone) return;
    gone.close();
    const previous = this.#open.at(-1);
    previous?.session.send('Page.bringToFront').catch(() => undefined);
  }
}
