import type { Page } from 'puppeteer-core';
import type * as z from 'zod';
import { parsedJson } from '../act/answer.ts';
import type { JsonValue } from '../act/json.ts';
import type { JsonSchema } from '../act/json-schema.ts';
import { messageOf } from '../act/text-of.ts';
import { checkPrompt, readActOptions, type ActOptions } from './act-options.ts';
import type { ActGetResult, ActResult } from './act-result.ts';
import { askedAnswer, type BOOL_SCHEMA, STRING_SCHEMA } from './answer-schema.ts';
import { framesOfCall, withFrames } from './caller.ts';
import { problem } from './check-options.ts';
import { readEnvironment } from './environment.ts';
import { ActInProgress, ClientNotStarted, InvalidOption, StartFailed, StopFailed } from './errors.ts';
import { sessionWorkflow, type SessionWorkflow } from './managed-workflow.ts';
import { readNovaActOptions, type NovaActOptions } from './nova-act-options.ts';
import { NovaActSession } from './nova-act-session.ts';
import type { EndedAct, SessionAct } from './perform-session-act.ts';
import { endOnSignal } from './signals.ts';
import { StopHooks, type StopHook } from './stop-hooks.ts';
import { warn } from './warn.ts';
import type { WorkflowRun } from './workflow-options.ts';

/** What is performed within a session. */
export type NovaActBody<T> = (nova: NovaAct) => T | PromiseLike<T>;

const NOT_STARTED = 'The session has been stopped: start another one with NovaAct.start or NovaAct.run.';

/**
 * A session: one browser, in which an agent performs one act after another.
 *
 * @example
 * import { NovaAct, Workflow } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * await Workflow.run({ workflowDefinitionName: 'cottages' }, async () => {
 *   await using nova = await NovaAct.start({ startingPage: 'https://cottages.example' });
 *   await nova.act('Click "All cottages"');
 *   const { parsedResponse } = await nova.actGet('Return all results', z.array(z.string()));
 *   console.log(parsedResponse);
 * });
 */
export class NovaAct implements AsyncDisposable {
  readonly #session: NovaActSession;
  readonly #workflow: SessionWorkflow;
  readonly #hooks: StopHooks;
  readonly #stop = new AbortController();
  readonly #ended: () => void;
  #underWay: Promise<unknown> | undefined;
  #lastActFailed = false;
  #isStarted = true;
  #stopped: Promise<void> | undefined;

  private constructor(session: NovaActSession, workflow: SessionWorkflow, hooks: StopHooks) {
    // JavaScript knows of nothing private here.
    if (!(session instanceof NovaActSession))
      throw new InvalidOption([
        'NovaAct: got new NovaAct(…), allowed: await NovaAct.start(options), or NovaAct.run(options, body)',
      ]);
    this.#session = session;
    this.#workflow = workflow;
    this.#hooks = hooks;
    this.#ended = endOnSignal('session', () => this.#end('FAILED'));
  }

  /**
   * Creates a session and starts its browser on the starting page, for `await using`.
   *
   * @throws InvalidOption, AuthError, ClientNotStarted before anything is started
   * @throws StartFailed when something fails then; nothing of it is left running, and the reason is its `cause`
   */
  static async start(options: NovaActOptions): Promise<NovaAct> {
    const settings = readNovaActOptions(options, readEnvironment());
    const enter = await sessionWorkflow(settings);
    const entered: { workflow?: SessionWorkflow } = {};
    try {
      const workflow = (entered.workflow = await enter());
      const session = await NovaActSession.start(settings, workflow.workflow);
      return new NovaAct(session, workflow, new StopHooks(settings.stopHooks));
    } catch (cause) {
      await entered.workflow
        ?.end('FAILED')
        .catch((error: unknown) => warn('The run of the session could not be ended', error));
      throw new StartFailed(`The session could not be started: ${messageOf(cause)}`, { cause });
    }
  }

  /**
   * Starts a session, performs the body with it, and stops it. A run of the session's own ends SUCCEEDED when the body
   * ends, and FAILED when it throws.
   *
   * @returns what the body returns
   * @throws what `start` and `stop` throw, and whatever the body throws
   */
  static async run<T>(options: NovaActOptions, body: NovaActBody<T>): Promise<T> {
    if (typeof body !== 'function')
      throw new InvalidOption([problem('NovaAct.run.body', body, 'a function that is given the session')]);
    const nova = await NovaAct.start(options);
    let result: T;
    try {
      result = await body(nova);
    } catch (error) {
      // What went wrong first is what is told.
      await nova.#end('FAILED').catch((failure: unknown) => warn('The session could not be stopped', failure));
      throw error;
    }
    await nova.#end('SUCCEEDED');
    return result;
  }

  /** Whether the session can be used. */
  get started(): boolean {
    return this.#isStarted;
  }

  /** The session's id on the service. @throws ClientNotStarted */
  get sessionId(): string {
    return this.#here().run.sessionId;
  }

  /** The run in which the session takes part. @throws ClientNotStarted */
  get workflowRun(): WorkflowRun {
    const { workflowDefinitionName, workflowRunId } = this.#here().run;
    return { workflowDefinitionName, workflowRunId };
  }

