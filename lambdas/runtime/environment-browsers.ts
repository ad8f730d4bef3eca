import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import { LeaseLost } from '../../lib/run/errors.ts';
import type { BrowserHost } from '../../lib/run/ports.ts';
import type { Configuration } from './configuration.ts';

/** The browser that this environment was left with; it lives on between invocations. */
let current: { readonly browser: ChromiumBrowser; alive: boolean } | undefined;
/** How often it was told to rest: a browser that was starting meanwhile must not begin. */
let rests = 0;

/** The browsers of this Lambda environment: Chromium, one at a time. */
export function environmentBrowsers(
  { chromiumPath, network, allowUploads }: Pick<Configuration, 'chromiumPath' | 'network' | 'allowUploads'>,
  warn: (message: string) => void,
): BrowserHost {
  return {
    async reclaim(browserId) {
      if (current?.alive && current.browser.id === browserId && (await current.browser.answers())) {
        current.browser.wake();
        return current.browser;
      }
      // Whatever is left here belongs to another run, or to a slice that broke off.
      const left = current;
      current = undefined;
      await left?.browser[Symbol.asyncDispose]();
      return undefined;
    },

    async start({ startingPage, ...options }) {
      const restsBefore = rests;
      const browser = await ChromiumBrowser.launch({
        ...options,
        network,
        allowUploads,
        onWarning: warn,
        ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
      });
      const started = { browser, alive: true };
      current = started;
      void browser.crashed.then(() => {
        started.alive = false;
      });
      if (rests > restsBefore) {
        browser.rest();
        throw new LeaseLost('the run was taken over while its browser was starting');
      }
      await browser.open(startingPage);
      return browser;
    },

    async rest() {
      rests += 1;
      current?.browser.rest();
    },
  };
}
