import type { CDPSession } from 'puppeteer-core';

/** Knows whether the document that a page shows came as the answer to a form that was sent: asking again sends it again. */
export class PostedDocument {
  /** Their loaders, back to the page's first one: a page can go back to them. */
  readonly #loaders = new Set<string>();
  #shown: string | undefined;

  /** @param targetId of the page, which is also the id of its main document */
  constructor(session: CDPSession, targetId: string) {
    session.on('Network.requestWillBeSent', ({ type, frameId, loaderId, request }) => {
      if (type !== 'Document' || frameId !== targetId) return;
      // A redirect comes under the same loader, and may lead to what is only asked for.
      if (request.method === 'GET') this.#loaders.delete(loaderId);
      else this.#loaders.add(loaderId);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === targetId) this.#shown = frame.loaderId;
    });
  }

  get isShown(): boolean {
    return this.#shown !== undefined && this.#loaders.has(this.#shown);
  }
}
