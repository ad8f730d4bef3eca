import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Activity } from '../page/activity.ts';

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

/** The requests of a tab that are under way. */
export class Requests {
  /** Request id → when it was sent, in milliseconds since the epoch. */
  readonly #pending = new Map<string, { readonly sentAt: number; readonly session: CDPSession }>();
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  watch(session: CDPSession): void {
    session.on('Network.requestWillBeSent', ({ requestId, type, wallTime }) => {
      if (type && NOT_AWAITED.has(type)) return;
      // A redirect comes under the same id and is still what the action set off.
      const sentAt = this.#pending.get(requestId)?.sentAt ?? wallTime * 1_000;
      this.#pending.set(requestId, { sentAt, session });
      this.#activity.happened();
    });
    session.on('Network.loadingFinished', ({ requestId }) => this.#end(requestId));
    session.on('Network.loadingFailed', ({ requestId }) => this.#end(requestId));
  }

  forget(session: CDPSession): void {
    for (const [requestId, request] of this.#pending) if (request.session === session) this.#end(requestId);
  }

  /** Whether one is under way that was sent at `since` or later. */
  isPendingSince(since: number): boolean {
    return this.#pending.values().some(({ sentAt }) => sentAt >= since);
  }

  #end(requestId: string): void {
    if (this.#pending.delete(requestId)) this.#activity.happened();
  }
}
