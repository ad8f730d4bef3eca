import type { BrowserState } from '../../lib/act/ports.ts';
import type { ChromiumBrowserOptions } from '../../lib/browser/browser-parts.ts';
import { readState, type CapturedState } from '../../lib/browser/state/browser-state.ts';
import type { Restore } from '../../lib/run/ports.ts';
import { BrowserOnSite } from './browser-on-site.ts';

/** A second browser, made like one whose state was captured. */
export interface CarriedOver extends AsyncDisposable {
  readonly site: BrowserOnSite;
  /** What the first browser gave. */
  readonly state: CapturedState;
  readonly lost: readonly string[];
  /** What was asked of the server since the first browser was captured. */
  readonly requests: readonly string[];
}

/** The state of a browser as it comes back from where it was kept. */
export async function capturedState(site: BrowserOnSite): Promise<CapturedState> {
  const state: BrowserState = JSON.parse(JSON.stringify(await site.browser.capture()));
  return readState(state);
}

/**
 * Captures the browser, starts another one on the same server and gives it the state.
 *
 * @param between - done before that
 */
export async function carriedOver(
  first: BrowserOnSite,
  forms: Restore['forms'] = 'unseen',
  {
    options,
    secrets = [],
    between,
  }: { options?: Partial<ChromiumBrowserOptions>; secrets?: readonly string[]; between?: () => void } = {},
): Promise<CarriedOver> {
  const state = await capturedState(first);
  const seen = first.server.log.length;
  between?.();
  await using started = new AsyncDisposableStack();
  const site = started.use(await BrowserOnSite.launch(options, first.server));
  const lost = await site.browser.restore(state, { forms, secrets });
  const owned = started.move();
  const requests = first.server.log.slice(seen);
  return { site, state, lost, requests, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
