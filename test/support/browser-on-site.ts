import type { BrowserAction } from '../../lib/act/action.ts';
import type { BoxNotation } from '../../lib/act/box.ts';
import type { Observation } from '../../lib/act/observation.ts';
import type { ChromiumBrowserOptions } from '../../lib/browser/browser-parts.ts';
import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import { startPageServer, type PageServer } from './page-server.ts';

/** A real browser on the pages of test/site, with words for what a test does with it. */
export class BrowserOnSite implements AsyncDisposable {
  readonly browser: ChromiumBrowser;
  readonly server: PageServer;

  readonly #ownsServer: boolean;

  private constructor(browser: ChromiumBrowser, server: PageServer, ownsServer: boolean) {
    this.browser = browser;
    this.server = server;
    this.#ownsServer = ownsServer;
  }

  /** @param shared - a server that others use as well, and end. Default: one of its own */
  static async launch(options: Partial<ChromiumBrowserOptions> = {}, shared?: PageServer): Promise<BrowserOnSite> {
    await using started = new AsyncDisposableStack();
    const server = shared ?? started.use(await startPageServer());
    const browser = started.use(
      await ChromiumBrowser.launch({
        network: { allowLoopback: true, allowHosts: [] },
        replayable: true,
        ...options,
      }),
    );
    started.move();
    return new BrowserOnSite(browser, server, shared === undefined);
  }

  async open(page: string): Promise<void> {
    await this.browser.open(this.server.url(page));
  }

  async see(): Promise<Observation> {
    return await this.browser.observe();
  }

  /** What the page says in its `<output>`. */
  async output(): Promise<string> {
    const { simplifiedDOM } = await this.see();
    return /<output[^>]*>([^<]*)<\/output>/.exec(simplifiedDOM)?.[1] ?? '';
  }

  /** The box of the first element whose line of the simplified DOM has this text in it. */
  async find(text: string): Promise<BoxNotation> {
    const { simplifiedDOM, idToBboxMap } = await this.see();
    const line = simplifiedDOM.split('\n').find((each) => each.includes(text) && each.includes('nova-act-id'));
    const box = idToBboxMap[/nova-act-id='(\d+)'/.exec(line ?? '')?.[1] ?? ''];
    if (!box) throw new Error(`no element with ${text} in\n${simplifiedDOM}`);
    return at(box.x + box.width / 2, box.y + box.height / 2);
  }

  async perform(action: BrowserAction): Promise<void> {
    await this.browser.perform(action, () => undefined);
  }

  async settle(): Promise<void> {
    await this.perform({ kind: 'waitForPageToSettle' });
  }

  async click(text: string, clickType: 'left' | 'left-double' | 'right' = 'left', blurField = false): Promise<void> {
    await this.perform({ kind: 'click', box: await this.find(text), clickType, blurField });
  }

  async type(text: string, value: string, pressEnter = false): Promise<void> {
    await this.perform({ kind: 'type', box: await this.find(text), value, pressEnter });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser[Symbol.asyncDispose]();
    if (this.#ownsServer) await this.server[Symbol.asyncDispose]();
  }
}

/** A small box around a point. */
export function at(x: number, y: number): BoxNotation {
  return { unit: 'pixels', box: { left: x - 1, top: y - 1, right: x + 1, bottom: y + 1 } };
}
