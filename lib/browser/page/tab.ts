import { randomUUID } from 'node:crypto';
import type { CDPSession, Protocol } from 'puppeteer-core';
import { Requests } from '../settle/requests.ts';
import { installTimerProbe } from '../settle/timer-probe.ts';
import { SCREEN, VIEWPORT } from '../viewport.ts';
import { Activity } from './activity.ts';
import { pageSource, type Frame } from './frame.ts';
import { Frames } from './frames.ts';

/** For timers that the action sets: later ones are not waited for. */
const TIMER_HORIZON_MS = 1_500;

/** The name by which our two worlds of a page find each other. */
export const PROBE_KEY = randomUUID();

const PROBE_SOURCE = `(${pageSource(installTimerProbe)})(${JSON.stringify(PROBE_KEY)}, ${TIMER_HORIZON_MS})`;

/** Frames of other sites come as sessions below that of the page; workers are left alone. */
const CHILD_SESSIONS = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'iframe' }],
};

/** What a dialog is answered with: an alert has one answer, a question gets the careful one, and leaving is allowed. */
const ACCEPTED: Readonly<Record<Protocol.Page.DialogType, boolean>> = {
  alert: true,
  confirm: false,
  prompt: false,
  beforeunload: true,
};

/** A page with all its documents. Whatever is attached to it waits until it is instrumented, so nothing is missed. */
export class Tab {
  readonly targetId: string;
  readonly session: CDPSession;
  readonly activity = new Activity();
  readonly frames = new Frames(this.activity);
  readonly requests = new Requests(this.activity);
  /** Resolves when the tab can be used. */
  readonly ready: Promise<void>;
  readonly #userAgent: string;
  #closed = false;
  #fileChooserOpened = false;

  constructor(targetId: string, session: CDPSession, userAgent: string, onCrash: () => void) {
    this.targetId = targetId;
    this.session = session;
    this.#userAgent = userAgent;
    session.on('Page.javascriptDialogOpening', ({ type }) => {
      session.send('Page.handleJavaScriptDialog', { accept: ACCEPTED[type] }).catch(ignoreClosed);
    });
    session.on('Inspector.targetCrashed', onCrash);
    this.ready = this.#attach(session, [
      session.send('Inspector.enable'),
      session.send('Emulation.setDeviceMetricsOverride', {
        ...VIEWPORT,
        deviceScaleFactor: 1,
        mobile: false,
        screenWidth: SCREEN.width,
        screenHeight: SCREEN.height,
      }),
      session.send('Page.bringToFront'),
    ]);
    this.ready.catch(ignoreClosed);
  }

  get mainFrame(): Frame {
    // The id of a page's main document is that of the page, whatever is loaded into it.
    return this.frames.get(this.targetId) ?? { id: this.targetId, session: this.session };
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.activity.happened();
  }

  /** Whether the page asked for a file since this was last asked. */
  takeFileChooser(): boolean {
    const opened = this.#fileChooserOpened;
    this.#fileChooserOpened = false;
    return opened;
  }

  async #attach(session: CDPSession, more: readonly Promise<unknown>[] = []): Promise<void> {
    this.frames.watch(session);
    this.requests.watch(session);
    session.on('Page.fileChooserOpened', () => {
      this.#fileChooserOpened = true;
    });
    session.on('Target.attachedToTarget', ({ sessionId }) => {
      const child = session.connection()?.session(sessionId);
      if (child) this.#attach(child).catch(ignoreClosed);
    });
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
      session.send('Page.setInterceptFileChooserDialog', { enabled: true }),
      // Nobody reads bodies here, so Chromium need not keep them.
      session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      session.send('Emulation.setUserAgentOverride', { userAgent: this.#userAgent, acceptLanguage: 'en-US,en' }),
      session.send('Target.setAutoAttach', CHILD_SESSIONS),
      ...more,
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    this.frames.add(session, tree.frameTree);
    this.activity.happened();
  }
}

/** A page that closes itself takes its commands with it; a browser that dies is noticed elsewhere. */
function ignoreClosed(): void {}
