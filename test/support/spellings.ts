/**
 * Ways in which a word of letters and digits can be found again: as it stands, which in addresses, markup and JSON it does as
 * well, and inside of a text in base64, wherever in that it begins.
 */
export function spellings(word: string): string[] {
  const coded = [0, 1, 2].map((offset) => {
    const base64 = Buffer.from('.'.repeat(offset) + word).toString('base64');
    // The characters that hold bits of this word alone.
    return base64.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + word.length) * 8) / 6));
  });
  return [word, ...coded];
}
