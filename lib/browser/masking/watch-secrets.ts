/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/** Where something is shown, in CSS pixels of its document's viewport. */
export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Runs in our world of a document. Looks where secrets are shown, now and before each frame that is drawn, until
 * {@link secretSpots} asks for the places. Gives how many there are now.
 *
 * @param sources of the patterns that find the secrets; what was filled into fields of this document is known there
 */
export function watchSecrets(sources: readonly string[]): number {
  // Not drawn as they stand: addresses may carry a secret that nobody sees.
  const UNSEEN = new Set(['href', 'src', 'srcset', 'srcdoc', 'action', 'formaction', 'style', 'class', 'd']);
  const NO_TEXT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE']);
  /** Glyphs reach over the boxes of their lines. */
  const MARGIN = 3;
  /** For nobody may come back to end it. */
  const WATCHED_MS = 5_000;
  const spots = new Map<unknown, Spot>();
  // Looking ahead, one finds those as well that begin within another one.
  const patterns = sources.map((source) => new RegExp(`(?=(${source}))`, 'gu'));
  const has = (text: string | null): boolean => text !== null && patterns.some((pattern) => text.search(pattern) >= 0);
  const bare = (text: string): string => text.replace(/[\s\p{Pd}\p{Cf}.()/]/gu, '');

  const add = (key: unknown, { left, top, right, bottom }: DOMRect): void => {
    if (right - left === 0 || bottom - top === 0) return;
    const before = spots.get(key);
    spots.set(key, {
      left: Math.min(left - MARGIN, before?.left ?? Infinity),
      top: Math.min(top - MARGIN, before?.top ?? Infinity),
      right: Math.max(right + MARGIN, before?.right ?? -Infinity),
      bottom: Math.max(bottom + MARGIN, before?.bottom ?? -Infinity),
    });
  };

  /** A text may be spread over many nodes. */
  const addTexts = (root: Document | ShadowRoot): void => {
    const whole = root instanceof Document ? root.documentElement : root;
    if (!whole || !has(whole.textContent)) return;
    const nodes: { readonly node: Text; readonly at: number }[] = [];
    let text = '';
    const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!(node instanceof Text) || NO_TEXT.has(node.parentElement?.tagName ?? '')) continue;
      nodes.push({ node, at: text.length });
      text += node.data;
    }
    for (const [which, pattern] of patterns.entries())
      for (const { index: from, 1: found = '' } of text.matchAll(pattern))
        for (const { node, at } of nodes) {
          const start = Math.max(from - at, 0);
          const end = Math.min(from + found.length - at, node.length);
          if (start >= end) continue;
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, end);
          Array.from(range.getClientRects(), (box, line) => add(`${which} ${from} ${at} ${line}`, box));
        }
  };
  const showsSecret = (element: Element): boolean => {
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      if (has(element.value)) return true;
    if (element instanceof HTMLSelectElement && has(element.textContent)) return true;
    return Array.from(element.attributes).some(({ name, value }) => !UNSEEN.has(name) && has(value));
  };
  const addElements = (root: Document | ShadowRoot): void => {
    addTexts(root);
    for (const element of root.querySelectorAll('*')) {
      if (showsSecret(element)) add(element, element.getBoundingClientRect());
      if (element.shadowRoot) addElements(element.shadowRoot);
    }
  };
  const look = (): void => {
    const filled: unknown = Reflect.get(globalThis, 'novaActFilled');
    if (filled instanceof Map)
      for (const [field, held] of filled as Map<unknown, unknown>) {
        const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
        // Pages put gaps into what was filled in whenever they like.
        const isHeld = isField && field.value !== '' && typeof held === 'string' && bare(field.value) === bare(held);
        if (isHeld) add(field, field.getBoundingClientRect());
        else filled.delete(field);
      }
    addElements(document);
  };

  look();
  const until = performance.now() + WATCHED_MS;
  let frame = requestAnimationFrame(function again() {
    look();
    if (performance.now() < until) frame = requestAnimationFrame(again);
  });
  Object.assign(globalThis, {
    novaActSecretSpots: (): Spot[] => {
      cancelAnimationFrame(frame);
      look();
      return [...spots.values()];
    },
  });
  return spots.size;
}

/** Runs in our world of a document that is watched: where secrets were shown since then. Ends the watch. */
export function secretSpots(): Spot[] {
  const ask: unknown = Reflect.get(globalThis, 'novaActSecretSpots');
  return typeof ask === 'function' ? ask() : [];
}
