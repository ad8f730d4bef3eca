import type { CDPSession } from 'puppeteer-core';
import type { Chromium } from '../../lib/browser/chromium-launch.ts';

const KEY_CODES: Readonly<Record<string, number>> = {
  Enter: 13,
  Escape: 27,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowRight: 39,
};

/** A page in a tab of its own, with note of everything it tried. */
export class OpenedPage {
  /** Addresses it asked for, its own left out. */
  readonly requests: string[] = [];
  /** Texts of the dialogs it opened. */
  readonly dialogs: string[] = [];
  /** What the browser refused it. */
  readonly refusals: string[] = [];
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  /** Opens the address and waits until all that belongs to it was loaded. */
  static async open(chromium: Chromium, url: string): Promise<OpenedPage> {
    const browser = chromium.session;
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', width: 1280, height: 900 });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const session = browser.connection()?.session(sessionId);
    if (!session) throw new Error('the tab has no session');
    const page = new OpenedPage(session);
    session.on('Network.requestWillBeSent', ({ request }) => {
      if (request.url !== url && !request.url.startsWith('data:')) page.requests.push(request.url);
    });
    session.on('Page.javascriptDialogOpening', ({ message }) => {
      page.dialogs.push(message);
      void session.send('Page.handleJavaScriptDialog', { accept: true });
    });
    session.on('Log.entryAdded', ({ entry }) => page.refusals.push(entry.text));
    await Promise.all([session.send('Page.enable'), session.send('Network.enable'), session.send('Log.enable')]);
    const loaded = new Promise((resolve) => session.once('Page.loadEventFired', resolve));
    await session.send('Page.navigate', { url });
    await loaded;
    return page;
  }

  /** The value of a JavaScript expression in the page, as JSON has it; of a promise, what it comes to. */
  async read<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression: `Promise.resolve(${expression}).then(JSON.stringify)`,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    const value: Value = JSON.parse(String(result.value ?? 'null'));
    return value;
  }

  /** Presses a key as a person does; what is one character is typed as well. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined;
    // Where keys move a control by themselves, the browser goes by these numbers.
    const windowsVirtualKeyCode = KEY_CODES[key] ?? key.toUpperCase().charCodeAt(0);
    const event = { key, code: key, windowsVirtualKeyCode, ...(text !== undefined && { text }) };
    await this.#session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Types as if pasted: in one go. */
  async type(text: string): Promise<void> {
    await this.#session.send('Input.insertText', { text });
  }

  /** What the page shows to whoever prefers these colours. */
  async prefer(colours: 'light' | 'dark'): Promise<void> {
    await this.#session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: colours }],
    });
  }

  async resize(width: number): Promise<void> {
    await this.#session.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  /** A picture of the whole page, as base64. */
  async picture(format: 'jpeg' | 'png', colours: 'light' | 'dark' = 'light'): Promise<string> {
    await this.prefer(colours);
    const { data } = await this.#session.send('Page.captureScreenshot', { format, captureBeyondViewport: true });
    return data;
  }
}
