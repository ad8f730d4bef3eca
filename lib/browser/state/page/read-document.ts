/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { Entries } from '../browser-state.ts';

export interface DocumentFacts {
  readonly url: string;
  readonly origin: string;
  /** Which window of its parent it is in, for each step from the tab's own down to it. */
  readonly path: number[];
  readonly scroll: [number, number];
  /** HTTP status; 0 when there is none. */
  readonly status: number;
  /** Whether there is nothing in it. */
  readonly isEmpty: boolean;
  /** Session storage; null when it is too large. */
  readonly session: Entries | null;
}

/**
 * Runs in our world of a document. Gives {@link DocumentFacts} as JSON: a text may hold halves of characters.
 *
 * @param limit of the session storage, in characters
 */
export function readDocument(limit: number): string {
  const pathOf = (inner: Window): number[] => {
    const path: number[] = [];
    for (let at = inner; at !== at.parent; at = at.parent) {
      let index = 0;
      while (index < at.parent.length && at.parent[index] !== at) index += 1;
      path.unshift(index);
    }
    return path;
  };
  const sessionEntries = (): Entries | null => {
    try {
      let size = 0;
      const read: Entries = [];
      for (let index = 0; index < sessionStorage.length; index += 1) {
        const key = sessionStorage.key(index) ?? '';
        const value = sessionStorage.getItem(key) ?? '';
        size += key.length + value.length;
        if (size > limit) return null;
        read.push([key, value]);
      }
      return read;
    } catch {
      return []; // A document without an origin has none.
    }
  };
  const [navigation] = performance.getEntriesByType('navigation');
  const facts: DocumentFacts = {
    url: location.href,
    origin: globalThis.origin,
    path: pathOf(window),
    scroll: [scrollX, scrollY],
    status: navigation instanceof PerformanceNavigationTiming ? navigation.responseStatus : 0,
    isEmpty: document.querySelector('body *') === null && (document.body?.textContent ?? '').trim() === '',
    session: sessionEntries(),
  };
  return JSON.stringify(facts);
}
