import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Activity } from '../page/activity.ts';
import { CAUSE_MARK } from './probe/probe-source.ts';

/** What a page keeps open or sends off without waiting for it. Documents are followed as loading frames. */
const NOT_AWAITED: ReadonlySet<Protocol.Network.ResourceType> = new Set<Protocol.Network.ResourceType>([
  'Document',
  'EventSource',
  'WebSocket',
  'Ping',
  'CSPViolationReport',
  'Media',
  'Preflight',
]);

/** Names by which libraries and sites ask to be answered only when there is news. */
const LONG_POLL =
  /long[-_]?poll|[?&]transport=(?:polling|longPolling|serverSentEvents)\b|\/(?:cometd?|xhr_streaming|http-bind|signalr\/poll)\b|\/sync\?(?:.*&)?timeout=/i;

/** Where pages send reports of what their visitors do. */
const REPORTS =
  /\b(?:google-analytics|analytics\.google|googletagmanager|doubleclick|segment|mixpanel|amplitude|hotjar|fullstory|clarity|plausible|sentry|nr-data|datadoghq|newrelic|bat\.bing)\.(?:com|io|net|ms)$/;

/** Ended ones that are remembered, for the moment in which the page takes up what it got. */
const REMEMBERED = 50;

interface Pending {
  /** When it was set off, in milliseconds since the epoch. */
  readonly causedAt: number;
  readonly session: CDPSession;
  readonly frameId: string | undefined;
  readonly loaderId: string;
}

/** The requests of a tab that are under way. */
export class Requests {
  readonly #pending = new Map<string, Pending>();
  #ended: readonly { readonly causedAt: number; readonly at: number }[] = [];
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  watch(session: CDPSession): void {
    session.on('Network.requestWillBeSent', (event) => {
      const { requestId, type, frameId, loaderId, request } = event;
      // Without a loader it is the script of a worker, whose end only a session of the worker is told.
      if (loaderId === '' || (type && NOT_AWAITED.has(type)) || isNeverAwaited(request.url)) return;
      // A redirect comes under the same id and is still what the action set off.
      const causedAt = this.#pending.get(requestId)?.causedAt ?? causeOf(event);
      this.#pending.set(requestId, { causedAt, session, frameId, loaderId });
      this.#activity.happened();
    });
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.mimeType === 'text/event-stream') this.#end(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId }) => this.#end(requestId));
    session.on('Network.loadingFailed', ({ requestId }) => this.#end(requestId));
    // Those of the document before may end without a word.
    session.on('Page.frameNavigated', ({ frame }) =>
      this.#endAll(({ frameId, loaderId }) => frameId === frame.id && loaderId !== frame.loaderId),
    );
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.#endAll((request) => request.frameId === frameId);
    });
  }

  forget(session: CDPSession): void {
    this.#endAll((request) => request.session === session);
  }

  /** Whether one is under way that was set off at `since` or later. */
  isPendingSince(since: number): boolean {
    return this.#pending.values().some(({ causedAt }) => causedAt >= since);
  }

  /** For how many milliseconds none that was set off at `since` or later has ended. */
  quietFor(since: number): number {
    const last = this.#ended.findLast(({ causedAt }) => causedAt >= since);
    return last ? performance.now() - last.at : Infinity;
  }

  #endAll(concerns: (request: Pending) => boolean): void {
    for (const [requestId, request] of this.#pending) if (concerns(request)) this.#end(requestId);
  }

  #end(requestId: string): void {
    const ended = this.#pending.get(requestId);
    if (!ended) return;
    this.#pending.delete(requestId);
    this.#ended = [...this.#ended.slice(1 - REMEMBERED), { causedAt: ended.causedAt, at: performance.now() }];
    this.#activity.happened();
  }
}

/** The probe names the function that sends a request after the time of what set it off. */
function causeOf({ initiator, wallTime }: Protocol.Network.RequestWillBeSentEvent): number {
  const sender = initiator.stack?.callFrames[0]?.functionName;
  return sender?.startsWith(CAUSE_MARK) ? Number(sender.slice(CAUSE_MARK.length)) : wallTime * 1_000;
}

function isNeverAwaited(url: string): boolean {
  return LONG_POLL.test(url) || REPORTS.test(URL.parse(url)?.hostname ?? '');
}
