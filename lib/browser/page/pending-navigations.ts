import type { CDPSession } from 'puppeteer-core';

/**
 * The pages that were sent somewhere and wait for the answer of a server. Chromium holds back all that is asked of such
 * a page, so that its silence means nothing.
 */
class PendingNavigations {
  readonly #of = new WeakSet<CDPSession>();

  has(session: CDPSession): boolean {
    return this.#of.has(session);
  }

  /** @throws what the navigation throws */
  async during<Result>(session: CDPSession, navigation: Promise<Result>): Promise<Result> {
    this.#of.add(session);
    try {
      return await navigation;
    } finally {
      this.#of.delete(session);
    }
  }
}

export const pendingNavigations = new PendingNavigations();
