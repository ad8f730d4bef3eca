import { randomUUID } from 'node:crypto';
import { ProtocolError, type Page } from 'puppeteer-core';
import type { BrowserAction } from '../act/action.ts';
import {
  ActActuationError,
  NovaActError,
  AgentRedirectError,
  BrowserCrashed,
  StartingPageFailed,
  type ActStateGuardrailError,
} from '../act/errors.ts';
import type { Observation } from '../act/observation.ts';
import type { Browser, BrowserState, Download, PageNotice } from '../act/ports.ts';
import { withoutUserinfo } from '../act/url.ts';
import type { Restore } from '../run/ports.ts';
import { performAction } from './actions/actions.ts';
import type { ActionContext } from './actions/context.ts';
import { startBrowserParts, type BrowserParts, type ChromiumBrowserOptions } from './browser-parts.ts';
import { fillField } from './fill/fill-field.ts';
import { loadPage } from './load-page.ts';
import { observe } from './observe/observe.ts';
import { protocolFailure } from './protocol-failure.ts';
import { PuppeteerPages } from './puppeteer-page.ts';
import { Rest } from './rest.ts';
import { settle } from './settle/settle.ts';
import type { CapturedState } from './state/browser-state.ts';
import { captureState } from './state/capture.ts';
import { restoreState } from './state/restore.ts';

/** How long a page may take to settle, its downloads included, in milliseconds. */
const SETTLE_MS = 3_000;

/** The browser of a session: one Chromium, with a profile of its own. Disposing of it leaves nothing behind. */
export class ChromiumBrowser implements Browser, AsyncDisposable {
  /** Of this very Chromium process; random. */
  readonly id = randomUUID();
  readonly #parts: BrowserParts;
  readonly #rest: Rest;
  readonly #pages: PuppeteerPages;
  /** When the first of the dispatches began whose consequences were not waited for yet. */
  #actedAt = 0;
  #isSettled = true;
  #disposed: Promise<void> | undefined;

  /** @param parts started by `startBrowserParts`, and from then on this browser's */
  constructor(parts: BrowserParts) {
    this.#parts = parts;
    this.#rest = new Rest(parts);
    this.#pages = new PuppeteerPages(parts);
  }

  /**
   * Starts a browser that is awake.
   *
   * @throws BrowserStartFailed
   * @throws BrowserCrashed when it has started and then does not answer
   */
  static async launch(options: ChromiumBrowserOptions): Promise<ChromiumBrowser> {
    const parts = startBrowserParts(options).catch((error: unknown) => {
      throw error instanceof ProtocolError ? new BrowserCrashed(error.message, { cause: error }) : error;
    });
    const browser = new ChromiumBrowser(await parts);
    browser.wake();
    return browser;
  }

  /** Resolves, never rejects, when the browser or the page in it has died. */
  get crashed(): Promise<BrowserCrashed> {
    return this.#parts.liveness.crashed;
  }

  /**
   * The active page as puppeteer's own. No journal knows what is done through it; the guardrails and the proxy hold it as
   * they hold whatever the page does.
   *
   * @throws BrowserCrashed
   */
  async page(): Promise<Page> {
    return await this.#pages.active();
  }

  /** All open pages likewise, in the order in which they were opened. */
  async pages(): Promise<Page[]> {
    return await this.#pages.all();
  }

  /** Whether the browser answers, within 10 s. One that does not has crashed. */
  answers(): Promise<boolean> {
    return this.#parts.liveness.answers();
  }

