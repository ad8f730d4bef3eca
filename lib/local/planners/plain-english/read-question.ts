import { CannotDo } from './cannot-do.ts';
import type { Question } from './imperative.ts';
import { QUOTED, type QuotedText } from './quoted-text.ts';
import { readPhrase, readTarget } from './read-target.ts';

type Rule = readonly [pattern: RegExp, read: (groups: Record<string, string>, text: QuotedText) => Question];

/** “False” may only be said of an exact text, which therefore has to be quoted. */
const TEXT = `(?:the |an? |any )?(?:(?:text|word|message|button|link|heading) )?(?<text>${QUOTED})(?: (?:text|message|button|link|heading))?`;
const SAYS = '(?:says?|shows?|contains?|has|have)';
const SEEN = 'shown|visible|displayed|present|there|listed|on the page|on the screen';

/** In this order; the last one takes everything. */
const RULES: readonly Rule[] = [
  [/^(?:the )?(?:current |page )*(?:url|web address)(?: of (?:the|this) page)?$/i, () => ({ kind: 'url' })],
  [
    /^(?:whether|if) (?<target>.+?) (?:is|are) (?<not>not )?(?:checked|ticked|selected|switched on)$/i,
    ({ target = '', not }, text) => ({ kind: 'state', target: readTarget(target, text), expected: !not }),
  ],
  [new RegExp(`^(?:whether|if) ${TEXT} (?:is|are) (?<not>not )?(?:${SEEN})(?: on the page)?$`, 'i'), shown],
  [new RegExp(`^(?:whether|if) there (?:is|are) (?<not>not |no )?${TEXT}(?: on the page)?$`, 'i'), shown],
  [new RegExp(`^(?:whether|if) (?:the|this) (?:page|site) (?<not>does not |doesn't )?${SAYS} ${TEXT}$`, 'i'), shown],
  [
    /^(?:whether|if) /i,
    () => {
      throw new CannotDo('Put the text to look for into quotation marks: Return whether "Sold out" is shown.');
    },
  ],
  [
    /^(?:the )?(?:whole |full )?text of (?<target>.+)$/i,
    ({ target = '' }, text) => ({ kind: 'text', target: readTarget(target, text) }),
  ],
  [
    /^(?:(?:the )?number of|how many) (?<noun>.+?)(?: (?:there )?(?:is|are)(?: there)?)?$/i,
    ({ noun = '' }, text) => ({ kind: 'count', noun: text.plain(noun) }),
  ],
  [
    /^(?:(?:a |the )?list of(?: all)?|all(?: of)?|every|each)(?: the)? (?<noun>.+?)(?: (?:on|in) the (?:page|list|table))?$/i,
    ({ noun = '' }, text) => ({ kind: 'list', noun: text.plain(noun) }),
  ],
  [
    /^(?<label>.+)$/s,
    ({ label = '' }, text) => {
      const { rest, ...where } = readPhrase(label, text);
      return { kind: 'value', label: text.plain(rest), ...where };
    },
  ],
];

/** Reads what a `Return …` asks for. */
export function readQuestion(words: string, text: QuotedText): Question {
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(words.trim());
    if (match) return read(match.groups ?? {}, text);
  }
  return { kind: 'value', label: text.plain(words) };
}

function shown({ text: words = '', not }: Record<string, string>, text: QuotedText): Question {
  return { kind: 'shown', text: text.plain(words), expected: !not };
}
