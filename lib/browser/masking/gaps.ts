/** Forms put these between the characters of what is typed, or take them out: a card number has spaces, then it has none. */
const GAP = String.raw`[\s\p{Pd}\p{Cf}.()\/]`;
const GAPS = new RegExp(GAP, 'gu');

/** In characters. With gaps anywhere in them, shorter ones would be found everywhere. */
const GAPPED_LENGTH = 6;

/** How gaps are written in addresses and markup, by the character that this begins with. */
const CODED_GAPS: Readonly<Record<string, string>> = {
  '+': String.raw`\+`,
  '%': '%(?:25)*(?:20|0[9ad]|2f|C2%(?:25)*A0)',
  '&': '&nbsp;',
};

/** The characters between which there may be gaps; none when the text is to be looked for as it stands. */
function gappedCharacters(text: string): readonly string[] {
  const characters = Array.from(text.replaceAll(GAPS, ''));
  return characters.length < GAPPED_LENGTH ? [] : characters;
}

/** The source of a pattern (flag `u`) for the text as it is seen: as it stands, or with other gaps when it is long enough. */
export function seenPattern(text: string): string {
  const gapped = gappedCharacters(text);
  return gapped.length > 0 ? gapped.map(literally).join(`${GAP}*`) : Array.from(text, literally).join('');
}

/** The same for the text as it is written in markup, in JSON and in addresses; undefined when it is too short for gaps. */
export function codedPattern(text: string, spellingOf: (character: string) => string): string | undefined {
  const gapped = gappedCharacters(text);
  if (gapped.length === 0) return undefined;
  // A gap that is also a part of the text would make the search take for ever.
  const coded = Object.keys(CODED_GAPS).filter((begins) => !gapped.includes(begins));
  const gaps = [GAP, ...coded.map((begins) => CODED_GAPS[begins])].join('|');
  return gapped.map(spellingOf).join(`(?:${gaps})*`);
}

/** The source of a pattern for nothing but this text. */
export function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