  /**
   * Loads the page a workflow starts on, and waits for it. A page with an error status is loaded like any other.
   *
   * @throws StartingPageFailed when it does not arrive
   * @throws ActStateGuardrailError when it is where the browser must not be
   */
  async open(startingPage: string): Promise<void> {
    this.#actedAt = Date.now();
    const failure = await this.#parts.liveness.during(this.#load(startingPage)).catch((error: unknown) => {
      if (error instanceof ProtocolError) return protocolFailure(error);
      throw error;
    });
    const refusal = this.#takeRefusal();
    if (refusal) throw refusal;
    if (failure)
      throw new StartingPageFailed(
        `The starting page ${withoutUserinfo(startingPage)} cannot be loaded: ${failure}. Check the address, that the site is up, and that this machine can reach it.`,
      );
  }

  /**
   * Makes this browser, which has shown nothing yet, like the one that the state was captured from. Gives what did not
   * come back, a sentence each; a page that does not is not thrown.
   *
   * @throws ActStateGuardrailError when a page is where the browser must not be
   */
  async restore(state: CapturedState, { forms, secrets }: Omit<Restore, 'state'>): Promise<readonly string[]> {
    for (const secret of secrets) this.#parts.secrets.add(secret);
    const settled = (since: number) => {
      this.#actedAt = since;
      return this.#settle();
    };
    return await this.#do(() => restoreState(state, forms, { ...this.#parts, rest: this.#rest, settle: settled }));
  }

  async capture(): Promise<BrowserState> {
    return await this.#do(() => captureState(this.#parts));
  }

  async perform(action: BrowserAction, mayDispatch: () => void): Promise<void> {
    await this.#do(async (askForLeave) => performAction(action, await this.#context(askForLeave)), mayDispatch);
  }

  async observe(): Promise<Observation> {
    const { tabs, replayable, secrets, notices, gate } = this.#parts;
    const checkAddress = (url: string) => gate?.check(url);
    const onWarning = (message: string) => notices.add({ kind: 'warning', message: secrets.redact(message) });
    const settled = () => this.#settle();
    return await this.#do(() => observe(tabs, { replayable, secrets, checkAddress, onWarning, settle: settled }));
  }

  async fill(field: string, secret: string, mayDispatch: () => void): Promise<void> {
    await this.#do(
      async (askForLeave) => fillField(field, secret, await this.#context(askForLeave), this.#parts.secrets),
      mayDispatch,
    );
  }

  takeNotices(): PageNotice[] {
    return this.#parts.notices.take().map((notice) => this.#parts.secrets.redactTexts(notice));
  }

  async takeDownloads(): Promise<Download[]> {
    const downloads = await this.#parts.downloads.take();
    return downloads.map((download) => this.#parts.secrets.redactTexts(download));
  }

  /** From here on nothing of the browser reaches a site, and soon nothing runs in it. What is under way ends. */
  async rest(): Promise<void> {
    await this.#rest.begin();
  }

  /** Ends a rest. */
  wake(): void {
    this.#rest.end();
  }

  /** As a rest that begins at once and never ends: the browser is only to be disposed of. */
  halt(): void {
    this.#rest.beginAtOnce();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (this.#disposed ??= this.#dispose());
  }

  async #dispose(): Promise<void> {
    this.#rest.cutOff();
    const closing = new AsyncDisposableStack();
    closing.use(this.#parts.proxy);
    closing.use(this.#parts.chromium);
    await closing.disposeAsync();
  }

  /** Does what a call asks for, unless a page was kept from going where it must not, before or meanwhile. */
  async #do<Result>(
    work: (askForLeave: () => void) => Promise<Result>,
    mayDispatch: () => void = () => undefined,
  ): Promise<Result> {
    const { liveness, secrets } = this.#parts;
    const before = this.#takeRefusal();
    if (before) throw before;
    // Nothing is asked of a dead browser, so that what was not dispatched is known not to have happened.
    const dead = await Promise.race([liveness.crashed, Promise.resolve(undefined)]);
    if (dead) throw dead;
    let refused: { readonly error: unknown } | undefined;
    const askForLeave = () => {
      try {
        mayDispatch();
      } catch (error) {
        refused = { error };
        throw error;
      }
    };
    const ended = await liveness.during(work(askForLeave)).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: refused ? refused.error : secrets.redactError(asActError(error)) }),
    );
    const meanwhile = this.#takeRefusal();
    if (meanwhile) throw meanwhile;
    if ('error' in ended) throw ended.error;
    return ended.result;
  }

  /** The address that was refused may have a secret in it. */
  #takeRefusal(): ActStateGuardrailError | undefined {
    const refusal = this.#parts.gate?.takeRefusal();
    this.#parts.secrets.redactError(refusal);
    return refusal;
  }

  async #context(askForLeave: () => void): Promise<ActionContext> {
    const { tabs, failures, allowUploads } = this.#parts;
    const tab = await tabs.active();
    return {
      tab,
      failures,
      uploads: allowUploads,
      settle: () => this.#settle(),
      dispatch: async (send) => {
        if (this.#isSettled) this.#actedAt = Date.now();
        this.#isSettled = false;
        askForLeave();
        await send().catch((error: unknown) => {
          // A click that closes its own page is a click that was performed.
          if (!tab.closed) throw error;
        });
      },
    };
  }

  async #load(url: string): Promise<string | undefined> {
    const tab = await this.#parts.tabs.active();
    const failure = await loadPage(tab, url, this.#parts.failures);
    if (failure) return failure;
    await this.#settle();
  }

  async #settle(): Promise<void> {
    const begunAt = performance.now();
    await settle(this.#parts.tabs, this.#actedAt);
    this.#isSettled = true;
    await this.#parts.downloads.done(this.#actedAt, begunAt + SETTLE_MS - performance.now());
  }
}

function asActError(error: unknown): unknown {
  const isTold =
    error instanceof NovaActError || error instanceof AgentRedirectError || error instanceof BrowserCrashed;
  if (isTold) return error;
  const told = error instanceof ProtocolError ? protocolFailure(error) : String(error);
  return new ActActuationError(told, { cause: error });
}
