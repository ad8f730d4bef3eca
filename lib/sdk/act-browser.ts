import type { BrowserAction } from '../act/action.ts';
import type { Observation } from '../act/observation.ts';
import type { Browser, BrowserState, Download, PageNotice } from '../act/ports.ts';
import { checkUrlOrHost } from '../act/url.ts';
import { sleep, throwIfCanceled, unlessCanceled } from './cancellation.ts';
import { checkState, type StateGuardrail } from './state-guardrail.ts';
import type { Turns } from './turns.ts';

export interface ActBrowserOptions {
  readonly turns: Turns;
  readonly signal: AbortSignal;
  readonly stateGuardrail: StateGuardrail | undefined;
  readonly onObservation: (observation: Observation) => void;
}

/** The session's browser as one act has it: it heeds whoever cancels the act, and the state guardrail. */
export class ActBrowser implements Browser {
  readonly #browser: Browser;
  readonly #options: ActBrowserOptions;

  constructor(browser: Browser, options: ActBrowserOptions) {
    this.#browser = browser;
    this.#options = options;
  }

  async perform(action: BrowserAction, mayDispatch: () => void): Promise<void> {
    // Nothing is asked of the browser, so nothing need be over before the next act.
    if (action.kind === 'wait' && action.seconds > 0) return await sleep(action.seconds * 1_000, this.#options.signal);
    const target = action.kind === 'goToUrl' ? checkUrlOrHost(action.url) : undefined;
    if (target?.ok) await this.#check(target.url);
    await this.#do(() => this.#browser.perform(action, mayDispatch));
  }

  async observe(): Promise<Observation> {
    const observation = await this.#do(() => this.#browser.observe());
    await this.#check(observation.activeURL);
    this.#options.onObservation(observation);
    return observation;
  }

  async fill(field: string, secret: string, mayDispatch: () => void): Promise<void> {
    await this.#do(() => this.#browser.fill(field, secret, mayDispatch));
  }

  /** Nothing: no other browser ever goes on in this one's place. */
  async capture(): Promise<BrowserState> {
    return null;
  }

  takeNotices(): PageNotice[] {
    return this.#browser.takeNotices();
  }

  async takeDownloads(): Promise<Download[]> {
    return await this.#browser.takeDownloads();
  }

  async #check(url: string): Promise<void> {
    await unlessCanceled(() => checkState(url, this.#options.stateGuardrail), this.#options.signal);
  }

  async #do<Result>(work: () => Promise<Result>): Promise<Result> {
    const { turns, signal } = this.#options;
    return await unlessCanceled(
      () =>
        turns.take(() => {
          // Its turn may come when nobody waits for it any more.
          throwIfCanceled(signal);
          return work();
        }),
      signal,
    );
  }
}
