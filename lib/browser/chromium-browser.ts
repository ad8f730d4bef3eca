import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ProtocolError } from 'puppeteer-core';
import type { BrowserAction } from '../act/action.ts';
import { ActActuationError, ActError, AgentRedirectError, BrowserCrashed, StartingPageFailed } from '../act/errors.ts';
import type { Observation } from '../act/observation.ts';
import type { Guardrails } from '../act/guardrails.ts';
import type { Browser, Download, PageNotice } from '../act/ports.ts';
import type { BrowserSettings } from '../run/browser-settings.ts';
import { performAction } from './actions/actions.ts';
import { navigate, NAVIGATION_TIMEOUT_MS } from './actions/go-to-url.ts';
import { launchChromium, type Chromium, type LaunchOptions } from './chromium-launch.ts';
import { Notices } from './notices.ts';
import { observe } from './observe/observe.ts';
import { Tabs } from './page/tabs.ts';
import { settle } from './settle/settle.ts';

export interface ChromiumBrowserOptions extends LaunchOptions {
  /** Observations carry the simplified DOM and its boxes. Default false. */
  readonly replayable?: boolean;
  /** Where the browser may be. Default: everywhere. */
  readonly guardrails?: Guardrails | undefined;
  /** How the browser presents itself to pages. Default: those of a workflow that says nothing about it. */
  readonly settings?: BrowserSettings | undefined;
}

/** What the name of the browser tells sites, after the one Chromium gives itself. */
const USER_AGENT_SUFFIX = ' Agent-NovaAct/0.9';

/** A command may fail a moment before the death that made it fail is known. */
const DEATH_KNOWN_MS = 100;

/** The browser of a session: one Chromium, with a profile of its own. Disposing of it leaves nothing behind. */
export class ChromiumBrowser implements Browser, AsyncDisposable {
  /** Of this very Chromium process; random. */
  readonly id = randomUUID();
  /** Resolves, never rejects, when the browser or the page in it has died. */
  readonly crashed: Promise<BrowserCrashed>;
  readonly #chromium: Chromium;
  readonly #tabs: Tabs;
  readonly #replayable: boolean;
  readonly #notices = new Notices();
  #actedAt = 0;

  private constructor(chromium: Chromium, tabs: Tabs, replayable: boolean) {
    this.#chromium = chromium;
    this.#tabs = tabs;
    this.#replayable = replayable;
    this.crashed = Promise.race([
      chromium.gone.then(() => new BrowserCrashed('The browser process is gone.')),
      tabs.pageCrashed.then(() => new BrowserCrashed('The process of the page has crashed.')),
    ]);
  }

  /** @throws BrowserStartFailed */
  static async launch({ replayable = false, ...options }: ChromiumBrowserOptions = {}): Promise<ChromiumBrowser> {
    await using started = new AsyncDisposableStack();
    const chromium = started.use(await launchChromium(options));
    const [{ userAgent }] = await Promise.all([
      chromium.session.send('Browser.getVersion'),
      chromium.session.send('Browser.setDownloadBehavior', { behavior: 'deny' }),
    ]);
    const tabs = await Tabs.follow(
      chromium.session,
      userAgent.replace('HeadlessChrome/', 'Chrome/') + USER_AGENT_SUFFIX,
    );
    const browser = new ChromiumBrowser(chromium, tabs, replayable);
    started.move();
    return browser;
  }

  /**
   * Loads the page a workflow starts on, and waits for it. A page with an error status is loaded like any other.
   *
   * @throws StartingPageFailed when it does not arrive
   */
  async open(startingPage: string): Promise<void> {
    this.#actedAt = Date.now();
    const failure = await this.#whileAlive(this.#load(startingPage));
    if (failure)
      throw new StartingPageFailed(
        `The starting page ${startingPage} cannot be loaded: ${failure}. Check the address, that the site is up, and that this machine can reach it.`,
      );
  }

  async perform(action: BrowserAction, mayDispatch: () => void): Promise<void> {
    let refusal: { readonly error: unknown } | undefined;
    const askForLeave = () => {
      try {
        mayDispatch();
      } catch (error) {
        refusal = { error };
        throw error;
      }
    };
    try {
      await this.#whileAlive(this.#perform(action, askForLeave));
    } catch (error) {
      throw refusal ? refusal.error : asActError(error);
    }
  }

  async observe(): Promise<Observation> {
    try {
      return await this.#whileAlive(observe(this.#tabs, this.#replayable, () => this.#settle()));
    } catch (error) {
      throw asActError(error);
    }
  }

  async fill(_field: string, _secret: string, _mayDispatch: () => void): Promise<void> {
    throw new ActActuationError('fields cannot be filled yet');
  }

  takeNotices(): PageNotice[] {
    return this.#notices.take();
  }

  async takeDownloads(): Promise<Download[]> {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chromium[Symbol.asyncDispose]();
  }

  async #perform(action: BrowserAction, askForLeave: () => void): Promise<void> {
    const tab = await this.#tabs.active();
    await performAction(action, {
      tab,
      settle: () => this.#settle(),
      dispatch: async (send) => {
        this.#actedAt = Date.now();
        askForLeave();
        await send().catch((error: unknown) => {
          // A click that closes its own page is a click that was performed.
          if (!tab.closed) throw error;
        });
      },
    });
  }

  async #load(url: string): Promise<string | undefined> {
    const tab = await this.#tabs.active();
    const failure = await navigate(tab.session, url).catch((error: unknown) => {
      if (error instanceof ProtocolError) throw error;
      return String(error);
    });
    if (failure) return failure;
    await tab.activity.until(() => tab.closed || tab.frames.areLoaded, NAVIGATION_TIMEOUT_MS);
    await this.#settle();
  }

  #settle(): Promise<void> {
    return settle(this.#tabs, this.#actedAt);
  }

  async #whileAlive<Result>(work: Promise<Result>): Promise<Result> {
    const death = this.crashed.then((error) => Promise.reject(error));
    try {
      return await Promise.race([work, death]);
    } catch (error) {
      if (error instanceof ProtocolError) await Promise.race([death, delay(DEATH_KNOWN_MS)]);
      throw error;
    }
  }
}

function asActError(error: unknown): unknown {
  const isTold = error instanceof ActError || error instanceof AgentRedirectError || error instanceof BrowserCrashed;
  return isTold ? error : new ActActuationError(String(error), { cause: error });
}
