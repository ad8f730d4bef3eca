import { CannotDo } from './cannot-do.ts';
import type { Extreme, Reading, Target } from './imperative.ts';
import { QUOTED, type QuotedText } from './quoted-text.ts';

const ORDINALS: Readonly<Record<string, number>> = {
  first: 0,
  '1st': 0,
  second: 1,
  '2nd': 1,
  third: 2,
  '3rd': 2,
  fourth: 3,
  '4th': 3,
  fifth: 4,
  '5th': 4,
  last: -1,
};
const EXTREMES: readonly (readonly [pattern: RegExp, extreme: Extreme])[] = [
  [/^(?:cheapest|least expensive|lowest[- ]priced|lowest(?= (?:price|cost)))\b ?(.*)$/i, 'lowest'],
  [/^(?:most expensive|dearest|highest[- ]priced|highest(?= (?:price|cost)))\b ?(.*)$/i, 'highest'],
];
const KIND =
  'radio button|button|link|tab|check ?box|radio|(?:text |input )?(?:field|box|area)|textbox|input|drop-?down|menu item|menu|list|option|heading|image|icon|switch|toggle';
/** What an entry of a list is called, whatever it is. */
export const RESULT = /^(?:search )?(?:results?|items?|products?|entry|entries|hits?|cards?|rows?)$/i;
const PLACE = 'row|section|card|list|line|box|item|product|form|group|dialog|area|table';

const ARTICLE = /^(?:on |the |a |an |this |that |its |their )+/i;
/** In characters. No element is called by more, and comparing that would take long. */
const LONGEST_NAME = 500;

const IN = 'in|inside|under|below|next to|beside|near|of';
const WITHIN_QUOTED = new RegExp(
  `^(.+?) (?:${IN}|for|on|from) (?:the )?(?:(?:${PLACE}) )?(${QUOTED})(?: (?:${PLACE}))?$`,
  'i',
);
const WITHIN = new RegExp(`^(.+?) (?:${IN}) (?:the )?(?:(?:${PLACE}) )?(.+?)(?: (?:${PLACE}))?$`, 'i');
const ORDINAL = new RegExp(`^(${Object.keys(ORDINALS).join('|')})\\b ?(.*)$`, 'i');
const KIND_FIRST = new RegExp(
  `^(${KIND}) (?:(?:named|called|labell?ed|saying|with the (?:text|label|name)) (.+)|(${QUOTED}))$`,
  'i',
);
const KIND_LAST = new RegExp(`^(.*?) ?\\b(${KIND})s?$`, 'i');
const ON_THE_PAGE = / (?:on|in|of|from) the (?:page|list|search results|results|screen)$/i;

/** A phrase in its parts; the ones that are not there are left out. */
interface Phrase {
  readonly ordinal?: number | undefined;
  readonly extreme?: Extreme | undefined;
  /** What remains, tried in order: as it stands, and cut at “of”, “in”, “next to”. */
  readonly ways: readonly { readonly words: string; readonly within?: string }[];
}

/**
 * Takes a phrase apart: `the second "Remove" button next to Firewood`.
 *
 * @throws CannotDo when it says of one thing that it is the first and the last, or is longer than any name
 */
export function readPhrase(phrase: string, text: QuotedText): Phrase {
  const { length } = text.plain(phrase);
  if (length > LONGEST_NAME)
    throw new CannotDo(`A name of ${length} characters is looked for; the longest is ${LONGEST_NAME}.`);
  const bare = phrase.trim().replace(ON_THE_PAGE, '').replace(ARTICLE, '');
  const [, word = '', counted] = ORDINAL.exec(bare) ?? [];
  const [extreme, , priced] =
    EXTREMES.map(([pattern, which]) => [which, ...(pattern.exec(bare) ?? [])] as const).find(
      ([, match]) => match !== undefined,
    ) ?? [];
  const rest = (counted ?? priced ?? bare).trim();
  if (word !== '' && ORDINAL.test(rest))
    throw new CannotDo(`“${text.written(phrase)}” contradicts itself: it names two places in one order.`);
  const quoted = WITHIN_QUOTED.exec(rest);
  const [, placed = '', place = ''] = quoted ?? WITHIN.exec(rest) ?? [];
  const cut = place === '' ? [] : [{ words: placed.trim(), within: text.plain(place) }];
  return { ordinal: ORDINALS[word.toLowerCase()], extreme, ways: quoted ? cut : [{ words: rest }, ...cut] };
}

/** Reads the words for an element: `the second "Remove" button in the row "Kettle"`. */
export function readTarget(phrase: string, text: QuotedText): Target {
  const { ways, ...which } = readPhrase(phrase, text);
  return {
    ...which,
    words: text.written(phrase),
    isResult: RESULT.test(ways[0]?.words ?? ''),
    readings: ways.flatMap(({ words, within }) => readings(words, text).map((reading) => ({ ...reading, within }))),
  };
}

function readings(words: string, text: QuotedText): Reading[] {
  const [, kindFirst, named, quoted] = KIND_FIRST.exec(words) ?? [];
  const [, nameOfLast, kindLast] = KIND_LAST.exec(words) ?? [];
  const kind = (kindFirst ?? kindLast)?.toLowerCase();
  const name = text.plain(kindFirst ? (named ?? quoted ?? '') : (nameOfLast ?? words));
  const whole = text.plain(words);
  return [
    ...(kind ? [{ text: name, kind }] : []),
    // “Help link” may be the whole name, and what looks like a button may be a link.
    ...(kind && whole === name ? [] : [{ text: whole }]),
    ...(kind && name !== '' ? [{ text: name }] : []),
  ];
}
