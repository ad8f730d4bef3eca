import type { CDPSession, Protocol } from 'puppeteer-core';
import { ActStateGuardrailError } from '../../act/errors.ts';
import { guardrailRefusal, type Guardrails } from '../../act/guardrails.ts';
import type { Notices } from '../notices.ts';

/** Documents only: whatever else a page loads goes on without a question. */
const DOCUMENTS = { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] } as const;

/**
 * Holds every request for a document until the guardrails allow it, redirects included. One that they forbid never
 * leaves; the page stays where it is.
 */
export class NavigationGate {
  readonly #guardrails: Guardrails;
  readonly #notices: Notices;
  /** Sessions of pages that show a document. */
  readonly #showing = new WeakSet<CDPSession>();
  #refusal: string | undefined;

  constructor(guardrails: Guardrails, notices: Notices) {
    this.#guardrails = guardrails;
    this.#notices = notices;
  }

  /** @param targetId of the page, which is also the id of its main document */
  async guard(session: CDPSession, targetId: string): Promise<void> {
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === targetId) this.#showing.add(session);
    });
    session.on('Fetch.requestPaused', (paused) => {
      this.#decide(session, paused, targetId).catch(ignoreClosed);
    });
    await session.send('Fetch.enable', { patterns: [...DOCUMENTS.patterns] });
  }

  /** The end of the act, when a page was kept from where it must not be since this was last asked. */
  takeRefusal(): ActStateGuardrailError | undefined {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    return refusal === undefined ? undefined : new ActStateGuardrailError(refusal);
  }

  /** @throws ActStateGuardrailError when a page that is shown is where the browser must not be, however it came there */
  check(url: string): void {
    const reason = guardrailRefusal(url, this.#guardrails);
    if (reason !== undefined) throw new ActStateGuardrailError(reason);
  }

  /** Whether a document at this address may be asked for. */
  allows(url: string, isMain: boolean): boolean {
    return this.#refusalOf(url, isMain) === undefined;
  }

  #refusalOf(url: string, isMain: boolean): string | undefined {
    return isMain || this.#guardrails.strict ? guardrailRefusal(url, this.#guardrails) : undefined;
  }

  async #decide(
    session: CDPSession,
    { requestId, request, frameId }: Protocol.Fetch.RequestPausedEvent,
    targetId: string,
  ): Promise<void> {
    const isMain = frameId === targetId;
    const reason = this.#refusalOf(request.url, isMain);
    if (reason === undefined) {
      await session.send('Fetch.continueRequest', { requestId });
      return;
    }
    if (isMain) this.#refusal ??= reason;
    else this.#notices.add({ kind: 'requestRefused', host: new URL(request.url).hostname, reason });
    // Not as a failure, for which Chromium would show a page of its own.
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    // A popup that was to show this shows nothing, and never will.
    if (isMain && !this.#showing.has(session)) await session.send('Page.close');
  }
}

/** Its page is gone. */
function ignoreClosed(): void {}
