import { randomBytes } from 'node:crypto';
import type { ActProgress } from '../act/progress.ts';
import type { Failure, Position, Run } from './run.ts';
import type { RunError } from './workflow-result.ts';

/** The number of this layout. */
export const HEAD_FORMAT = 2;

/**
 * The journal's one changing item of a run. It holds the current step and nothing older, so that its size does not
 * grow with the run.
 */
export interface Head {
  /** Of this layout; of others, only the one before is read. */
  readonly formatVersion: typeof HEAD_FORMAT;
  /** The execution's name: the run's key in the journal. */
  readonly execution: string;
  /** Grows with each holder: a holder whose number is no longer in the head must not act. */
  readonly fence: number;
  /** Grows with each write. */
  readonly version: number;
  /** Random per write: finding one's own means that a write whose answer was lost has succeeded. */
  readonly writeId: string;
  /** Until when the holder may act, in milliseconds since the epoch; 0 when nobody holds the run. */
  readonly leaseUntil: number;
  /** When CreateRun began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Set before the run is created on the service, which may do so and its answer be lost. */
  readonly creating?: boolean;
  /** Absent until the service has given the ids. */
  readonly run?: Run;
  readonly position: Position;
  readonly act: ActProgress;
  /** Where `act` stands whole when it is too large for an item. */
  readonly spilledAct?: string | undefined;
  /** The browser as it was after the newest effect that was saved; absent while there was none. */
  readonly checkpoint?: StoredCheckpoint;
  /** The browser of the last hand back, alive as long as its environment is. */
  readonly browserId?: string | undefined;
  readonly handBacks: number;
  /** Slices in a row that began at this position, did no call of its step to its end, and did not wait for a quota. */
  readonly slicesHere: number;
  /** How the last slice that broke off did so. */
  readonly brokeOff?: string;
  /** The run this one goes on from. */
  readonly resumed?: { readonly execution: string; readonly workflowRunId: string };
  /** Set by whoever stopped the run: from then on no slice may take its lease. */
  readonly stopped?: Failure;
  /** How the run ended, set before anybody is told, so that all are told the same. */
  readonly ended?: { readonly status: 'SUCCEEDED' | 'FAILED'; readonly error?: RunError };
  /** Of the hashes by which the log tells of what it does not show: 64 hexadecimal characters, random per run. */
  readonly logKey: string;
  /** How far the log group has the run's events; absent until there is a run, and of a run without a log group. */
  readonly log?: LogProgress;
  /** Set when nothing is left to be done for the run. */
  readonly closed?: boolean;
}

/** How far the record was sent to the log group. */
export interface LogProgress {
  /** Where to. */
  readonly stream: string;
  readonly sent?: SentLog;
  /** A batch may be under way: before anything is sent, the stream must be asked what it has. */
  readonly open?: true;
}

/** The last event of the record that is in the log, by its chunk and how many of it were sent. */
export interface SentLog {
  readonly chunk: string;
  readonly events: number;
  /** The timestamp it got, in milliseconds since the epoch: none after it is earlier. */
  readonly at: number;
}

/** A sealed state of the browser: in base64 in the head itself, or the key of an artifact. */
export type StoredCheckpoint = { readonly sealed: string } | { readonly key: string };

/** What a holder may change; the rest belongs to the lease. */
export type HeadChange = Partial<
  Omit<
    Head,
    | 'formatVersion'
    | 'execution'
    | 'fence'
    | 'version'
    | 'writeId'
    | 'leaseUntil'
    | 'startedAt'
    | 'logKey'
    | 'spilledAct'
  >
>;

/** What nobody guesses: 64 hexadecimal characters. */
export function randomKey(): string {
  return randomBytes(32).toString('hex');
}
