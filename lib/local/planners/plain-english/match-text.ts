/** How well a name fits: 4 exactly, 3 but for case, spaces and a colon at the end, 2 as whole words of it, 1 as a part of it, 0 not. */
type Quality = 0 | 1 | 2 | 3 | 4;

/** Compares a name on the page with the one asked for. The empty one fits everything, loosely. */
export function matchText(name: string, wanted: string): Quality {
  if (wanted === '') return 1;
  if (name === wanted) return 4;
  const [loose, looseWanted] = [loosely(name), loosely(wanted)];
  if (looseWanted === '' || loose === '') return 0;
  // Elements inside a word are printed on lines of their own, which puts spaces where the page shows none.
  if (loose.replaceAll(' ', '') === looseWanted.replaceAll(' ', '')) return 3;
  if (` ${wordsOf(loose)} `.includes(` ${wordsOf(looseWanted)} `) && wordsOf(looseWanted) !== '') return 2;
  return loose.includes(looseWanted) ? 1 : 0;
}

/** The best fit among several names. */
export function bestMatch(names: readonly string[], wanted: string): Quality {
  return names.map((name) => matchText(name, wanted)).reduce((best, each) => (each > best ? each : best), 0);
}

/** `orderNumber`, `order_number` → `order number`. */
export function inWords(identifier: string): string {
  return identifier
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
}

function loosely(text: string): string {
  return text
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[\s:*]+$/, '')
    .trim();
}

function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
