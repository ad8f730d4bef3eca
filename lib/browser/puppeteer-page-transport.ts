import type { CDPSession, ConnectionTransport } from 'puppeteer-core';
import { ProtocolError } from 'puppeteer-core';
import * as z from 'zod';

/** A session, whatever is sent over it. */
interface RawSession {
  id(): string;
  send(method: string, parameters?: object, options?: { timeout: number }): Promise<unknown>;
  on(type: '*', handler: (method: unknown, parameters?: unknown) => void): unknown;
}

const command = z.object({
  id: z.number(),
  method: z.string(),
  params: z.looseObject({}).optional(),
  sessionId: z.string().optional(),
});
type Command = z.output<typeof command>;

const attached = z.object({ sessionId: z.string() });

/** What the protocol says of a session that is gone. */
const NO_SESSION = { code: -32_001, message: 'Session with given id not found.' };
/** Of an error that is not the protocol's. */
const SERVER_ERROR = -32_000;

/**
 * A second puppeteer's way to the browser, over the connection that is there: a session of its own with the browser, and
 * the sessions that puppeteer opens below it.
 *
 * Whoever attaches with `waitForDebuggerOnStart` pauses new pages, and whoever resumes one resumes it for everybody, before
 * what others want in place is there. So this puppeteer does neither: pages begin when our own set-up is done.
 */
export class PuppeteerPageTransport implements ConnectionTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  readonly #browser: CDPSession;
  readonly #root: RawSession;

  private constructor(browser: CDPSession, root: CDPSession) {
    this.#browser = browser;
    this.#root = root;
    this.#forwardEvents(this.#root, undefined);
  }

  /** @param browser - a session with the browser as a whole, which stays as it is */
  static async open(browser: CDPSession): Promise<PuppeteerPageTransport> {
    const { sessionId } = await browser.send('Target.attachToBrowserTarget');
    const root = browser.connection()?.session(sessionId);
    if (!root) throw new Error('the browser has no session for puppeteer');
    return new PuppeteerPageTransport(browser, root);
  }

  send(message: string): void {
    const { id, sessionId, ...asked } = command.parse(JSON.parse(message));
    void this.#answer({ id, sessionId, ...asked }).then((answer) => this.#give({ id, sessionId, ...answer }));
  }

  /** Puppeteer has let go of the browser, which goes on. */
  close(): void {
    this.#browser.send('Target.detachFromTarget', { sessionId: this.#root.id() }).catch(ignoreClosed);
  }

  async #answer({ sessionId, method, params }: Command): Promise<{ result: unknown } | { error: object }> {
    if (method === 'Runtime.runIfWaitingForDebugger') return { result: {} };
    const session = sessionId === undefined ? this.#root : this.#session(sessionId);
    if (!session) return { error: NO_SESSION };
    const parameters = method === 'Target.setAutoAttach' ? { ...params, waitForDebuggerOnStart: false } : params;
    try {
      // Whoever asks counts the time.
      return { result: await session.send(method, parameters, { timeout: 0 }) };
    } catch (error) {
      if (!(error instanceof ProtocolError)) return { error: { code: SERVER_ERROR, message: String(error) } };
      return { error: { code: error.code ?? SERVER_ERROR, message: error.originalMessage || error.message } };
    }
  }

  #session(sessionId: string): RawSession | undefined {
    return this.#browser.connection()?.session(sessionId) ?? undefined;
  }

  /** Also of the sessions below, from their first moment on. */
  #forwardEvents(session: RawSession, sessionId: string | undefined): void {
    session.on('*', (method, params) => {
      // Puppeteer's own events have names without a domain.
      if (typeof method !== 'string' || !method.includes('.')) return;
      if (method === 'Target.attachedToTarget') {
        const child = attached.parse(params).sessionId;
        const below = this.#session(child);
        if (below) this.#forwardEvents(below, child);
      }
      this.#give({ method, params, sessionId });
    });
  }

  #give(message: object): void {
    this.onmessage?.(JSON.stringify(message));
  }
}

/** The browser is gone. */
function ignoreClosed(): void {}
