import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Activity } from './activity.ts';
import type { Frame } from './frame.ts';

/** The documents of a tab, whichever process they live in, and which of them are loading. */
export class Frames {
  readonly #sessions = new Map<string, CDPSession>();
  readonly #loading = new Set<string>();
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  watch(session: CDPSession): void {
    session.on('Page.frameAttached', ({ frameId }) => this.#sessions.set(frameId, session));
    session.on('Page.frameNavigated', ({ frame }) => this.#sessions.set(frame.id, session));
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.#remove(frameId);
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      this.#loading.add(frameId);
      this.#activity.happened();
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => this.#loaded(frameId));
  }

  /** Takes in the documents that a session already had when it was attached to. */
  add(session: CDPSession, { frame, childFrames = [] }: Protocol.Page.FrameTree): void {
    this.#sessions.set(frame.id, session);
    for (const child of childFrames) this.add(session, child);
  }

  forget(session: CDPSession): void {
    for (const [frameId, owner] of this.#sessions) if (owner === session) this.#remove(frameId);
  }

  get(frameId: string): Frame | undefined {
    const session = this.#sessions.get(frameId);
    return session && { id: frameId, session };
  }

  all(): Frame[] {
    return Array.from(this.#sessions, ([id, session]) => ({ id, session }));
  }

  get areLoaded(): boolean {
    return this.#loading.size === 0;
  }

  #remove(frameId: string): void {
    this.#sessions.delete(frameId);
    this.#loaded(frameId);
  }

  #loaded(frameId: string): void {
    if (this.#loading.delete(frameId)) this.#activity.happened();
  }
}
