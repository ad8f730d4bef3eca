import { JournalUnreadable } from './errors.ts';

/** Whether a record has another shape than was thought, from another version or from whoever has taken over a slice. */
export function isUnreadable(error: unknown): boolean {
  return [JournalUnreadable, SyntaxError, TypeError, RangeError].some((unreadable) => error instanceof unreadable);
}
