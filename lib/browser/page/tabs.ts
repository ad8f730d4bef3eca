import type { CDPSession } from 'puppeteer-core';
import type { PageNotice } from '../../act/ports.ts';
import { hasTimedOut } from '../protocol-failure.ts';
import { present, type PageSetup } from './page-setup.ts';
import { Tab } from './tab.ts';

/** Each is a process or shares one, and takes some 30 MB; more are opened by mistake or by malice. */
const MOST_TABS = 20;

const STUCK = 'its page opened a dialog while it was left';
const CRASHED = 'its process has crashed';
const UNREADY = 'it was not ready in time';

const LAST_CLOSED: PageNotice = { kind: 'warning', message: 'the last tab was closed, and an empty one was opened' };

/** The open pages. The newest that shows something is the active one; when it closes, the one before it is again. */
export class Tabs {
  readonly #browser: CDPSession;
  readonly #setup: PageSetup;
  readonly #open: Tab[] = [];
  #blank: Promise<unknown> | undefined;
  #lastClosed = false;
  readonly #crash = Promise.withResolvers<void>();
  /** Resolves when the process of the active page has died. */
  readonly pageCrashed = this.#crash.promise;

  private constructor(browser: CDPSession, setup: PageSetup) {
    this.#browser = browser;
    this.#setup = setup;
  }

  /** @param browser the session of the browser as a whole */
  static async follow(browser: CDPSession, setup: PageSetup): Promise<Tabs> {
    const tabs = new Tabs(browser, setup);
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const session = browser.connection()?.session(sessionId);
      if (!session) return;
      if (targetInfo.type === 'page') tabs.#attached(targetInfo.targetId, session);
      // Workers that belong to no page; one may be over before all is said. Other parts of Chromium answer what it is told
      // than let it run, so it runs when that is answered.
      else
        void Promise.allSettled(present(session, setup))
          .then(() => session.send('Runtime.runIfWaitingForDebugger'))
          .catch(() => undefined);
    });
    browser.on('Target.detachedFromTarget', ({ sessionId }) => tabs.#remove(sessionId));
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }, { type: 'shared_worker' }, { type: 'service_worker' }],
    });
    return tabs;
  }

  /**
   * The page that is looked at and acted upon, ready for it. When a page has closed the last one, an empty one.
   *
   * @param since those opened from then on, in milliseconds since the epoch, count though they show nothing yet
   */
  async active(since = Infinity): Promise<Tab> {
    for (;;) {
      if (this.#open.length === 0) await this.#openBlank();
      const tab = this.#activeSince(since);
      if (!tab) throw new Error('the browser has no page');
      try {
        await tab.ready;
        if (this.isActive(tab, since)) return tab;
      } catch (error) {
        if (hasTimedOut(error)) this.#leave(tab);
        else if (this.isActive(tab, since)) throw error;
      }
    }
  }

  /** All open pages, in the order in which they were opened. */
  get all(): readonly Tab[] {
    return this.#open;
  }

  /** Opens an empty page, which is the active one from then on. */
  async open(): Promise<Tab> {
    const { targetId } = await this.#browser.send('Target.createTarget', { url: 'about:blank' });
    const tab = this.#open.find((each) => each.targetId === targetId);
    if (!tab) throw new Error('the page that was opened is gone');
    await tab.ready;
    return tab;
  }

  /** The active page, ready or not. */
  get current(): Tab | undefined {
    return this.#activeSince(Infinity);
  }

  isActive(tab: Tab, since = Infinity): boolean {
    return this.#activeSince(since) === tab;
  }

  #activeSince(since: number): Tab | undefined {
    return this.#open.findLast((tab) => tab.isShowing || tab.isOpeningSince(since)) ?? this.#open.at(-1);
  }

  #attached(targetId: string, session: CDPSession): void {
    if (this.#open.length >= MOST_TABS) return this.#refuse(targetId, session);
    const stuck = () => this.#giveUp(targetId, STUCK);
    const crashed = () => {
      if (this.isActive(tab)) this.#crash.resolve();
      else this.#giveUp(targetId, CRASHED);
    };
    const tab = new Tab(targetId, session, this.#setup, { crashed, stuck });
    this.#open.push(tab);
    // Whoever waits for the page that opened it must look again.
    for (const { activity } of this.#open) activity.happened();
  }

  /** Resumed before: the page that opened it waits for it, for ever if it goes meanwhile. */
  #refuse(targetId: string, session: CDPSession): void {
    this.#setup.notices.add({ kind: 'warning', message: `a tab was closed at once: ${MOST_TABS} are open already` });
    const resumed = session.send('Runtime.runIfWaitingForDebugger');
    resumed.then(() => this.#browser.send('Target.closeTarget', { targetId })).catch(ignoreClosed);
  }

  #giveUp(targetId: string, why: string): void {
    this.#setup.notices.add({ kind: 'warning', message: `a tab was closed: ${why}` });
    this.#browser.send('Target.closeTarget', { targetId }).catch(ignoreClosed);
  }

  /** Whoever looks next looks at another one. */
  #leave(tab: Tab): void {
    if (!this.#open.includes(tab)) return;
    this.#giveUp(tab.targetId, UNREADY);
    this.#remove(tab.session.id());
  }

  async #openBlank(): Promise<void> {
    if (!this.#blank && this.#lastClosed) this.#setup.notices.add(LAST_CLOSED);
    this.#blank ??= this.#browser.send('Target.createTarget', { url: 'about:blank' });
    try {
      await this.#blank;
    } finally {
      this.#blank = undefined;
    }
  }

  #remove(sessionId: string): void {
    const index = this.#open.findIndex(({ session }) => session.id() === sessionId);
    const [gone] = index < 0 ? [] : this.#open.splice(index, 1);
    if (!gone) return;
    gone.close();
    this.#lastClosed = this.#open.length === 0;
    this.current?.session.send('Page.bringToFront').catch(ignoreClosed);
  }
}

/** It was closed meanwhile, or the browser is gone. */
function ignoreClosed(): void {}
