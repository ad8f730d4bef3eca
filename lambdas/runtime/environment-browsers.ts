import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import type { BrowserHost } from '../../lib/run/ports.ts';

/** The browser that this environment was left with; it lives on between invocations. */
let current: { readonly browser: ChromiumBrowser; alive: boolean } | undefined;

/** The browsers of this Lambda environment: Chromium, one at a time. */
export function environmentBrowsers(chromiumPath: string | undefined, warn: (message: string) => void): BrowserHost {
  return {
    async reclaim(browserId) {
      if (current?.alive && current.browser.id === browserId) return current.browser;
      // Whatever is left here belongs to another run, or to a slice that broke off.
      const left = current;
      current = undefined;
      await left?.browser[Symbol.asyncDispose]();
      return undefined;
    },

    async start({ startingPage, ...options }) {
      const browser = await ChromiumBrowser.launch({
        ...options,
        onWarning: warn,
        ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
      });
      const started = { browser, alive: true };
      current = started;
      void browser.crashed.then(() => {
        started.alive = false;
      });
      await browser.open(startingPage);
      return browser;
    },
  };
}
