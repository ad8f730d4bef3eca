/** How well a name fits: 4 exactly, 3 but for case, spaces and a colon at the end, 2 as whole words of it, 1 as the beginning of words, 0 not. */
type Quality = 0 | 1 | 2 | 3 | 4;

/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Compares a name on the page with the one asked for. The empty one fits everything, loosely. */
export function matchText(name: string, wanted: string): Quality {
  if (wanted === '') return 1;
  if (name === wanted) return 4;
  const [loose, looseWanted] = [loosely(name), loosely(wanted)];
  if (looseWanted === '' || loose === '') return 0;
  // Elements inside a word are printed on lines of their own, which puts spaces where the page shows none.
  if (loose.replaceAll(' ', '') === looseWanted.replaceAll(' ', '')) return 3;
  const [words, wantedWords] = [` ${wordsOf(loose)} `, ` ${wordsOf(looseWanted)}`];
  if (wantedWords.trim() !== '')
    return words.includes(`${wantedWords} `) ? 2 : words.includes(wantedWords) ? 1 : unspaced();
  return loose.includes(looseWanted) ? 1 : 0;

  function unspaced(): Quality {
    return UNSPACED.test(looseWanted) && loose.includes(looseWanted) ? 1 : 0;
  }
}

/** The best fit among several names. */
export function bestMatch(names: readonly string[], wanted: string): Quality {
  return names.map((name) => matchText(name, wanted)).reduce((best, each) => (each > best ? each : best), 0);
}

/** `countries` → `country`. */
export function singular(word: string): string {
  return word.replace(/ies$/i, 'y').replace(/(?<=\w\w)(?<!s)s$/i, '');
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
