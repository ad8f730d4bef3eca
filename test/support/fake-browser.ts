import type { BrowserAction } from '../../lib/act/action.ts';
import type { Observation } from '../../lib/act/observation.ts';
import type { BrowserState, Download, PageNotice } from '../../lib/act/ports.ts';
import type { BrowserHost, Restore, RunBrowser, StartedBrowser } from '../../lib/run/ports.ts';
import { observation } from '../nova-act/emulated-service.ts';

/** A browser without pages: keeps what it was asked to do, and fails where a test says so. */
export class FakeBrowser implements RunBrowser {
  readonly id: string;
  readonly performed: BrowserAction[] = [];
  readonly filled: string[] = [];
  readonly notices: PageNotice[] = [];
  readonly downloads: Download[] = [];
  /** By kind of action: what performing it throws. */
  readonly failures = new Map<BrowserAction['kind'], Error>();
  /** Runs before an action is performed. */
  before: (action: BrowserAction) => void = () => {};

  constructor(id = 'browser-1') {
    this.id = id;
  }

  async perform(action: BrowserAction, mayDispatch: () => void): Promise<void> {
    this.before(action);
    mayDispatch();
    const failure = this.failures.get(action.kind);
    if (failure) throw failure;
    this.performed.push(action);
  }

  async observe(): Promise<Observation> {
    return observation;
  }

  async fill(field: string, _secret: string, mayDispatch: () => void): Promise<void> {
    mayDispatch();
    this.filled.push(field);
  }

  async capture(): Promise<BrowserState> {
    return { performed: this.effects };
  }

  takeNotices(): PageNotice[] {
    return this.notices.splice(0);
  }

  async takeDownloads(): Promise<Download[]> {
    return this.downloads.splice(0);
  }

  /** What was done beside waiting for the page. */
  get effects(): string[] {
    return this.performed.map(({ kind }) => kind).filter((kind) => kind !== 'waitForPageToSettle');
  }
}

/** The browsers of an environment that a test may lose. */
export class FakeBrowserHost implements BrowserHost {
  readonly started: FakeBrowser[] = [];
  /** What each of them was started from. */
  readonly restored: (Restore | undefined)[] = [];
  /** What a restored browser does not bring back. */
  lost: readonly string[] = [];
  /** How often the browser was sent to rest, and how often it was ended. */
  rests = 0;
  ends = 0;
  /** Runs before a started browser is handed out. */
  prepare: (browser: FakeBrowser) => void = () => {};
  #current: FakeBrowser | undefined;

  guard(): void {}

  async reclaim(browserId: string | undefined): Promise<RunBrowser | undefined> {
    if (this.#current?.id !== browserId) this.lose();
    return this.#current;
  }

  async start({ restore }: { restore?: Restore | undefined }): Promise<StartedBrowser> {
    this.#current = new FakeBrowser(`browser-${this.started.length + 1}`);
    this.started.push(this.#current);
    this.restored.push(restore);
    this.prepare(this.#current);
    return { browser: this.#current, lost: restore === undefined ? [] : this.lost };
  }

  async rest(): Promise<void> {
    this.rests += 1;
  }

  async end(): Promise<void> {
    this.ends += 1;
    this.lose();
  }

  lose(): void {
    this.#current = undefined;
  }
}
