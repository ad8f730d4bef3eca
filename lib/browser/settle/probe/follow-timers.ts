/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { Cause, Outstanding, Probe } from './probe.ts';

/** Runs in the page's own world: follows its timers and animation frames. What one sets off belongs to the same cause. */
export function followTimers(probe: Probe): void {
  const { apply, now, horizonMs } = probe;
  const page = window;
  const FRAME_MS = 17;
  const IDLE_MS = 50;
  /** So late a timer may run: the page may be busy. */
  const GRACE_MS = 1_000;
  const isFunction = (value: unknown): value is () => unknown => typeof value === 'function';
  const mapOf = (map: Map<unknown, Outstanding>) => ({
    get: map.get.bind(map),
    set: map.set.bind(map),
    remove: map.delete.bind(map),
  });
  const milliseconds = (value: unknown): number => {
    const given = typeof value === 'string' ? +value : value;
    return typeof given === 'number' && given > 0 ? given : 0;
  };
  const startRow = (cause: Cause): Cause => {
    if (cause.until === Infinity) cause.until = now() + horizonMs;
    return cause;
  };

  const follow = (
    name: string,
    kind: { readonly delay: (argument: unknown) => number; readonly repeats?: boolean; readonly isFrame?: boolean },
    ...cancels: readonly string[]
  ): ((id: unknown) => void) => {
    const pending = mapOf(new Map());
    const forget = (id: unknown): void => {
      probe.done(pending.get(id));
      pending.remove(id);
    };
    probe.replace(page, name, (target, self, values) => {
      const callback = values[0];
      const delay = kind.delay(values[1]);
      const cause = startRow(probe.current() ?? probe.begin());
      const due = now() + delay;
      const each: Outstanding = { cause, due, expires: due + GRACE_MS, isFrame: kind.isFrame === true };
      let id: unknown;
      const ran = (): void => {
        if (each.due > cause.until) cause.isSpent = true;
        if (kind.repeats) {
          each.due = now() + delay;
          each.expires = each.due + GRACE_MS;
        } else forget(id);
      };
      if (isFunction(callback)) {
        values[0] = function (this: unknown, ...own: unknown[]) {
          ran();
          try {
            return probe.run(cause, () => apply(callback, this, own));
          } finally {
            probe.changed(cause);
          }
        };
        id = apply(target, self, values);
      } else {
        // A text to be run is the page's matter and goes on as it came; another timer tells when it has run.
        id = apply(target, self, values);
        if (!kind.repeats) apply(target, self, [ran, delay]);
      }
      pending.set(id, each);
      probe.await(each);
      return id;
    });
    for (const cancel of cancels)
      probe.replace(page, cancel, (target, self, values) => {
        forget(values[0]);
        return apply(target, self, values);
      });
    return forget;
  };

  // Either of the two clears both kinds, whose numbers are from one row.
  const forgetTimeout = follow('setTimeout', { delay: milliseconds });
  const forgetInterval = follow('setInterval', { delay: milliseconds, repeats: true });
  for (const cancel of ['clearTimeout', 'clearInterval'])
    probe.replace(page, cancel, (target, self, values) => {
      forgetTimeout(values[0]);
      forgetInterval(values[0]);
      return apply(target, self, values);
    });
  follow('requestAnimationFrame', { delay: () => FRAME_MS, isFrame: true }, 'cancelAnimationFrame');
  follow('requestIdleCallback', { delay: () => IDLE_MS }, 'cancelIdleCallback');

  // A task of the scheduler is a timer that gives a promise.
  const delayOf = (options: unknown): number =>
    typeof options === 'object' && options !== null && 'delay' in options ? milliseconds(options.delay) : 0;
  const tasks = 'scheduler' in page && page.scheduler instanceof Object ? Reflect.getPrototypeOf(page.scheduler) : null;
  probe.replace(tasks, 'postTask', (target, self, values) => {
    const callback = values[0];
    if (!isFunction(callback)) return apply(target, self, values);
    const cause = startRow(probe.current() ?? probe.begin());
    const due = now() + delayOf(values[1]);
    const each: Outstanding = { cause, due, expires: due + GRACE_MS, isFrame: false };
    values[0] = function (this: unknown, ...own: unknown[]) {
      if (due > cause.until) cause.isSpent = true;
      probe.done(each);
      try {
        return probe.run(cause, () => apply(callback, this, own));
      } finally {
        probe.changed(cause);
      }
    };
    probe.await(each);
    return apply(target, self, values);
  });
}
