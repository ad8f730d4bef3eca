/**
 * A text whose quoted phrases are hidden behind marks, so that sentences can be cut and matched without looking into
 * what was quoted.
 */
export interface QuotedText {
  readonly masked: string;
  /** The words meant: marks replaced by what stood between the quotation marks. */
  plain(part: string): string;
  /** The words as written, quotation marks included. */
  written(part: string): string;
}

/** Matches one hidden phrase, for use in a pattern. */
export const QUOTED = '\uE000\\d+\uE001';

/** A single quotation mark inside a word is an apostrophe. */
const PHRASE =
  /"([^"]*)"|“([^”"]*)[”"]|„([^“”]*)[“”]|‘((?:[^’]|’(?=\p{L}))*)’|(?<![\p{L}\d])'((?:[^']|'(?=\p{L}))*)'(?![\p{L}\d])/gu;

/** Hides the quoted phrases of a text. An unclosed quotation mark is an ordinary character. */
export function hideQuoted(text: string): QuotedText {
  const phrases: { plain: string; written: string }[] = [];
  const masked = text.replace(/[\uE000\uE001]/g, '').replace(PHRASE, (written, ...groups: unknown[]) => {
    const plain = groups.slice(0, 5).find((group) => typeof group === 'string') ?? '';
    return `\uE000${phrases.push({ plain: plain.trim(), written }) - 1}\uE001`;
  });
  const show = (part: string, face: 'plain' | 'written') =>
    part.replace(new RegExp(QUOTED, 'g'), (mark) => phrases[Number(mark.slice(1, -1))]?.[face] ?? '').trim();
  return { masked, plain: (part) => show(part, 'plain'), written: (part) => show(part, 'written') };
}
