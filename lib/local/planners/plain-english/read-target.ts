import type { Target } from './imperative.ts';
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
const KIND =
  'radio button|button|link|tab|check ?box|radio|(?:text |input )?(?:field|box|area)|textbox|input|drop-?down|menu item|menu|list|option|heading|image|icon|switch|toggle';
const RESULT = /^(?:search )?(?:results?|items?|products?|entry|entries|hits?|cards?|rows?)$/i;
const PLACE = 'row|section|card|list|line|box|item|product|form|group|dialog|area|table';

const ARTICLE = /^(?:on |the |a |an |this |that )+/i;
const WITHIN = new RegExp(
  `^(.+?) (?:in|inside|under|below|next to|beside|near|of|for|on) (?:the )?(?:(?:${PLACE}) )?(${QUOTED})(?: (?:${PLACE}))?$`,
  'i',
);
const ORDINAL = new RegExp(`^(${Object.keys(ORDINALS).join('|')})\\b ?(.*)$`, 'i');
const KIND_FIRST = new RegExp(
  `^(${KIND}) (?:(?:named|called|labell?ed|saying|with the (?:text|label|name)) (.+)|(${QUOTED}))$`,
  'i',
);
const KIND_LAST = new RegExp(`^(.*?) ?\\b(${KIND})s?$`, 'i');
const ON_THE_PAGE = / (?:on|in|of|from) the (?:page|list|search results|results|screen)$/i;

/** A phrase without its place, its article and its ordinal. */
export function readPhrase(phrase: string, text: QuotedText): { rest: string; ordinal?: number; within?: string } {
  const bare = phrase.trim().replace(ON_THE_PAGE, '').replace(ARTICLE, '');
  const [, placed, place] = WITHIN.exec(bare) ?? [];
  const [, word, counted] = ORDINAL.exec(placed ?? bare) ?? [];
  const ordinal = word === undefined ? undefined : ORDINALS[word.toLowerCase()];
  return {
    rest: (counted ?? placed ?? bare).trim(),
    ...(ordinal !== undefined && { ordinal }),
    ...(place !== undefined && { within: text.plain(place) }),
  };
}

/** Reads the words for an element: `the second "Remove" button in the row "Kettle"`. */
export function readTarget(phrase: string, text: QuotedText): Target {
  const { rest, ...where } = readPhrase(phrase, text);
  const [, kindFirst, named, quoted] = KIND_FIRST.exec(rest) ?? [];
  const [, nameOfLast, kindLast] = KIND_LAST.exec(rest) ?? [];
  const kind = (kindFirst ?? kindLast)?.toLowerCase();
  const name = text.plain(kindFirst ? (named ?? quoted ?? '') : (nameOfLast ?? rest));
  const whole = text.plain(rest);
  return {
    ...where,
    words: text.written(phrase),
    isResult: RESULT.test(rest),
    readings: [
      ...(kind ? [{ text: name, kind }] : []),
      // “Help link” may be the whole name, and what looks like a button may be a link.
      ...(kind && whole === name ? [] : [{ text: whole }]),
      ...(kind && name !== '' ? [{ text: name }] : []),
    ],
  };
}
