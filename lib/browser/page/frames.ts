import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Activity } from './activity.ts';
import type { Frame } from './frame.ts';

/** The documents of a tab, whichever process they live in, and which of them are loading. */
export class Frames {
  readonly #known = new Map<string, { readonly session: CDPSession; readonly parentId: string | undefined }>();
  /** Frame id → when its document began to load, in milliseconds since the epoch. */
  readonly #loading = new Map<string, number>();
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  watch(session: CDPSession): void {
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.#known.set(frameId, { session, parentId: parentFrameId }),
    );
    session.on('Page.frameNavigated', ({ frame }) => {
      // The frames of the document before are gone without a word.
      for (const [id, { parentId }] of this.#known) if (parentId === frame.id) this.#remove(id);
      this.#set(session, frame);
    });
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.#remove(frameId);
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      this.#loading.set(frameId, Date.now());
      this.#activity.happened();
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => this.#loaded(frameId));
  }

  /** Takes in the documents that a session already had when it was attached to. */
  add(session: CDPSession, { frame, childFrames = [] }: Protocol.Page.FrameTree): void {
    this.#set(session, frame);
    for (const child of childFrames) this.add(session, child);
  }

  forget(session: CDPSession): void {
    for (const [frameId, known] of this.#known) if (known.session === session) this.#remove(frameId);
  }

  get(frameId: string): Frame | undefined {
    const session = this.#known.get(frameId)?.session;
    return session && { id: frameId, session };
  }

  /** The document in which a frame is; undefined for the main one. */
  parentOf(frameId: string): Frame | undefined {
    const parentId = this.#known.get(frameId)?.parentId;
    return parentId === undefined ? undefined : this.get(parentId);
  }

  all(): Frame[] {
    return Array.from(this.#known, ([id, { session }]) => ({ id, session }));
  }

  /** Whether no document is loading that began to at `since` or later. */
  areLoadedSince(since: number): boolean {
    return this.#loading.values().every((begun) => begun < since);
  }

  #set(session: CDPSession, { id, parentId }: Protocol.Page.Frame): void {
    // To the process of another site, its frame has no parent.
    this.#known.set(id, { session, parentId: parentId ?? this.#known.get(id)?.parentId });
  }

  #remove(frameId: string): void {
    this.#known.delete(frameId);
    this.#loaded(frameId);
    for (const [id, { parentId }] of this.#known) if (parentId === frameId) this.#remove(id);
  }

  #loaded(frameId: string): void {
    if (this.#loading.delete(frameId)) this.#activity.happened();
  }
}
