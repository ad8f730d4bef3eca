import { connect, TargetType, type Browser, type Page, type Target } from 'puppeteer-core';
import type { BrowserParts } from './browser-parts.ts';
import { PuppeteerPageTransport } from './puppeteer-page-transport.ts';

/** How long puppeteer may take to know a page that is open, in milliseconds. */
const KNOWN_WITHIN_MS = 30_000;

/**
 * The open pages as puppeteer's own, for whoever wants to use them by hand. Puppeteer is connected when it is asked for a
 * page for the first time.
 */
export class PuppeteerPages {
  readonly #parts: Pick<BrowserParts, 'chromium' | 'tabs' | 'liveness'>;
  #connected: Promise<Browser> | undefined;

  constructor(parts: Pick<BrowserParts, 'chromium' | 'tabs' | 'liveness'>) {
    this.#parts = parts;
  }

  /** The page that is looked at and acted upon. @throws BrowserCrashed */
  async active(): Promise<Page> {
    return await this.#unlessCrashed(async () => {
      const { targetId } = await this.#parts.tabs.active();
      return await pageOf(targetId, await this.#browser());
    });
  }

  /** All pages, in the order in which they were opened. @throws BrowserCrashed */
  async all(): Promise<Page[]> {
    return await this.#unlessCrashed(async () => {
      const browser = await this.#browser();
      return await Promise.all(this.#parts.tabs.all.map(({ targetId }) => pageOf(targetId, browser)));
    });
  }

  /** Not `liveness.during`: beside a call that is under way, a silence would count twice. */
  async #unlessCrashed<Result>(work: () => Promise<Result>): Promise<Result> {
    return await Promise.race([work(), this.#parts.liveness.crashed.then((crash) => Promise.reject(crash))]);
  }

  /** Connected again when whoever had it has disconnected it. */
  async #browser(): Promise<Browser> {
    const before = await this.#connected;
    if (before && !before.connected) this.#connected = undefined;
    return await (this.#connected ??= this.#connect());
  }

  async #connect(): Promise<Browser> {
    const { session, gone } = this.#parts.chromium;
    const transport = await PuppeteerPageTransport.open(session);
    // What puppeteer still waits for then will never come.
    void gone.then(() => transport.onclose?.());
    // The viewport is the settings' own.
    return await connect({ transport, defaultViewport: null, issuesEnabled: false });
  }
}

async function pageOf(targetId: string, browser: Browser): Promise<Page> {
  const isIt = async (target: Target) => target.type() === TargetType.PAGE && (await idOf(target)) === targetId;
  const target = await browser.waitForTarget(isIt, { timeout: KNOWN_WITHIN_MS });
  const page = await target.page();
  if (!page) throw new Error('puppeteer has no page for the tab');
  return page;
}

/** Undefined for a page that has closed meanwhile. */
const ids = new WeakMap<Target, Promise<string | undefined>>();

/** Asked once of each: a second session with a target, opened while the first one is, makes puppeteer forget the target. */
function idOf(target: Target): Promise<string | undefined> {
  const known = ids.get(target) ?? askForId(target).catch(() => undefined);
  ids.set(target, known);
  return known;
}

async function askForId(target: Target): Promise<string> {
  const session = await target.createCDPSession();
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  return targetInfo.targetId;
}
