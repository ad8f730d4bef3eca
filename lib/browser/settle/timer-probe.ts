/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/**
 * Runs in the page's own world before its first script, and follows its timers and animation frames. It answers an
 * event named `${key}?` with one named `${key}!`, whose detail is for how many more milliseconds something is due that
 * was set off at `since` or later; the two names are all a page could ever see of it, and it knows neither.
 *
 * A timer set by the callback of another one is as old as that: an endless ticker never becomes the action's.
 */
export function installTimerProbe(key: string, horizonMs: number): void {
  interface Pending {
    /** When its chain of timers began, and when it is due. */
    readonly begun: number;
    readonly due: number;
  }
  const now = Date.now.bind(Date);
  const apply = Reflect.apply;
  // Called on their objects by `apply`.
  // oxlint-disable-next-line typescript/unbound-method
  const then = Promise.prototype.then;
  // oxlint-disable-next-line typescript/unbound-method
  const dispatch = EventTarget.prototype.dispatchEvent;
  const Answer = CustomEvent;
  const resolved = Promise.resolve();
  const timeouts = new Map<unknown, Pending>();
  const intervals = new Map<unknown, Pending>();
  const frames = new Map<unknown, Pending>();
  let chain: number | undefined;

  // The callback's promise reactions run after it has returned, some of them several microtasks later.
  const leaveChain = (hops: number): void => {
    if (hops === 0) chain = undefined;
    else void apply(then, resolved, [() => leaveChain(hops - 1)]);
  };

  const follow = (
    name: 'setTimeout' | 'setInterval' | 'requestAnimationFrame',
    pending: Map<unknown, Pending>,
    delay: (argument: unknown) => number,
    once: boolean,
  ): void => {
    const native: unknown = window[name];
    if (typeof native !== 'function') return;
    const replacement = new Proxy(native, {
      apply(target, self, given: unknown[]) {
        const [callback, ...rest] = given;
        const begun = chain ?? now();
        const due = now() + delay(rest[0]);
        let id: unknown;
        const entry = (...values: unknown[]): unknown => {
          if (once) pending.delete(id);
          chain = begun;
          try {
            return typeof callback === 'function' ? apply(callback, window, values) : undefined;
          } finally {
            leaveChain(10);
          }
        };
        id = apply(target, self, [typeof callback === 'function' ? entry : callback, ...rest]);
        pending.set(id, { begun, due });
        return id;
      },
    });
    Object.defineProperty(window, name, { value: replacement, writable: true, configurable: true, enumerable: true });
  };
  const forget = (
    name: 'clearTimeout' | 'clearInterval' | 'cancelAnimationFrame',
    ...kinds: Map<unknown, Pending>[]
  ): void => {
    const native: unknown = window[name];
    if (typeof native !== 'function') return;
    const replacement = new Proxy(native, {
      apply(target, self, given: unknown[]) {
        for (const kind of kinds) kind.delete(given[0]);
        return apply(target, self, given);
      },
    });
    Object.defineProperty(window, name, { value: replacement, writable: true, configurable: true, enumerable: true });
  };
  const milliseconds = (argument: unknown): number => (typeof argument === 'number' && argument > 0 ? argument : 0);

  follow('setTimeout', timeouts, milliseconds, true);
  follow('setInterval', intervals, milliseconds, false);
  follow('requestAnimationFrame', frames, () => 17, true);
  forget('clearTimeout', timeouts, intervals);
  forget('clearInterval', timeouts, intervals);
  forget('cancelAnimationFrame', frames);

  document.addEventListener(`${key}?`, (event) => {
    const since = Number(event instanceof Answer ? event.detail : Number.NaN);
    const time = now();
    let longest = 0;
    const consider = ({ begun, due }: Pending): void => {
      if (begun >= since && due <= since + horizonMs) longest = Math.max(longest, due - time, 1);
    };
    timeouts.forEach(consider);
    frames.forEach(consider);
    // One that goes on after the horizon is the page's way of life and not something the action is waiting for.
    intervals.forEach((interval) => {
      if (time <= since + horizonMs) consider(interval);
    });
    apply(dispatch, document, [new Answer(`${key}!`, { detail: String(longest) })]);
  });
}
