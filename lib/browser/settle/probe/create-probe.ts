/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping, typescript/unbound-method -- a function for the page is sent as text and holds all it uses; the built-ins are called by `apply` */

import type { Cause, Native, Outstanding, Probe } from './probe.ts';

/**
 * Runs in the page's own world before its first script. Answers an event named `${key}?` on `performance`, whose detail
 * is the time of an action, with one named `${key}!`, and again whenever that answer may have become another. These
 * names are all a page could see of it, and it knows neither; `document.open()` removes the listeners of a document and
 * its window, but not these.
 */
export function createProbe(key: string, mark: string, horizonMs: number): Probe {
  const now = Date.now.bind(Date);
  const isFunction = (value: unknown): value is Native => typeof value === 'function';
  const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const then = Promise.prototype.then;
  const dispatch = EventTarget.prototype.dispatchEvent;
  const Answer = CustomEvent;
  const toNumber = Number;
  const page = window;
  const channel = performance;
  const resolved = Promise.resolve();
  const eventOfWindow = getOwnPropertyDescriptor(page, 'event')?.get;
  const targetOfEvent = getOwnPropertyDescriptor(Event.prototype, 'target')?.get;
  const detailOfEvent = getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get;
  /** Promise reactions of a callback run after it has returned, one after another. */
  const REACTIONS = 30;
  /** Causes of changes that are remembered: those of the last moments. */
  const REMEMBERED = 64;
  const FORGOTTEN_AFTER_MS = 1_000;

  // A page may replace the methods of any class, so those used later are bound now.
  const mapOf = <Key, Value>(map: Map<Key, Value>) => ({
    set: map.set.bind(map),
    remove: map.delete.bind(map),
    forEach: map.forEach.bind(map),
    size: getOwnPropertyDescriptor(Map.prototype, 'size')?.get?.bind(map) ?? (() => 0),
  });
  const weakMapOf = <Value>(map: WeakMap<object, Value>) => ({ get: map.get.bind(map), set: map.set.bind(map) });
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';

  const outstanding = mapOf(new Map<Outstanding, true>());
  const changes = mapOf(new Map<Cause, number>());
  const owned = weakMapOf(new WeakMap<object, Cause>());
  const natives = weakMapOf(new WeakMap<object, unknown>());
  let changedAt = now();
  let running: Cause | undefined;
  let turn = 0;
  let watchedSince: number | undefined;

  const leave = (own: number, reactions: number): void => {
    if (own !== turn) return;
    if (reactions === 0) running = undefined;
    else void apply(then, resolved, [() => leave(own, reactions - 1)]);
  };
  const enter = (cause: Cause): void => {
    running = cause;
    turn += 1;
    leave(turn, REACTIONS);
  };

  const counts = ({ begun, isSpent }: Cause, since: number): boolean => begun >= since && !isSpent;
  const tell = (since: number): void => {
    const time = now();
    let changed = changedAt;
    let dueIn = 0;
    let onlyFrames = true;
    changes.forEach((at, cause) => {
      if (at > changed && counts(cause, since)) changed = at;
    });
    outstanding.forEach((_, each) => {
      const { cause, due, expires, isFrame } = each;
      if (time > expires) outstanding.remove(each);
      else if (counts(cause, since) && due <= cause.until) {
        const left = due - time;
        if (left > dueIn || dueIn === 0) dueIn = left > 1 ? left : 1;
        if (!isFrame) onlyFrames = false;
      }
    });
    const detail = `[${time - changed},${dueIn},${onlyFrames}]`;
    apply(dispatch, channel, [new Answer(`${key}!`, { detail })]);
  };
  const tellAgain = (): void => {
    if (watchedSince !== undefined) tell(watchedSince);
  };

  const probe: Probe = {
    horizonMs,
    now,
    apply,
    send(cause, target, self, values) {
      const name = `${mark}${cause.isSpent ? 0 : cause.begun}`;
      return { [name]: () => apply(target, self, values) }[name]?.();
    },
    current() {
      const event: unknown = eventOfWindow && apply(eventOfWindow, page, []);
      const target: unknown = event && targetOfEvent && apply(targetOfEvent, event, []);
      return (isObject(target) ? owned.get(target) : undefined) ?? running;
    },
    begin: () => ({ begun: now(), until: Infinity, isSpent: false }),
    run(cause, body) {
      const before = running;
      running = cause;
      turn += 1;
      const own = turn;
      try {
        return body();
      } finally {
        if (before) running = before;
        else leave(own, REACTIONS);
      }
    },
    follow: (promise, cause) =>
      apply(then, promise, [
        (value: unknown) => {
          enter(cause);
          probe.changed(cause);
          return value;
        },
        (reason: unknown) => {
          enter(cause);
          probe.changed(cause);
          throw reason;
        },
      ]),
    own(target, cause) {
      if (isObject(target)) owned.set(target, cause);
    },
    replace(owner, name, call) {
      if (!isObject(owner)) return;
      const descriptor = getOwnPropertyDescriptor(owner, name);
      const native: unknown = descriptor?.value;
      if (!isFunction(native)) return;
      const value = new Proxy(native, {
        apply: (target, self: unknown, values: unknown[]) => call(target, self, values),
      });
      natives.set(value, native);
      defineProperty(owner, name, { ...descriptor, value });
    },
    replaceClass(name, made) {
      const descriptor = getOwnPropertyDescriptor(page, name);
      const native: unknown = descriptor?.value;
      if (!isFunction(native)) return;
      const value = new Proxy(native, {
        construct(target, values, newTarget) {
          const instance: unknown = construct(target, values, newTarget);
          if (!isObject(instance)) throw new TypeError(`${name} is no class`);
          made(instance);
          return instance;
        },
      });
      natives.set(value, native);
      defineProperty(page, name, { ...descriptor, value });
      const prototype = getOwnPropertyDescriptor(native, 'prototype')?.value as unknown;
      if (!isObject(prototype)) return;
      const constructor = getOwnPropertyDescriptor(prototype, 'constructor');
      defineProperty(prototype, 'constructor', { ...constructor, value });
    },
    await(each) {
      outstanding.set(each, true);
    },
    done(each) {
      if (each && outstanding.remove(each)) probe.changed(each.cause);
    },
    changed(cause) {
      const time = now();
      if (!cause) changedAt = time;
      else {
        changes.set(cause, time);
        if (changes.size() > REMEMBERED)
          changes.forEach((at, each) => {
            if (at < time - FORGOTTEN_AFTER_MS) changes.remove(each);
          });
      }
      tellAgain();
    },
  };

  probe.replace(Function.prototype, 'toString', (target, self, values) =>
    apply(target, isObject(self) ? (natives.get(self) ?? self) : self, values),
  );
  channel.addEventListener(`${key}?`, (event) => {
    const since = detailOfEvent && toNumber(apply(detailOfEvent, event, []));
    // Nothing is told to nobody: the end of watching is an action at no time at all.
    watchedSince = since !== undefined && since >= 0 ? since : undefined;
    tellAgain();
  });
  return probe;
}
