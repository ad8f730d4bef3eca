/**
 * What set something off, as far as it is known: the first call in a row of timers, answers and messages that led to
 * it. Times are in milliseconds since the epoch.
 */
export interface Cause {
  readonly begun: number;
  /** Its timers are followed until then; set by the first of them. */
  until: number;
  /** A timer that was due later than `until` has run: the row goes on for ever, as far as anybody can know. */
  isSpent: boolean;
}

/** A function of the browser. */
export type Native = (...values: never[]) => unknown;

/** Something a document will still do. */
export interface Outstanding {
  readonly cause: Cause;
  readonly isFrame: boolean;
  /** When it is to come, and from when on it is not reckoned with any more. */
  due: number;
  expires: number;
}

/** What the parts of the probe share. All of it uses built-ins as they were before the page's first script. */
export interface Probe {
  readonly horizonMs: number;
  readonly now: () => number;
  readonly apply: (target: Native, self: unknown, values: readonly unknown[]) => unknown;
  /** The same, for what sends a request: the browser's own record of its sender then tells the cause. */
  readonly send: (cause: Cause, target: Native, self: unknown, values: readonly unknown[]) => unknown;
  /** What set off the code that runs now; undefined when that is not known, as in the handler of a click. */
  readonly current: () => Cause | undefined;
  readonly begin: () => Cause;
  /** Runs `body`, and the promise reactions that follow, as set off by `cause`. */
  readonly run: (cause: Cause, body: () => unknown) => unknown;
  /** The same promise to the page; what waits for it is set off by `cause`. */
  readonly follow: (promise: unknown, cause: Cause) => unknown;
  /** Events of `target` are set off by `cause`. */
  readonly own: (target: unknown, cause: Cause) => void;
  /** Puts `call` in the place of a function of the page, which cannot tell the difference. */
  replace(owner: unknown, name: string, call: (target: Native, self: unknown, values: unknown[]) => unknown): void;
  /** Has `made` see every new object of a class of the page. */
  readonly replaceClass: (name: string, made: (instance: object) => void) => void;
  readonly await: (outstanding: Outstanding) => void;
  readonly done: (outstanding: Outstanding | undefined) => void;
  readonly changed: (cause: Cause | undefined) => void;
}
