import * as z from 'zod';

/** A whole number; the message says what is allowed, whatever came. */
export function wholeNumber(from: number, to: number, unit: string) {
  const error = `a whole number of ${unit} from ${from} to ${to}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

/** A text of so many characters. */
export function text(from: number, to: number) {
  const error = `a text of ${from} to ${to} characters`;
  return z.string({ error }).min(from, { error }).max(to, { error });
}

/** A text that a pattern matches. */
export function matching(pattern: RegExp) {
  const error = `a text of the pattern ${pattern.source}`;
  return z.string({ error }).regex(pattern, { error });
}
