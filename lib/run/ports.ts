import type { Guardrails } from '../act/guardrails.ts';
import type { ActOutcome } from '../act/outcome.ts';
import type { ActService, Browser } from '../act/ports.ts';
import type { BrowserSettings } from './browser-settings.ts';
import type { Head } from './head.ts';
import type { LogEvent } from './log-event.ts';
import type { Run } from './run.ts';
import type { WorkflowResult } from './workflow-result.ts';

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
  /** Claims the request for the execution and gives the execution that has it: this one, or an earlier one. */
  claimRequest(requestId: string, execution: string): Promise<string>;
}

/** An act's outcome as it is kept: a long response stands among the artifacts. */
export type StoredOutcome = ActOutcome & {
  readonly id: string;
  readonly actId?: string;
  readonly responseLocation?: string;
};

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

export interface LogGroup {
  /**
   * Writes the events in order to a stream, which is created if need be.
   *
   * @throws LogGroupUnwritable
   */
  write(logGroupName: string, logStreamName: string, events: readonly LogEvent[]): Promise<void>;
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
  actService(run: Run): ActService;
}

/** A browser that lasts as long as its environment. */
export interface RunBrowser extends Browser {
  /** Random per launch. */
  readonly id: string;
}

/** The browsers of this environment: at most one, which belongs to one run. */
export interface BrowserHost {
  /** The living browser of this id. Whatever else runs in this environment is ended before this resolves. */
  reclaim(browserId: string | undefined): Promise<RunBrowser | undefined>;
  /** Starts a fresh browser on the page. */
  start(options: {
    startingPage: string;
    replayable: boolean;
    guardrails: Guardrails | undefined;
    settings: BrowserSettings;
  }): Promise<RunBrowser>;
  /** After a slice: until it is reclaimed, nothing of the browser reaches a site. */
  rest(): Promise<void>;
}

/** Makes the page that shows a run to a person. */
export interface Report {
  replayPage(run: {
    result: WorkflowResult;
    events: readonly LogEvent[];
    screenshot: (key: string) => Promise<Uint8Array | undefined>;
  }): Promise<string>;
}
