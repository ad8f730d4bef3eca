import type { ActEvent } from './act-event.ts';
import type { BrowserAction } from './action.ts';
import type { JsonValue } from './json.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Observation } from './observation.ts';
import type { ActProgress } from './progress.ts';
import type { CallResult, Step } from './step.ts';

/** A user's tool as the service is told of it. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly json: JsonValue };
}

/** The workflow run that an act belongs to, and its session. */
export interface ActRun {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
}

/**
 * What a tool is told beside its input.
 *
 * @example
 * import { tool, type ToolInvocation } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * const lookUp = tool({
 *   name: 'lookUp',
 *   description: 'Gives what the catalogue says of an article.',
 *   inputSchema: z.object({ article: z.string() }),
 *   run: async ({ article }, { idempotencyKey, signal }: ToolInvocation) => {
 *     const headers = { 'x-request-id': idempotencyKey };
 *     const answer = await fetch(`https://catalogue.example/${article}`, { headers, signal });
 *     return await answer.text();
 *   },
 * });
 */
export interface ToolInvocation {
  /** `<workflowRunId>/<actId>/<stepId>/<callId>`: of this one call, so that whoever is asked twice can tell. */
  readonly idempotencyKey: string;
  /** For which call of which run it is invoked. */
  readonly run: ActRun & { readonly actId: string; readonly stepId: string; readonly callId: string };
  /** Aborted when nobody waits for the result any more: the tool's time is over, or its act was cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Something of the user's that the agent may call.
 *
 * @example
 * import { type NovaActOptions, tool, type Tool } from 'nova-act-serverless';
 * import * as z from 'zod';
 *
 * const inputSchema = z.object({});
 * const today: Tool = tool({ name: 'today', description: 'Gives the date.', inputSchema, run: () => new Date() });
 * const options: NovaActOptions = { startingPage: 'https://cottages.example', tools: [today] };
 */
export interface Tool {
  readonly spec: ToolSpec & { readonly inputSchema: { readonly json: JsonSchema } };
  /** How long a call may take, 1 to 600. */
  readonly timeoutSeconds: number;
  /**
   * Performs a call, once. What it resolves to goes back to the agent as JSON; an `AgentRedirectError` tells the agent what
   * to do instead; anything else it throws ends the act.
   *
   * @param input - fits the spec's schema
   */
  run(input: Record<string, unknown>, invocation: ToolInvocation): Promise<unknown>;
}

/** How an act ended, as the service is told. */
export type ActEnding =
  | { readonly status: 'SUCCEEDED' }
  | { readonly status: 'FAILED'; readonly error: { readonly message: string; readonly type: string } };

/**
 * The part of the Nova Act service an act needs, bound to one session. Failures arrive as {@link NovaActError}s.
 */
export interface ActService {
  /** Gives the act's id. The same token gives the same act. */
  createAct(request: { task: string; toolSpecs: readonly ToolSpec[]; clientToken: string }): Promise<string>;
  /** One model inference. Exactly one attempt is made: a repeated one may be performed and billed twice. */
  invokeActStep(request: {
    actId: string;
    previousStepId: string | undefined;
    callResults: readonly CallResult[];
    /** Gives the step up: it rejects with the signal's reason, though it may be performed and billed all the same. */
    signal?: AbortSignal | undefined;
  }): Promise<Step>;
  updateAct(actId: string, ending: ActEnding): Promise<void>;
}

/** Something that happened in the browser beside the calls. */
export type PageNotice =
  | {
      readonly kind: 'dialog';
      readonly dialogType: 'alert' | 'confirm' | 'prompt' | 'beforeunload';
      readonly message: string;
      readonly answer: 'accepted' | 'dismissed';
    }
  | { readonly kind: 'requestRefused'; readonly host: string; readonly reason: string }
  | { readonly kind: 'downloadRefused'; readonly name: string; readonly reason: string }
  | { readonly kind: 'warning'; readonly message: string };

/** What a browser is given to become like the one it was captured from. JSON; only browsers look inside. */
export type BrowserState = JsonValue;

/** A file that a page gave, complete. */
export interface Download {
  /** As the page named it; not safe as a path. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Can be read once, until downloads are taken the next time. */
  read(): Promise<Uint8Array>;
}

/**
 * The browser of a session.
 *
 * All that can fail throws `BrowserCrashed` when the browser is gone, `ActStateGuardrailError` when the page is where the
 * browser must not be, `AgentRedirectError` with advice for the model,
 * `ActInvalidModelGenerationError` for arguments that cannot be used, and `ActActuationError` for all that fails.
 */
export interface Browser {
  /**
   * Performs the action and resolves as soon as the browser has acknowledged it; what it sets off is waited for by
   * `waitForPageToSettle`. `mayDispatch` is called in the same tick in which an effect leaves for the browser, and
   * throws when it must not.
   */
  perform(action: BrowserAction, mayDispatch: () => void): Promise<void>;
  observe(): Promise<Observation>;
  /**
   * Puts a secret into the one field that a label names or a selector finds, and hides it in every screenshot and in
   * the simplified DOM while the field holds it. Throws `ActActuationError` when there is not exactly one such field.
   */
  fill(field: string, secret: string, mayDispatch: () => void): Promise<void>;
  /** What another browser needs to go on in this one's place, as far as that can be carried over. */
  capture(): Promise<BrowserState>;
  /** What happened since this was last asked. */
  takeNotices(): PageNotice[];
  /** Downloads that were completed since this was last asked. */
  takeDownloads(): Promise<Download[]>;
}

/** Where `fill` acts get their values. */
export interface Secrets {
  /** @throws SecretUnavailable */
  read(name: string): Promise<string>;
}

/** The act's record of what was asked, answered, begun and done. */
export interface Journal {
  readonly progress: ActProgress;
  /**
   * Resolves when the progress is kept, and with it the browser's state where one is given: the checkpoint. Throws
   * `LeaseLost` when another holder has taken over.
   */
  save(progress: ActProgress, state?: BrowserState): Promise<void>;
  /**
   * Keeps what is certain when the slice is about to break off: that a step was answered, that an effect was done, or was
   * not dispatched after all. Also when the lease has run out, as long as nobody has taken over; where that fails, the journal says no more
   * than it did.
   */
  lastWord(progress: ActProgress): Promise<void>;
  /** Remembers what need not be kept by itself: it goes with the next `save`. */
  note(progress: ActProgress): void;
  /** Throws `LeaseLost` when nothing may be dispatched any more. Synchronous: it is asked in the tick of a dispatch. */
  mayDispatch(): void;
}

/** Where the act tells what happens. */
export interface Recorder {
  record(event: ActEvent): void;
  /** Begins to keep the screenshot of an observation and gives the place where it will be. */
  keepScreenshot(step: number, screenshotBase64: string): string;
  /** Keeps a download and gives the place where a person finds it. */
  keepDownload(download: Download): Promise<string>;
  /** Resolves when all that was recorded so far is kept. */
  flush(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
}