  /**
   * Has the agent do what the prompt says, 1 to 10,000 characters of plain English.
   *
   * @throws InvalidInputLength, InvalidMaxSteps, InvalidTimeout, InvalidOption, ActInProgress before anything happens
   * @throws ActError when the act ends otherwise than the agent's returning, with the act's `metadata`
   */
  async act(prompt: string, options: ActOptions = {}): Promise<ActResult> {
    const { returned, metadata, downloads } = await this.#act(
      prompt,
      { schema: undefined, parse: async () => {} },
      options,
      framesOfCall(),
    );
    return { response: returned, metadata, downloads };
  }

  /**
   * Has the agent do what the prompt says and return an answer of the schema: one of zod, whose own parse is applied to
   * the answer, or a JSON Schema (Draft 7).
   *
   * @param schema - `STRING_SCHEMA` unless it is given
   * @throws what `act` throws, and ActInvalidModelGenerationError for an answer that does not fit
   */
  async actGet<Schema extends z.core.$ZodType>(
    prompt: string,
    schema: Schema,
    options?: ActOptions,
  ): Promise<ActGetResult<z.output<Schema>>>;
  async actGet(prompt: string, schema?: typeof STRING_SCHEMA, options?: ActOptions): Promise<ActGetResult<string>>;
  async actGet(prompt: string, schema: typeof BOOL_SCHEMA, options?: ActOptions): Promise<ActGetResult<boolean>>;
  async actGet(prompt: string, schema: JsonSchema, options?: ActOptions): Promise<ActGetResult<JsonValue>>;
  async actGet(
    prompt: string,
    schema: JsonSchema | z.core.$ZodType = STRING_SCHEMA,
    options: ActOptions = {},
  ): Promise<ActGetResult<unknown>> {
    const { returned, answer, metadata, downloads } = await this.#act(
      prompt,
      askedAnswer(schema),
      options,
      framesOfCall(),
    );
    const result = { response: returned, parsedResponse: answer, metadata, downloads };
    return { ...result, validJson: parsedJson(returned) !== undefined, matchesSchema: true };
  }

  /**
   * Sends the browser to an address and waits until the page has settled.
   *
   * @param url - http or https, scheme included
   * @throws InvalidURL, ActInProgress before anything happens
   * @throws ActActuationError when the page does not arrive, ActStateGuardrailError when it is where the agent must not be
   */
  async goToUrl(url: string): Promise<void> {
    const session = this.#here();
    const frames = framesOfCall();
    await this.#alone(() => session.goToUrl(url, this.#stop.signal)).catch((error: unknown) => {
      throw withFrames(error, frames);
    });
  }

  /**
   * The page that the agent sees, as puppeteer's own. What is done with it is yours: the agent looks afresh at its next
   * step. `guardrails` hold it too, the state guardrail is not asked; dialogs are answered already, and the viewport is to
   * stay as it is.
   *
   * @throws ClientNotStarted, SessionCrashed
   */
  async page(): Promise<Page> {
    return await this.#here().page();
  }

  /** All open pages likewise, in the order in which they were opened. @throws ClientNotStarted, SessionCrashed */
  async pages(): Promise<Page[]> {
    return await this.#here().pages();
  }

  /** Has the hook called when the session stops, after those that are registered already. @throws InvalidOption */
  registerStopHook(hook: StopHook): void {
    this.#here();
    this.#hooks.register(hook);
  }

  /** Has the hook not called any more. @throws InvalidOption when it is not registered */
  unregisterStopHook(hook: StopHook): void {
    this.#hooks.unregister(hook);
  }

  /**
   * Cancels what is under way, calls the stop hooks, and ends the browser. A run of the session's own ends FAILED when its
   * last act did. Called again, it waits for the same.
   *
   * @throws StopFailed; the browser is gone all the same
   */
  async stop(): Promise<void> {
    await this.#end(this.#lastActFailed ? 'FAILED' : 'SUCCEEDED');
  }

  /** @throws StopFailed */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #here(): NovaActSession {
    if (!this.#isStarted) throw new ClientNotStarted(NOT_STARTED);
    return this.#session;
  }

  async #act<Answer>(
    givenPrompt: unknown,
    answer: SessionAct<Answer>['answer'],
    options: unknown,
    frames: string,
  ): Promise<EndedAct<Answer>> {
    const session = this.#here();
    const { signal, ...settings } = readActOptions(options);
    const prompt = checkPrompt(givenPrompt, answer.schema);
    const signals = [this.#stop.signal, ...(signal ? [signal] : [])];
    return await this.#alone(async () => {
      this.#lastActFailed = true;
      const ended = await session.act({ ...settings, prompt, answer, signal: AbortSignal.any(signals) });
      this.#lastActFailed = false;
      return ended;
    }).catch((error: unknown) => {
      throw withFrames(error, frames);
    });
  }

  /** One thing at a time: there is one page in front. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#underWay)
      throw new ActInProgress(
        'Something is under way in this session: await it first. For acts at the same time start a session for each.',
      );
    const underWay = work();
    this.#underWay = underWay;
    try {
      return await underWay;
    } finally {
      this.#underWay = undefined;
    }
  }

  async #end(status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    if (StopHooks.isCalling(this)) return;
    this.#stopped ??= this.#endOnce(status);
    await this.#stopped;
  }

  async #endOnce(status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    this.#stop.abort(new ClientNotStarted(NOT_STARTED));
    await this.#underWay?.catch(() => {});
    try {
      await using ending = new AsyncDisposableStack();
      ending.defer(this.#ended);
      ending.defer(() => this.#workflow.end(status));
      ending.use(this.#session);
      ending.defer(() => void (this.#isStarted = false));
      await this.#hooks.call(this);
    } catch (cause) {
      throw new StopFailed(`The session could not be stopped: ${messageOf(cause)}`, { cause });
    }
  }
}
