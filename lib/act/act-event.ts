import type { JsonValue } from './json.ts';
import type { ActOutcome, KeptDownload } from './outcome.ts';
import type { PageNotice } from './ports.ts';
import type { Call } from './step.ts';

/** What happened in an act, in order: the log, the replay page and the terminal are views of these. */
export type ActEvent =
  | { readonly type: 'ActStarted'; readonly actId: string; readonly task: string }
  | {
      /** InvokeActStep goes out with this observation. */
      readonly type: 'StepAsked';
      readonly step: number;
      readonly url: string;
      /** Where the screenshot is among the run's artifacts. */
      readonly screenshot: string;
      /** What the screenshot shows, in CSS pixels. */
      readonly viewport: { readonly width: number; readonly height: number };
      /** Milliseconds since the previous step's answer (since CreateAct's, for the first one), whoever got that. */
      readonly sinceLastAnswerMs: number;
      /** How long the page was waited for where no call had done it: at an act's beginning, and in another slice. */
      readonly settleMs?: number;
      /** How long the observation then took. */
      readonly observeMs?: number;
    }
  | {
      readonly type: 'StepAnswered';
      readonly step: number;
      readonly stepId: string;
      readonly durationMs: number;
      readonly calls: readonly Call[];
    }
  | {
      /** InvokeActStep failed and is tried again. */
      readonly type: 'StepAskedAgain';
      readonly step: number;
      readonly error: { readonly name: string; readonly message: string };
      /** From the request to its failure. */
      readonly durationMs: number;
      readonly waitedMs: number;
    }
  | {
      /** InvokeActStep failed and is not tried again in this slice. */
      readonly type: 'StepUnanswered';
      readonly step: number;
      readonly error: { readonly name: string; readonly message: string };
      /** From the request to its failure. */
      readonly durationMs: number;
    }
  | {
      /** The service throttles, and the act waits; where InvokeActStep does, that is told as `StepAskedAgain`. */
      readonly type: 'Throttled';
      readonly operation: 'CreateAct' | 'UpdateAct';
      readonly waitedMs: number;
    }
  | {
      readonly type: 'CallEnded';
      readonly step: number;
      readonly callId: string;
      readonly name: string;
      readonly durationMs: number;
      readonly result: JsonValue;
      readonly error?: { readonly name: string; readonly message: string };
    }
  | {
      /** A secret was put into a field. */
      readonly type: 'Filled';
      /** Its name. */
      readonly secret: string;
      /** The field's label, or its selector. */
      readonly into: string;
      readonly durationMs: number;
      /** How long the page was waited for after that. */
      readonly settleMs: number;
    }
  | { readonly type: 'PageNotice'; readonly step: number; readonly notice: PageNotice }
  | { readonly type: 'Downloaded'; readonly step: number; readonly download: KeptDownload }
  | { readonly type: 'ActEnded'; readonly actId: string | undefined; readonly outcome: ActOutcome };
