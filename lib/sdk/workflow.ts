import { problem } from './check-options.ts';
import { readEnvironment } from './environment.ts';
import { ClientNotStarted, InvalidOption, StartFailed } from './errors.ts';
import { warn } from './warn.ts';
import { connect, type Backend } from './workflow-backend.ts';
import { inWorkflow } from './workflow-context.ts';
import type { AttachOptions, WorkflowOptions, WorkflowRun } from './workflow-options.ts';
import { Attachment, createRun, OpenRun, type Entered } from './workflow-run.ts';
import { readAttachOptions, readWorkflowOptions, type WorkflowSettings } from './workflow-settings.ts';

/** What is performed within a workflow run. */
export type WorkflowBody<T> = (workflow: Workflow) => T | PromiseLike<T>;

/**
 * A workflow signs in to the service and has a run there while it is performed. Sessions (`NovaAct`) take part in it, one
 * after another or several at once.
 *
 * Its run ends SUCCEEDED or FAILED, as its body did. SIGINT and SIGTERM end it FAILED, with the acts that are under way,
 * before the process dies of them; a process that dies otherwise leaves its run open.
 *
 * @example
 * import { Workflow } from 'nova-act-serverless';
 *
 * const workflow = new Workflow({ workflowDefinitionName: 'price-check', logGroupName: '/nova-act/price-check' });
 * for (const attempt of [1, 2]) {
 *   await workflow.run(() => console.log(`attempt ${attempt} is the run ${workflow.workflowRunId}`));
 * }
 */
export class Workflow implements AsyncDisposable {
  readonly #origin: WorkflowSettings | Attachment;
  #entered: Entered | OpenRun | undefined;
  #isBusy = false;
  #isComplete = false;

  /**
   * Checks the options and how to sign in. No request is made.
   *
   * @throws InvalidOption for an option that is unknown, missing or not allowed
   * @throws AuthError when it is not clear how to sign in, or the API key is not one
   */
  constructor(options: WorkflowOptions);
  /** @internal */
  constructor(attachment: Attachment);
  constructor(given: WorkflowOptions | Attachment) {
    if (given instanceof Attachment) {
      this.#origin = given;
      this.#entered = given.entered;
    } else {
      this.#origin = readWorkflowOptions(given, readEnvironment());
    }
  }

  /**
   * Creates a run and performs the body within it, with this workflow as the current one. The run ends SUCCEEDED when the
   * body ends and FAILED when it throws.
   *
   * @returns what the body returns
   * @throws what the constructor throws, before anything is created
   * @throws AuthError, IAMAuthError when signing in fails; the service's error when it creates no run
   * @throws whatever the body throws, as it is; should ending the run fail as well, that becomes a process warning
   * @throws StopFailed when the body ended and the service could not be told
   * @example
   * import { NovaAct, Workflow } from 'nova-act-serverless';
   *
   * const title = await Workflow.run({ workflowDefinitionName: 'price-check' }, async () => {
   *   await using nova = await NovaAct.start({ startingPage: 'https://cottages.example' });
   *   const page = await nova.page();
   *   return await page.title();
   * });
   * console.log(title);
   */
  static async run<T>(options: WorkflowOptions, body: WorkflowBody<T>): Promise<T> {
    return new Workflow(options).run(body);
  }

  /**
   * Creates a run for the rest of a block, for `await using`. JavaScript does not tell a disposal whether its block threw,
   * so the block says at its end that all went well: {@link Workflow.complete}. Without it the run ends FAILED.
   *
   * @throws what `run` throws before its body
   * @example
   * import { Workflow } from 'nova-act-serverless';
   *
   * await using workflow = await Workflow.start({ workflowDefinitionName: 'price-check' });
   * console.log(`in the run ${workflow.workflowRunId}, in which NovaAct.start({ workflow, … }) takes part`);
   * workflow.complete();
   */
  static async start(options: WorkflowOptions): Promise<Workflow> {
    const workflow = new Workflow(options);
    await workflow.#begin();
    return workflow;
  }

