/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/**
 * Runs in our world of a document. Resolves when nothing in it has changed for `quietMs`, no timer of the action is
 * due and no finite animation runs; or after `maximumMs`.
 */
export function whenQuiet(quietMs: number, maximumMs: number, since: number, key: string): Promise<void> {
  // A hidden frame shows nothing, and its timers are slowed down.
  if (innerWidth === 0 || innerHeight === 0) return Promise.resolve();
  const started = performance.now();
  let changed = started;
  const observer = new MutationObserver(() => {
    changed = performance.now();
  });
  const observe = (root: Document | ShadowRoot): void => {
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) observe(element.shadowRoot);
  };
  observe(document);

  const timersDueIn = (): number => {
    let due = 0;
    const listen = (event: Event): void => {
      due = event instanceof CustomEvent ? Number(event.detail) : 0;
    };
    document.addEventListener(`${key}!`, listen);
    document.dispatchEvent(new CustomEvent(`${key}?`, { detail: String(since) }));
    document.removeEventListener(`${key}!`, listen);
    return due;
  };
  const animationsEndIn = (): number =>
    Math.max(
      0,
      ...document.getAnimations().map(({ playState, currentTime, effect }) => {
        const { endTime } = effect?.getComputedTiming() ?? {};
        const left = Number(endTime ?? 0) - Number(currentTime ?? 0);
        return playState === 'running' && Number.isFinite(left) ? left : 0;
      }),
    );

  return new Promise((resolve) => {
    const look = (): void => {
      const time = performance.now();
      const busyFor = Math.max(timersDueIn(), animationsEndIn());
      if (busyFor > 0) changed = time;
      const left = Math.max(quietMs - (time - changed), Math.min(busyFor, 100));
      if (left <= 0 || time - started >= maximumMs) {
        observer.disconnect();
        resolve();
      } else setTimeout(look, Math.min(left, maximumMs - (time - started)));
    };
    setTimeout(look, Math.min(quietMs, maximumMs));
  });
}
