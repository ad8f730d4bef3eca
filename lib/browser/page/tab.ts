import type { CDPSession } from 'puppeteer-core';
import type { PageNotice } from '../../act/ports.ts';
import { PROBE_SOURCE } from '../settle/probe/probe-source.ts';
import { Requests } from '../settle/requests.ts';
import { watchInputs } from '../state/page/watch-inputs.ts';
import { windowAround, type Viewport } from '../viewport.ts';
import { Activity } from './activity.ts';
import { answerDialogs } from './dialogs.ts';
import { pageSource, WORLD, type Frame } from './frame.ts';
import { Frames } from './frames.ts';
import { present, type PageSetup } from './page-setup.ts';
import { PostedDocument } from './posted-document.ts';

/** Frames of other sites come as sessions below that of the page, and so do workers: unasked for, they would wait for ever. */
const CHILD_SESSIONS = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'iframe' }, { type: 'worker' }],
};

/** `showOpenFilePicker` and the like: interception refuses them, since they give a page lasting access to files. */
const SYSTEM_PICKER: PageNotice = {
  kind: 'warning',
  message: 'the page asked for access to files or directories of this machine, and was refused',
};

/** A file input that has opened its chooser, which is never shown. */
export interface FileChooser {
  readonly session: CDPSession;
  readonly backendNodeId: number;
}

/** What is to be known of a document's fields from its first moment on. */
const INPUTS_SOURCE = `(${pageSource(watchInputs)})()`;

/** The address of a popup before its first document has come. */
const NO_DOCUMENT = ':';

/** A page with all its documents. Whatever is attached to it waits until it is instrumented, so nothing is missed. */
export class Tab {
  readonly targetId: string;
  readonly session: CDPSession;
  readonly activity = new Activity();
  readonly frames = new Frames(this.activity);
  readonly requests = new Requests(this.activity);
  /** Resolves when the tab can be used. */
  readonly ready: Promise<void>;
  readonly #setup: PageSetup;
  readonly #posted: PostedDocument;
  readonly #openedAt = Date.now();
  #state: 'opening' | 'showing' | 'failed' = 'opening';
  #closed = false;
  #fileChooser: FileChooser | undefined;

  constructor(
    targetId: string,
    session: CDPSession,
    setup: PageSetup,
    fate: { crashed: () => void; stuck: () => void },
  ) {
    this.targetId = targetId;
    this.session = session;
    this.#setup = setup;
    this.#posted = new PostedDocument(session, targetId);
    const screen = windowAround(this.viewport);
    answerDialogs(session, setup.notices, fate.stuck);
    session.on('Inspector.targetCrashed', fate.crashed);
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === targetId) this.#state = 'showing';
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === targetId && this.#state === 'opening') this.#state = 'failed';
    });
    this.ready = this.#attach(session, [
      session.send('Inspector.enable'),
      session.send('Emulation.setDeviceMetricsOverride', {
        ...this.viewport,
        deviceScaleFactor: 1,
        mobile: false,
        screenWidth: screen.width,
        screenHeight: screen.height,
      }),
      session.send('Page.bringToFront'),
    ]);
    this.ready.catch(ignoreClosed);
  }

  get mainFrame(): Frame {
    // The id of a page's main document is that of the page, whatever is loaded into it.
    return this.frames.get(this.targetId) ?? { id: this.targetId, session: this.session };
  }

  get viewport(): Viewport {
    const { width, height } = this.#setup.settings;
    return { width, height };
  }

  /** Whether it has a document. A popup for a download, or whose site never answers, has none; it cannot be looked at. */
  get isShowing(): boolean {
    return this.#state === 'showing';
  }

  /** Whether its document came as the answer to a form that was sent. */
  get isPosted(): boolean {
    return this.#posted.isShown;
  }

  /** Whether it was opened at `since` or later, and may still show something. */
  isOpeningSince(since: number): boolean {
    return this.#state === 'opening' && this.#openedAt >= since;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.activity.happened();
  }

  /** What the page wants a file for. */
  get fileChooser(): FileChooser | undefined {
    return this.#fileChooser;
  }

  /** The same, and from then on it wants none. */
  takeFileChooser(): FileChooser | undefined {
    const opened = this.#fileChooser;
    this.#fileChooser = undefined;
    return opened;
  }

  #attachChildren(session: CDPSession): void {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const child = session.connection()?.session(sessionId);
      const attached = child && (targetInfo.type === 'worker' ? this.#attachWorker(child) : this.#attach(child));
      attached?.catch(ignoreClosed);
    });
  }

  async #attachWorker(session: CDPSession): Promise<void> {
    this.#attachChildren(session);
    await Promise.all([
      ...present(session, this.#setup),
      session.send('Target.setAutoAttach', CHILD_SESSIONS),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
  }

  async #attach(session: CDPSession, more: readonly Promise<unknown>[] = []): Promise<void> {
    this.frames.watch(session);
    this.requests.watch(session);
    session.on('Page.fileChooserOpened', ({ backendNodeId }) => {
      if (backendNodeId === undefined) this.#setup.notices.add(SYSTEM_PICKER);
      else this.#fileChooser = { session, backendNodeId };
      this.activity.happened();
    });
    this.#attachChildren(session);
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      for (const frame of this.frames.all()) {
        if (frame.session.id() !== sessionId) continue;
        this.frames.forget(frame.session);
        this.requests.forget(frame.session);
      }
    });
    // All at once: some are only answered when the target runs.
    const [tree] = await Promise.all([
      session.send('Page.getFrameTree'),
      session.send('Page.enable'),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: PROBE_SOURCE, runImmediately: true }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: INPUTS_SOURCE,
        worldName: WORLD,
        runImmediately: true,
      }),
      session.send('Page.setInterceptFileChooserDialog', { enabled: true }),
      // Nobody reads bodies here, so Chromium need not keep them.
      session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      ...present(session, this.#setup),
      this.#setup.gate?.guard(session, this.targetId),
      session.send('Target.setAutoAttach', CHILD_SESSIONS),
      ...more,
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    this.frames.add(session, tree.frameTree);
    const { id, url } = tree.frameTree.frame;
    if (id === this.targetId && url !== NO_DOCUMENT) this.#state = 'showing';
    this.activity.happened();
  }
}

/** A page that closes itself takes its commands with it; a browser that dies is noticed elsewhere. */
function ignoreClosed(): void {}