  /**
   * Takes part in a run that another process has created. It is never ended from here: disposing signs out, no more.
   *
   * @throws InvalidOption, AuthError, IAMAuthError
   * @example
   * import { Workflow } from 'nova-act-serverless';
   *
   * await Workflow.run({ workflowDefinitionName: 'price-check' }, async (workflow) => {
   *   const message = JSON.stringify(workflow.workflowRun);
   *   // … and in the process that gets the message:
   *   await using attached = await Workflow.attach(JSON.parse(message));
   *   await attached.run(() => console.log(attached.workflowRunId === workflow.workflowRunId));
   * });
   */
  static async attach(options: AttachOptions): Promise<Workflow> {
    const { run, authentication } = readAttachOptions(options, readEnvironment());
    return new Workflow(new Attachment({ run, backend: await connect(authentication) }));
  }

  /** The definition on the service that the runs belong to; `default` with an API key. */
  get workflowDefinitionName(): string {
    const origin = this.#origin;
    return origin instanceof Attachment ? origin.entered.run.workflowDefinitionName : origin.workflowDefinitionName;
  }

  /** The run's id. @throws ClientNotStarted unless there is a run at this moment */
  get workflowRunId(): string {
    return this.workflowRun.workflowRunId;
  }

  /**
   * The run by its names, to be handed to another process: it calls {@link Workflow.attach} with them.
   *
   * @throws ClientNotStarted unless there is a run at this moment
   */
  get workflowRun(): WorkflowRun {
    return this.#here().run;
  }

  /**
   * The service that has the run.
   *
   * @throws ClientNotStarted unless there is a run at this moment
   */
  get backend(): Backend {
    return this.#here().backend;
  }

  /**
   * Performs the body with this workflow as the current one, within a run of its own: each call creates a new one.
   * Attached, it creates and ends none.
   *
   * @throws StartFailed while the workflow has a run already; for runs at the same time make a workflow for each
   * @throws what {@link Workflow.run} throws otherwise
   */
  async run<T>(body: WorkflowBody<T>): Promise<T> {
    if (typeof body !== 'function')
      throw new InvalidOption([problem('Workflow.run.body', body, 'a function that is given the workflow')]);
    await this.#begin();
    if (this.#origin instanceof Attachment) return inWorkflow(this, async () => body(this));
    let result: T;
    try {
      result = await inWorkflow(this, async () => body(this));
    } catch (error) {
      await this.#end('FAILED').catch((failure: unknown) => warn('The body failed, and its run stays open', failure));
      throw error;
    }
    await this.#end('SUCCEEDED');
    return result;
  }

  /**
   * Says that the block of {@link Workflow.start} went well; its run ends SUCCEEDED then. For the last line of the block.
   *
   * @throws ClientNotStarted unless there is a run at this moment
   */
  complete(): void {
    this.#here();
    this.#isComplete = true;
  }

  /**
   * Ends the run of {@link Workflow.start}.
   *
   * @throws StopFailed when the service could not be told
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#origin instanceof Attachment) {
      this.#entered = undefined;
      this.#origin.entered.backend[Symbol.dispose]();
      return;
    }
    if (this.#entered === undefined) return;
    if (!this.#isComplete)
      process.emitWarning(
        `The run ${this.workflowRunId} of ${this.workflowDefinitionName} ends FAILED: complete() was not called. If nothing ` +
          'was thrown, call it as the last line of the block.',
        'NovaActWarning',
      );
    await this.#end(this.#isComplete ? 'SUCCEEDED' : 'FAILED');
  }

  #here(): Entered {
    if (this.#entered !== undefined) return this.#entered;
    throw new ClientNotStarted(
      `The workflow ${this.workflowDefinitionName} has no run at this moment: it has one within run(), and from ` +
        'Workflow.start or Workflow.attach until it is disposed.',
    );
  }

  async #begin(): Promise<void> {
    if (this.#origin instanceof Attachment) {
      this.#here();
      return;
    }
    if (this.#isBusy)
      throw new StartFailed(
        `The workflow ${this.workflowDefinitionName} has a run that has not ended. For several runs at the same time make ` +
          'a workflow for each; for several sessions in one run hand the workflow to each.',
      );
    this.#isBusy = true;
    try {
      this.#entered = await createRun(this.#origin);
    } finally {
      this.#isBusy = this.#entered !== undefined;
    }
  }

  async #end(status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    const entered = this.#entered;
    this.#entered = undefined;
    this.#isBusy = false;
    if (entered instanceof OpenRun) await entered.end(status);
  }
}
