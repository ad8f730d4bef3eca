import type { ActEvent } from '../act/act-event.ts';
import type { Run } from './run.ts';

/** What happens in a run beside its acts. */
type RunEvent =
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
  | { readonly type: 'HandedBack'; readonly reason: 'act' | 'steps' | 'deadline' | 'quota' }
  | {
      readonly type: 'RunEnded';
      readonly status: 'SUCCEEDED' | 'FAILED';
      readonly error?: { readonly name: string; readonly message: string };
    };

/** An event as it is kept and logged: one line of JSON. */
export type LogEvent = {
  /** Version of this layout. */
  readonly v: 1;
  /** The same whenever the same event is told again. */
  readonly eventId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  /** The act's id in the input; absent for the run's own events. */
  readonly act?: string;
} & (ActEvent | RunEvent);

export type Happening = ActEvent | RunEvent;
