/** What the planner says instead of guessing; the message becomes the act's failure. */
export class CannotDo extends Error {
  override readonly name: string = 'CannotDo';
}

/** What is asked for is not in view now. It may be further down, or still loading. */
export class NotSeen extends CannotDo {
  override readonly name: string = 'NotSeen';
}

/** It is in view, but the page is visibly not done with it. Looking elsewhere would not help, waiting may. */
export class NotReady extends NotSeen {
  override readonly name = 'NotReady';
}

/** It is on the page, below something else. */
export class Covered extends NotSeen {
  override readonly name = 'Covered';
}

/** `“a”, “b” and 3 more`, for messages: at most eight, each cut to 60 characters, none twice. */
export function someOf(texts: Iterable<string>): string {
  const distinct = [...new Set(texts)].filter((text) => text !== '');
  if (distinct.length === 0) return 'nothing';
  const shown = distinct.slice(0, 8).map((text) => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`);
  return distinct.length > shown.length
    ? `${shown.join(', ')} and ${distinct.length - shown.length} more`
    : shown.join(', ');
}
