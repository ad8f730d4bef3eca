import { Agent, type ClientRequestArgs } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Ties the connection to a site to the browser's connection it serves: when that is gone, it goes at once, with whatever
 * is still on its way in it. When the site's fails, the browser's ends without an answer, so that the browser shows the
 * failure as one of the network.
 *
 * @param onFailure - told when no connection comes about, unless the browser hung up first. What happens to one that has
 *   come about, the browser sees for itself
 */
export function tie(site: Duplex, browser: Socket, onFailure: (error: Error) => void): void {
  let connected = false;
  const hangUp = () => site.destroy();
  site.once('connect', () => {
    connected = true;
  });
  browser.once('close', hangUp);
  site.once('close', () => browser.off('close', hangUp));
  site.once('error', (error) => {
    if (browser.destroyed) return;
    if (!connected) onFailure(error);
    browser.destroy();
  });
  if (browser.destroyed) hangUp();
}

/** Connects plain requests; each connection serves one of them, so that none outlives what it was checked for. */
export class TiedAgent extends Agent {
  readonly #browser: Socket;
  readonly #onFailure: (error: Error) => void;

  constructor(browser: Socket, onFailure: (error: Error) => void) {
    super({ keepAlive: false });
    this.#browser = browser;
    this.#onFailure = onFailure;
  }

  override createConnection(
    options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const site = super.createConnection(options, callback);
    if (site) tie(site, this.#browser, this.#onFailure);
    return site;
  }
}
