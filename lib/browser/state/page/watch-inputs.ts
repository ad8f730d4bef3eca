/// <reference lib="dom" />

/** What our world of a document remembers of its form controls. */
export interface KnownInputs {
  /** Held a secret once, or were made for one. */
  readonly secret: WeakSet<EventTarget>;
  /** Were written into, whatever their default value is made to say afterwards. */
  readonly typed: WeakSet<EventTarget>;
  /** Took a text and are no form control: its text is part of the page, or out of reach in a closed shadow root. */
  readonly elsewhere: Set<Element>;
  /** Goes on with the watch where a page has ended it. */
  watch(): void;
}

/**
 * Runs in our world of each document before its first script, and may run again: keeps {@link KnownInputs} there as
 * `novaActInputs`. Changes nothing in the page.
 */
export function watchInputs(): void {
  const known: unknown = Reflect.get(globalThis, 'novaActInputs');
  if (typeof known === 'object' && known !== null && 'watch' in known && typeof known.watch === 'function')
    return void known.watch();
  const secret = new WeakSet<EventTarget>();
  const typed = new WeakSet<EventTarget>();
  const elsewhere = new Set<Element>();
  const onInput = (event: Event): void => {
    const [target] = event.composedPath();
    if (!(target instanceof Element)) return;
    if (target instanceof HTMLInputElement && target.type === 'password') secret.add(target);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) typed.add(target);
    else if (!target.shadowRoot) elsewhere.add(target);
  };
  // Pages show passwords by making another kind of field of theirs.
  const types = new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) if (oldValue?.toLowerCase() === 'password') secret.add(target);
  });
  const watch = (): void => {
    addEventListener('input', onInput, true);
    types.observe(document, { subtree: true, attributeFilter: ['type'], attributeOldValue: true });
  };
  watch();
  Object.assign(globalThis, { novaActInputs: { secret, typed, elsewhere, watch } });
}
