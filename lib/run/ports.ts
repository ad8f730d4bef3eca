import type { Guardrails } from '../act/guardrails.ts';
import type { ActOutcome } from '../act/outcome.ts';
import type { ActService, Browser, BrowserState } from '../act/ports.ts';
import type { BrowserSettings } from './browser-settings.ts';
import type { Head } from './head.ts';
import type { LogEvent } from './log-event.ts';
import type { LoggedEvent } from './logged-event.ts';
import type { ResolvedInput } from './resolved-input.ts';
import type { Failure, Run } from './run.ts';
import type { WorkflowResult } from './workflow-result.ts';

/**
 * Which run an execution has, as CreateRun alone says. Whoever acts for a run writes its head; this nobody does who has a
 * browser beside them, so that others can rely on it.
 */
export interface RegisteredRun {
  readonly run: Run;
  /** When CreateRun began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Random per run: by it whoever was handed the run is known, and is lent its rights. */
  readonly accessToken: string;
  /**
   * `closing` from the moment on in which somebody began to close the run: nobody is lent its rights any more. `closed` when
   * nothing is left to be done for it.
   */
  readonly state?: 'closing' | 'closed';
}

/** Where runs are journalled. Reads see every write that was answered before. */
export interface JournalStore {
  readHead(execution: string): Promise<Head | undefined>;
  /** False when the execution has a head already. */
  createHead(head: Head): Promise<boolean>;
  /** False, and nothing is changed, unless fence and version in the store are the expected ones. */
  replaceHead(head: Head, expected: { readonly fence: number; readonly version: number }): Promise<boolean>;
  putOutcome(execution: string, actIndex: number, outcome: StoredOutcome): Promise<void>;
  /** All outcomes of a run, in the order of its acts. */
  readOutcomes(execution: string): Promise<StoredOutcome[]>;
  /**
   * Claims a name for the execution and gives the execution that has it: this one, or an earlier one.
   *
   * @param inPlaceOf - the execution that may lose the name, having no use for it any more
   */
  claim(name: string, execution: string, inPlaceOf?: string): Promise<string>;
  /** Registers an execution's run, unless that was done before; gives the one that is registered. */
  registerRun(execution: string, registered: RegisteredRun): Promise<RegisteredRun>;
  registeredRun(execution: string): Promise<RegisteredRun | undefined>;
  /** Puts this in the place of what was registered. */
  changeRegistered(execution: string, registered: RegisteredRun): Promise<void>;
  /** Executions whose head or registered run is not closed, each once. May lag behind the newest writes by some seconds. */
  openRuns(): Promise<string[]>;
}

/** Keeps what is sealed from whoever reads the storage alone. */
export interface Seal {
  close(bytes: Uint8Array): Uint8Array;
  /** Throws when the bytes were not sealed with this key. */
  open(sealed: Uint8Array): Uint8Array;
}

/** Rights that end by themselves, as AWS gives them. */
export interface RunCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The rights to act for a run. */
export interface RunAccess {
  /** Lends them for one slice, and for this run only. */
  lend(run: { readonly execution: string; readonly workflowRunId: string }): Promise<RunCredentials>;
}

/** The state machine's executions. */
export interface Executions {
  /** How an execution ended; undefined while it is running. One that nobody remembers has ended. */
  ending(execution: string): Promise<Failure | undefined>;
}

/** An act's outcome as it is kept: a long response stands among the artifacts. */
export type StoredOutcome = (ActOutcome | SkippedAct) & {
  readonly id: string;
  readonly actId?: string;
  readonly responseLocation?: string;
  /** The execution that performed it, where that was an earlier one. */
  readonly execution?: string;
};

/** An act that whoever resumed the run wanted left as it was. */
interface SkippedAct {
  readonly status: 'SKIPPED';
  readonly steps: 0;
  readonly timeWorkedSeconds: 0;
}

/** What a run leaves behind, by key below the run's own place. */
export interface Artifacts {
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
  /** Undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keys that begin with the prefix, sorted. */
  list(prefix: string): Promise<string[]>;
  /** Where a person finds it. */
  location(key: string): string;
}

/** One stream of a log group. */
export interface LogStream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** An event on its way to a log group. */
export interface TimedEvent {
  /** Milliseconds since the epoch; never earlier than that of the event before. */
  readonly timestamp: number;
  readonly event: LoggedEvent;
}

/** Why a log group refuses an event: for good, and by its timestamp. */
export type RejectionReason = 'tooOld' | 'expired' | 'tooNew';

