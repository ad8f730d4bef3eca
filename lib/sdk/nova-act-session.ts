import { randomUUID } from 'node:crypto';
import type { Page } from 'puppeteer-core';
import { ActStateGuardrailError, BrowserCrashed } from '../act/errors.ts';
import { guardrailRefusal } from '../act/guardrails.ts';
import type { ActRun } from '../act/ports.ts';
import { checkUrl } from '../act/url.ts';
import { ChromiumBrowser } from '../browser/chromium-browser.ts';
import { ActBrowser } from './act-browser.ts';
import { throwIfCanceled } from './cancellation.ts';
import { problem } from './check-options.ts';
import { DownloadsDirectory } from './downloads-directory.ts';
import { InvalidURL, SessionCrashed } from './errors.ts';
import type { NovaActSettings } from './nova-act-options.ts';
import { performSessionAct, type EndedAct, type SessionAct, type SessionPorts } from './perform-session-act.ts';
import { checkState } from './state-guardrail.ts';
import { Turns } from './turns.ts';
import { warn } from './warn.ts';
import type { Workflow } from './workflow.ts';

/** A session of a workflow run, with the Chromium that it is. */
export class NovaActSession implements AsyncDisposable {
  readonly #ports: SessionPorts & { readonly browser: ChromiumBrowser };
  #crash: BrowserCrashed | undefined;

  private constructor(ports: SessionPorts & { readonly browser: ChromiumBrowser }) {
    this.#ports = ports;
    void ports.browser.crashed.then((crash) => {
      this.#crash = crash;
    });
  }

  /** Creates the session while its browser starts and loads the starting page; when one fails, neither is left. */
  static async start(
    settings: NovaActSettings,
    { backend: { service }, workflowRun }: Workflow,
  ): Promise<NovaActSession> {
    await checkState(settings.startingPage, settings.stateGuardrail);
    await using started = new AsyncDisposableStack();
    const opening = launch(settings).then(async (browser) => {
      started.use(browser);
      await browser.open(settings.startingPage);
      return browser;
    });
    const creating = createSession();
    await Promise.allSettled([opening, creating]);
    const [browser, sessionId] = await Promise.all([opening, creating]);
    const run = { ...workflowRun, sessionId };
    const session = new NovaActSession({
      run,
      service: service.actService(run),
      browser,
      turns: new Turns(),
      downloads: new DownloadsDirectory(settings.downloadsDirectory, sessionId),
      settings,
    });
    started.move();
    return session;

    // A service of somebody else's may throw before it gives a promise.
    async function createSession(): Promise<string> {
      return service.createSession({ ...workflowRun, clientToken: randomUUID() });
    }
  }

  get run(): ActRun {
    return this.#ports.run;
  }

  async act<Answer>(act: SessionAct<Answer>): Promise<EndedAct<Answer>> {
    this.#throwIfCrashed();
    throwIfCanceled(act.signal);
    return await performSessionAct(act, this.#ports);
  }

  /** @throws InvalidURL, ActStateGuardrailError, ActActuationError, ActCanceledError */
  async goToUrl(given: unknown, signal: AbortSignal): Promise<void> {
    const { settings, turns } = this.#ports;
    const checked = typeof given === 'string' ? checkUrl(given) : undefined;
    if (!checked?.ok)
      throw new InvalidURL(checked?.reason ?? problem('goToUrl.url', given, 'an http or https URL, or about:blank'));
    this.#throwIfCrashed();
    const refusal = guardrailRefusal(checked.url, settings.guardrails);
    if (refusal !== undefined) throw new ActStateGuardrailError(refusal);
    const { stateGuardrail } = settings;
    await this.#unlessCrashed(async (ownBrowser) => {
      const browser = new ActBrowser(ownBrowser, { turns, signal, stateGuardrail, onObservation: () => {} });
      await browser.perform({ kind: 'goToUrl', url: checked.url }, () => {});
      await browser.perform({ kind: 'waitForPageToSettle' }, () => {});
    });
  }

  async page(): Promise<Page> {
    return await this.#unlessCrashed((browser) => browser.page());
  }

  async pages(): Promise<Page[]> {
    return await this.#unlessCrashed((browser) => browser.pages());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using ending = new AsyncDisposableStack();
    ending.use(this.#ports.downloads);
    ending.use(this.#ports.browser);
  }

  async #unlessCrashed<Result>(work: (browser: ChromiumBrowser) => Promise<Result>): Promise<Result> {
    this.#throwIfCrashed();
    return await work(this.#ports.browser).catch((error: unknown) => {
      throw error instanceof BrowserCrashed ? new SessionCrashed(error) : error;
    });
  }

  #throwIfCrashed(): void {
    if (this.#crash) throw new SessionCrashed(this.#crash);
  }
}

async function launch(settings: NovaActSettings): Promise<ChromiumBrowser> {
  const { securityOptions, browser, replayable, guardrails, executablePath } = settings;
  const { allowHosts, allowLoopback, allowedFileUploadPaths } = securityOptions;
  return await ChromiumBrowser.launch({
    network: { allowHosts, allowLoopback },
    allowUploads: allowedFileUploadPaths,
    settings: browser,
    replayable,
    guardrails,
    onWarning: (message) => warn('The browser', message),
    ...(executablePath !== undefined && { executablePath }),
  });
}
