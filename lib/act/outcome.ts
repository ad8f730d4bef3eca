import type { JsonValue } from './json.ts';
import type { ActEnding } from './ports.ts';
import type { ActProgress } from './progress.ts';

/** What every ended act tells, however it ended. */
interface ActFigures {
  /** Answers of InvokeActStep. */
  readonly steps: number;
  /** Seconds from CreateAct's answer to the end, to a tenth. */
  readonly timeWorkedSeconds: number;
  /** What pages gave to download while the act was performed. */
  readonly downloads?: readonly KeptDownload[];
  /** What went with a lost browser and did not come back, a sentence each. */
  readonly lost?: readonly string[];
}

/**
 * A downloaded file, kept among the run's artifacts or in a session's directory.
 *
 * @example
 * import type { KeptDownload } from 'nova-act-serverless';
 *
 * const told = ({ name, bytes, location }: KeptDownload) => `${name}: ${bytes} bytes in ${location}`;
 */
export interface KeptDownload {
  /** As the page named it; not safe as a path. */
  readonly name: string;
  /** That of the name's extension. */
  readonly mediaType: string;
  /** Its size. */
  readonly bytes: number;
  /** Where a person finds it: a URL or a path. */
  readonly location: string;
}

/** How an act ended. That it failed is a value: nothing in the machinery broke. */
export type ActOutcome = ActFigures &
  (
    | { readonly status: 'SUCCEEDED'; readonly response?: JsonValue }
    | { readonly status: 'FAILED'; readonly error: { readonly name: string; readonly message: string } }
  );

/** The figures of an act that ends now. */
export function figures({ stepsTaken, startedAt, downloads, lost }: ActProgress, now: number): ActFigures {
  const workedMs = startedAt === undefined ? 0 : Math.max(0, now - startedAt);
  return {
    steps: stepsTaken,
    timeWorkedSeconds: Math.round(workedMs / 100) / 10,
    ...(downloads && { downloads }),
    ...(lost && { lost }),
  };
}

/** The outcome as the service is told of it. */
export function endingOf(outcome: ActOutcome): ActEnding {
  return outcome.status === 'SUCCEEDED'
    ? { status: 'SUCCEEDED' }
    : { status: 'FAILED', error: { message: outcome.error.message, type: outcome.error.name } };
}
