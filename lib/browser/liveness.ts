import { setTimeout as delay } from 'node:timers/promises';
import { ProtocolError, type CDPSession } from 'puppeteer-core';
import { BrowserCrashed, PageUnresponsive } from '../act/errors.ts';
import type { Chromium } from './chromium-launch.ts';
import type { Notices } from './notices.ts';
import { pendingNavigations } from './page/pending-navigations.ts';
import type { Tabs } from './page/tabs.ts';
import { hasTimedOut } from './protocol-failure.ts';

/** How often the silent are looked at. */
const TICK_MS = 500;
/** A page that has not answered for so long is told of. */
const PAGE_WARNING_MS = 2_000;
/** A command may fail a moment before the death that made it fail is known. */
const DEATH_KNOWN_MS = 100;

/** How long there may be no answer, in milliseconds. */
export interface SilenceLimits {
  /** What a page does may take long. */
  readonly pageMs: number;
  /** The browser's own process has nothing to do but to answer. */
  readonly browserMs: number;
}

export const SILENCE_LIMITS: SilenceLimits = { pageMs: 30_000, browserMs: 10_000 };

/** Something asked, and for how long no answer has come. Time in which this process stood still does not count. */
interface Question {
  readonly of: CDPSession;
  answered: boolean;
  silentMs: number;
  warned: boolean;
}

/** Notices when the browser or the page in it dies, or says nothing any more. */
export class Liveness {
  /** Resolves, never rejects, when the browser is of no use any more. */
  readonly crashed: Promise<BrowserCrashed>;
  readonly #chromium: Chromium;
  readonly #tabs: Tabs;
  readonly #notices: Notices;
  readonly #limits: SilenceLimits;
  readonly #silence = Promise.withResolvers<BrowserCrashed>();
  #page: Question | undefined;
  #browser: Question | undefined;
  #rest = Promise.withResolvers<never>();

  constructor(chromium: Chromium, tabs: Tabs, notices: Notices, limits: SilenceLimits) {
    this.#chromium = chromium;
    this.#tabs = tabs;
    this.#notices = notices;
    this.#limits = limits;
    this.#rest.promise.catch(ignoreUnheard);
    this.crashed = Promise.race([
      chromium.gone.then(() => new BrowserCrashed('The browser process is gone.')),
      tabs.pageCrashed.then(() => new BrowserCrashed('The process of the page has crashed.')),
      this.#silence.promise,
    ]);
  }

  /** @throws BrowserCrashed, PageUnresponsive, and what the work throws */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    const death = this.crashed.then((error) => Promise.reject(error));
    const silence = Promise.withResolvers<never>();
    let lookedAt = performance.now();
    const timer = setInterval(() => {
      const elapsed = performance.now() - lookedAt;
      lookedAt += elapsed;
      this.#look(Math.min(elapsed, 2 * TICK_MS), silence.reject);
    }, TICK_MS);
    try {
      return await Promise.race([work, death, silence.promise, this.#rest.promise]);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      await Promise.race([death, delay(DEATH_KNOWN_MS)]);
      // Puppeteer goes on with advice that is not for whoever reads this.
      throw hasTimedOut(error) ? unresponsive(error.message.replace(/(timed out)[^]*$/, '$1')) : error;
    } finally {
      clearInterval(timer);
    }
  }

  /** The browser is about to be stopped: what is under way ends, and no silence counts. */
  pause(): void {
    this.#rest.reject(new BrowserCrashed('The browser was stopped in the middle of its work.'));
  }

  /** The browser goes on. Questions that were asked before are forgotten: their answers may have been given up meanwhile. */
  resume(): void {
    this.#rest = Promise.withResolvers();
    this.#rest.promise.catch(ignoreUnheard);
    this.#page = undefined;
    this.#browser = undefined;
  }

  /** Whether the browser's process answers; after a freeze it may take its time. */
  async answers(): Promise<boolean> {
    const answer = this.#chromium.session.send('Browser.getVersion').then(
      () => true,
      () => false,
    );
    const isThere = await Promise.race([answer, delay(this.#limits.browserMs, false, { ref: false })]);
    if (!isThere) this.#endOfBrowser();
    return isThere;
  }

  #look(elapsedMs: number, end: (error: Error) => void): void {
    const tab = this.#tabs.current;
    this.#browser = asked(this.#browser, this.#chromium.session, 'Browser.getVersion', elapsedMs);
    this.#page =
      tab && !pendingNavigations.has(tab.session)
        ? asked(this.#page, tab.session, 'Runtime.evaluate', elapsedMs)
        : undefined;
    if (this.#browser.silentMs >= this.#limits.browserMs) this.#endOfBrowser();
    if (!this.#page) return;
    if (this.#page.silentMs >= PAGE_WARNING_MS && !this.#page.warned) {
      this.#page.warned = true;
      this.#notices.add({ kind: 'warning', message: `the page has not answered for ${PAGE_WARNING_MS / 1_000} s` });
    }
    if (this.#page.silentMs >= this.#limits.pageMs)
      end(unresponsive(`it has said nothing for ${this.#limits.pageMs / 1_000} s`));
  }

  #endOfBrowser(): void {
    const seconds = this.#limits.browserMs / 1_000;
    this.#silence.resolve(new BrowserCrashed(`The browser process has not answered for ${seconds} s.`));
  }
}

/** The question, now older; or a new one, when there is none that waits for this answer. */
function asked(
  question: Question | undefined,
  session: CDPSession,
  method: 'Browser.getVersion' | 'Runtime.evaluate',
  elapsedMs: number,
): Question {
  if (question && question.of === session && !question.answered) {
    question.silentMs += elapsedMs;
    return question;
  }
  const fresh: Question = { of: session, answered: false, silentMs: 0, warned: false };
  const answer = () => {
    fresh.answered = true;
  };
  const sent = method === 'Runtime.evaluate' ? session.send(method, { expression: '0' }) : session.send(method);
  // Told that the time is over is no answer.
  sent.then(answer, (error: unknown) => hasTimedOut(error) || answer());
  return fresh;
}

/** Nothing was under way. */
function ignoreUnheard(): void {}

function unresponsive(how: string): PageUnresponsive {
  return new PageUnresponsive(`The page does not answer: ${how}.`);
}
