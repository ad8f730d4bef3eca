import type { ActProgress } from '../act/progress.ts';
import type { Position, Run } from './run.ts';

/**
 * The journal's one changing item of a run. It holds the current step and nothing older, so that its size does not
 * grow with the run.
 */
export interface Head {
  /** Of this layout; a head of another number is not read. */
  readonly formatVersion: 1;
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
  /** Absent until the service has given the ids. */
  readonly run?: Run;
  readonly position: Position;
  readonly act: ActProgress;
  /** The browser of the last hand back, alive as long as its environment is. */
  readonly browserId?: string | undefined;
  readonly handBacks: number;
  /** Slices in a row that began at this position without having waited for a quota. */
  readonly slicesHere: number;
  /** How the last slice that broke off did so. */
  readonly brokeOff?: string;
  /** Set when FinalizeRun has written the log, so that a retry does not write it twice. */
  readonly logWritten?: boolean;
}

/** What a holder may change; the rest belongs to the lease. */
export type HeadChange = Partial<
  Pick<Head, 'run' | 'position' | 'act' | 'browserId' | 'handBacks' | 'slicesHere' | 'brokeOff' | 'logWritten'>
>;