/** What became of the events that went out with one request. */
export interface Appended {
  /** How many of those given went out: at least one, from the front. */
  readonly taken: number;
  /** Those of them that are not in the log. */
  readonly rejected: readonly { readonly reason: RejectionReason; readonly events: readonly TimedEvent[] }[];
}

/** A log group can be told things twice and does not notice. */
export interface LogGroup {
  /**
   * Adds events to a stream, which is created if need be: as many from the front as one request takes.
   *
   * @param events - at least one
   * @throws LogGroupUnwritable; when its `mayPass` is set, they may have been added all the same
   */
  append(stream: LogStream, events: readonly TimedEvent[], signal: AbortSignal): Promise<Appended>;
  /**
   * The ids of the stream's newest events, at least as many as one request takes; none where there is no such stream, or
   * it may not be read.
   *
   * @throws LogGroupUnwritable when the stream cannot be read now
   */
  newestIds(stream: LogStream, signal: AbortSignal): Promise<ReadonlySet<string>>;
}

/** The part of the Nova Act service a whole run needs. */
export interface RunService {
  /** Gives the run's id. The same token gives the same run. */
  createWorkflowRun(request: {
    workflowDefinitionName: string;
    modelId: string;
    logGroupName?: string;
    clientToken: string;
  }): Promise<string>;
  /** Gives the session's id. The same token gives the same session. */
  createSession(request: {
    workflowDefinitionName: string;
    workflowRunId: string;
    clientToken: string;
  }): Promise<string>;
  updateWorkflowRun(request: {
    workflowDefinitionName: string;
    workflowRunId: string;
    status: 'SUCCEEDED' | 'FAILED';
  }): Promise<void>;
  /** Those of the definition that are RUNNING on the service. */
  openWorkflowRuns(workflowDefinitionName: string): Promise<{ workflowRunId: string; startedAt: Date }[]>;
  actService(run: Run): ActService;
}

/** A browser that lasts as long as its environment. */
export interface RunBrowser extends Browser {
  /** Random per launch. */
  readonly id: string;
}

/** A state that was captured, and what may be done to bring it back. */
export interface Restore {
  readonly state: BrowserState;
  /**
   * What was typed and chosen in forms: `unseen` puts it back only where no script of the page can have noticed it, and
   * without any event, so that the page is as it was and nothing is done twice; `told` puts it back with the events of an
   * input, for an agent who is told of it. Passwords are never put back.
   */
  readonly forms: 'unseen' | 'told';
  /** What `fill` acts had put into the pages, which may show it again: hidden in this browser as well. */
  readonly secrets: readonly string[];
}

export interface StartedBrowser {
  readonly browser: RunBrowser;
  /** What could not be brought back, a sentence each; empty when nothing was lost, or nothing was to be restored. */
  readonly lost: readonly string[];
}

/** The browsers of this environment: at most one, which belongs to one run. */
export interface BrowserHost {
  /** From here on nothing of a browser leaves this environment at a moment at which this says no. */
  guard(isHeld: () => boolean): void;
  /** The living browser of this id, awake. Whatever else runs in this environment is ended before this resolves. */
  reclaim(browserId: string | undefined): Promise<RunBrowser | undefined>;
  /**
   * Starts a fresh browser: on the starting page, or as it was when its state was captured.
   *
   * @throws CheckpointUnreadable for a state that no browser of this software captured
   */
  start(options: {
    startingPage: string;
    replayable: boolean;
    guardrails: Guardrails | undefined;
    settings: BrowserSettings;
    restore?: Restore | undefined;
  }): Promise<StartedBrowser>;
  /** After a slice: until it is reclaimed, nothing of the browser reaches a site and none of its timers runs. */
  rest(): Promise<void>;
  /** Ends the browser at once: its run is over, or belongs to another environment now. */
  end(): Promise<void>;
}

/** Makes what shows a run to a person. */
export interface Report {
  /**
   * One page, `<name>.html`; of a long run this is an index, and a page for each act comes after it as
   * `<name>/<index of the act>-<its id>.html`.
   */
  replayPages(run: {
    readonly name: string;
    /** Undefined when none is there: CreateRun did not get that far. */
    readonly input: ResolvedInput | undefined;
    /** Undefined when the run has not been closed. */
    readonly result: WorkflowResult | undefined;
    readonly events: readonly LogEvent[];
    readonly screenshot: (key: string) => Promise<Uint8Array | undefined>;
    /** How long screenshots may be read and scaled, in milliseconds; what is left then is left out. */
    readonly picturesMs: number;
  }): AsyncIterable<{ readonly key: string; readonly html: string }>;
}
