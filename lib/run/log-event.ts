import type { ActEvent } from '../act/act-event.ts';
import type { Call } from '../act/step.ts';
import type { RejectionReason } from './ports.ts';
import type { RunFigures } from './run-figures.ts';
import type { Run } from './run.ts';

/** What happens in a run beside its acts. */
type RunEvent =
  | {
      /** The input may be run; nothing exists on the service yet. */
      readonly type: 'RunRequested';
      readonly workflowDefinitionName: string;
      readonly acts: number;
    }
  | ({ readonly type: 'RunCreated'; readonly modelId: string; readonly startingPage: string } & Run)
  | {
      /** The run goes on where another one ended. */
      readonly type: 'RunResumed';
      readonly from: string;
      /** Acts whose outcomes were taken over. */
      readonly acts: readonly string[];
    }
  | { readonly type: 'BrowserStarted'; readonly browserId: string; readonly durationMs: number }
  | {
      /** In another browser, since the one before was lost. */
      readonly type: 'BrowserRestored';
      readonly browserId: string;
      readonly durationMs: number;
      /** What could not be brought back, a sentence each. */
      readonly lost: readonly string[];
    }
  | {
      /** Another invocation goes on after one that broke off in this step: what the journal holds of it. */
      readonly type: 'StepResumed';
      readonly step: number;
      readonly stepId: string;
      readonly calls: readonly ResumedCall[];
    }
  | { readonly type: 'HandedBack'; readonly reason: 'act' | 'steps' | 'deadline' | 'quota' }
  | {
      /** The log group has refused some of the run's events; the record among the artifacts has them. */
      readonly type: 'LogEventsRejected';
      readonly events: number;
      readonly reason: RejectionReason;
      readonly firstSeq: number;
      readonly lastSeq: number;
    }
  | {
      readonly type: 'RunEnded';
      readonly status: 'SUCCEEDED' | 'FAILED';
      /** With the act in which it happened, where it was one. */
      readonly error?: { readonly name: string; readonly message: string; readonly act?: string };
      readonly figures: RunFigures;
    };

/** A call and how far it had got; `begun` without a result: whether it happened is unknown. */
export interface ResumedCall extends Call {
  readonly state: 'waiting' | 'begun' | 'done';
  /** What a call that was done gave back, as the agent is told. */
  readonly text?: string;
  readonly wasEffect?: true;
}

/** An event as it is kept: one line of JSON. */
export type LogEvent = {
  /** Version of this layout. */
  readonly v: 1;
  /** The same whenever the same event is told again. */
  readonly eventId: string;
  /** Counts the run's events from 1, through all its invocations. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  /** Absent until the service has given the id. */
  readonly workflowRunId?: string;
  /** The act's id in the input; absent for the run's own events. */
  readonly act?: string;
} & (ActEvent | RunEvent);

export type Happening = ActEvent | RunEvent;
