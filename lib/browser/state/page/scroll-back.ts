/// <reference lib="dom" />

/** Runs in a document. */
export function scrollBack([left, top]: readonly [number, number]): void {
  scrollTo({ left, top, behavior: 'instant' });
}
