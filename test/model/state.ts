/**
 * One run: the journal's head, two environments in which slices run, two closers, the service and the site. Every object
 * has all its keys from the beginning, in one order: states are compared by their values.
 */

/**
 * How much of a lease is used up. FRESH: an effect may be dispatched. LATE: less than the margin is left; what is under
 * way may still arrive. OVER: nothing may happen any more. Time passes by one of these at a time.
 */
export const [FRESH, LATE, OVER] = [0, 1, 2] as const;
export type Age = 0 | 1 | 2;

/** `told`: the agent is told that it may have been done; `dropped`: that it was not. */
export type CallState = 'waiting' | 'begun' | 'done' | 'told' | 'dropped';

export type Ending =
  | 'Succeeded'
  | 'EffectUnknown'
  | 'BrowserStateLost'
  | 'StepAnswerLost'
  | 'ServiceUnreachable'
  | 'RunStopped';

export type Status = 'SUCCEEDED' | 'FAILED';

/** What the head says of the run. */
export interface Journal {
  /** The step answered last; 0 before the first. */
  readonly step: number;
  /** Whether it is the second answer that the service gave for this number: its calls are others. */
  readonly again: boolean;
  readonly calls: readonly CallState[];
  /** How often the next step has been asked for; 2 stands for more. */
  readonly asked: 0 | 1 | 2;
  /** How many effects the page shows, and how many the checkpoint does. */
  readonly page: number;
  readonly saved: number;
  /** The browser of the last hand back; 0 when there is none. */
  readonly named: number;
  /** How the act ended. */
  readonly outcome: Ending | undefined;
  /** How the run ended, which also marks it as stopped: from then on it belongs to the closers. */
  readonly decided: Ending | undefined;
  readonly closed: boolean;
}

/** How many writes, and how many takers, came after a reading of the head; what is more than that differs in nothing. */
export interface Behind {
  readonly version: 0 | 1 | 2;
  readonly fence: 0 | 1;
}

export const NOT_BEHIND: Behind = { version: 0, fence: 0 };

/** A write of the head. It renews the lease from the moment it leaves. */
export interface Write {
  readonly kind: 'take' | 'renew' | 'change';
  readonly next: Journal;
  /** The reading that its condition names. */
  readonly base: Behind;
  readonly age: Age;
  /** Whether the head is this very write, by its write id. */
  readonly isHead: boolean;
  /** What its writer does next. */
  readonly leadsTo: Phase;
}

/** What a slice does next. The journal says most of it; this is what only its memory knows. */
export type Phase =
  | 'open'
  | 'work'
  | 'ask'
  | 'keepAnswer'
  | 'keepSecondAnswer'
  | 'performed'
  | 'takeBack'
  | 'leave'
  | 'release'
  | 'rest'
  | 'gone';

export interface Slice {
  readonly phase: Phase;
  /** The head as it was last read or written. */
  readonly knows: Journal;
  readonly base: Behind;
  readonly age: Age;
  /** A write that got no answer and is to be sent again. */
  readonly write: Write | undefined;
  /** A renewal got no answer and was given up: it may have been done. */
  readonly mayBeAhead: boolean;
}

export interface Browser {
  readonly id: number;
  /** How many effects its page shows. */
  readonly shows: number;
  /** The step that was asked for with a look at this page. */
  readonly seenFor: number;
  /** The call whose request has left the page and not reached the proxy yet. */
  readonly underWay: string | undefined;
}

/** A Lambda environment: at most one slice and one browser. */
export interface Environment {
  readonly slice: Slice | undefined;
  readonly browser: Browser | undefined;
  /** A write that got no answer in time: it arrives later or never. */
  readonly late: Write | undefined;
}

/** FinalizeRun comes when the act has ended, `stop` at any time; both come again when they crash. */
export interface Closer {
  readonly kind: 'finalize' | 'stop';
  readonly phase: 'idle' | 'tellAct' | 'tellRun' | 'finish';
  /** The head as it took it. */
  readonly knows: Journal | undefined;
  readonly base: Behind;
}

export interface State {
  readonly journal: Journal;
  /** The environment that holds the lease, or held it when the end was decided; -1 at first. */
  readonly holder: number;
  readonly age: Age;
  readonly environments: readonly Environment[];
  readonly closers: readonly Closer[];
  readonly service: {
    /** The step it took last, and whether it gave a second answer for it. */
    readonly step: number;
    readonly again: boolean;
    /** What it was told of the ends. */
    readonly act: Status | undefined;
    readonly run: Status | undefined;
  };
  /** How often each call of the newest step reached the site. */
  readonly site: readonly { readonly call: string; readonly times: number }[];
  /** Time since the end was decided. */
  readonly decidedFor: Age;
  /** Whether a slice was lost between the begin of an effect and the asking after it. */
  readonly lostInTheMiddle: boolean;
  readonly left: Left;
}

/** What may still happen: these bound the exploration. */
export interface Left {
  /** Crashes, answers (of the journal or the service) that are lost, leases that run out though their holder lives. */
  readonly faults: number;
  readonly handBacks: number;
}
