import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import { readState } from '../../lib/browser/state/browser-state.ts';
import { LeaseLost } from '../../lib/run/errors.ts';
import type { BrowserHost } from '../../lib/run/ports.ts';
import type { Configuration } from './configuration.ts';

/** The browser that this environment was left with; it lives on between invocations. */
let current: { readonly browser: ChromiumBrowser; alive: boolean } | undefined;
/** How often it was told to rest or to end: a browser that was starting meanwhile must not begin. */
let rests = 0;
/** Whether the slice that acts at this moment may. */
let isHeld = () => true;

/** The browsers of this Lambda environment: Chromium, one at a time. */
export function environmentBrowsers(
  { chromiumPath, network, allowUploads }: Pick<Configuration, 'chromiumPath' | 'network' | 'allowUploads'>,
  warn: (message: string) => void,
): BrowserHost {
  return {
    guard(held) {
      isHeld = held;
    },

    async reclaim(browserId) {
      const left = current;
      if (left?.alive && left.browser.id === browserId) {
        left.browser.wake();
        if (await left.browser.answers()) return left.browser;
      }
      // Whatever is left here belongs to another run, or to a slice that broke off.
      current = undefined;
      await left?.browser[Symbol.asyncDispose]();
      return undefined;
    },

    async start({ startingPage, restore, ...options }) {
      const restsBefore = rests;
      const state = restore && readState(restore.state);
      const browser = await ChromiumBrowser.launch({
        ...options,
        network,
        mayForward: () => isHeld(),
        allowUploads,
        onWarning: warn,
        ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
      });
      if (rests > restsBefore) {
        browser.halt();
        await browser[Symbol.asyncDispose]();
        throw takenOver();
      }
      const started = { browser, alive: true };
      current = started;
      void browser.crashed.then(() => {
        started.alive = false;
      });
      try {
        if (state) return { browser, lost: await browser.restore(state, restore) };
        await browser.open(startingPage);
        return { browser, lost: [] };
      } catch (error) {
        throw rests > restsBefore ? takenOver(error) : error;
      }
    },

    async rest() {
      rests += 1;
      await current?.browser.rest();
    },

    async end() {
      rests += 1;
      const left = current;
      current = undefined;
      left?.browser.halt();
      await left?.browser[Symbol.asyncDispose]();
    },
  };
}

function takenOver(cause?: unknown): LeaseLost {
  return new LeaseLost('the run was taken over while its browser was starting', { cause });
}
