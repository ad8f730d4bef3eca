import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Activity } from './activity.ts';
import type { Frame } from './frame.ts';

/** The documents of a tab, whichever process they live in, and which of them are loading. */
export class Frames {
  readonly #known = new Map<string, { readonly session: CDPSession; readonly parentId: string | undefined }>();
  /** Frame id → that of its parent, for as long as the frame is there, whichever process it moves to. */
  readonly #parents = new Map<string, string>();
  /** Frame id → when its document began to load, in milliseconds since the epoch. */
  readonly #loading = new Map<string, number>();
  readonly #activity: Activity;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  watch(session: CDPSession): void {
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.#set(session, { id: frameId, parentId: parentFrameId }),
    );
    session.on('Page.frameNavigated', ({ frame }) => {
      // The frames of the document before are gone without a word.
      for (const [id, { parentId }] of this.#known) if (parentId === frame.id) this.#remove(id);
      this.#set(session, frame);
    });
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason !== 'remove') return;
      this.#remove(frameId);
      this.#parents.delete(frameId);
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

  /** Whether a document began to load at `since` or later that replaces this one, or one that it is in. */
  isLeftSince(frameId: string, since: number): boolean {
    const parent = this.parentOf(frameId);
    const begun = this.#loading.get(frameId);
    return (begun !== undefined && begun >= since) || (parent !== undefined && this.isLeftSince(parent.id, since));
  }

  #set(session: CDPSession, { id, parentId }: Pick<Protocol.Page.Frame, 'id' | 'parentId'>): void {
    // To the process of another site, its frame has no parent.
    if (parentId !== undefined) this.#parents.set(id, parentId);
    this.#known.set(id, { session, parentId: this.#parents.get(id) });
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
