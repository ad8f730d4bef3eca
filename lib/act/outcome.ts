import type { JsonValue } from './json.ts';

/** What every ended act tells, however it ended. */
interface ActFigures {
  /** Answers of InvokeActStep. */
  readonly steps: number;
  /** Seconds from CreateAct's answer to the end, to a tenth. */
  readonly timeWorkedSeconds: number;
  /** What pages gave to download while the act was performed. */
  readonly downloads?: readonly KeptDownload[];
}

/** A downloaded file among the run's artifacts. */
export interface KeptDownload {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly location: string;
}

/** How an act ended. That it failed is a value: nothing in the machinery broke. */
export type ActOutcome = ActFigures &
  (
    | { readonly status: 'SUCCEEDED'; readonly response?: JsonValue }
    | { readonly status: 'FAILED'; readonly error: { readonly name: string; readonly message: string } }
  );
