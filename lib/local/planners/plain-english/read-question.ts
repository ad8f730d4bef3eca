import { CannotDo } from './cannot-do.ts';
import type { Question } from './imperative.ts';
import { QUOTED, type QuotedText } from './quoted-text.ts';
import { readPhrase, readTarget, RESULT } from './read-target.ts';

type Rule = readonly [pattern: RegExp, read: (groups: Record<string, string>, text: QuotedText) => Question];

/** “False” may only be said of an exact text, which therefore has to be quoted, or of an element of a kind. */
const TEXT = `(?:the |an? |any )?(?:(?:text|word|message|heading) )?(?<text>${QUOTED})(?: (?:text|message|heading))?`;
const SAYS = '(?:says?|shows?|contains?|has|have)';
const SEEN = 'shown|visible|displayed|present|there|listed|on the page|on the screen';
const TICKED = 'checked|ticked|selected|switched on';
const ELEMENT =
  '(?:the |an? |any )?(?<target>(?:.+ )?(?:button|link|tab|check ?box|(?:text )?field|drop-?down|heading)s?)';

/** Yes-or-no questions, turned into “whether …”. */
const ASKED: readonly (readonly [pattern: RegExp, whether: string])[] = [
  [/^(?:is|are) there (.+)$/i, 'whether there is $1'],
  [new RegExp(`^(?:is|are) (.+?) ((?:not )?(?:${TICKED}|${SEEN}))$`, 'i'), 'whether $1 is $2'],
  [/^does (the|this) (page|site) (?:say|show|contain|have) (.+)$/i, 'whether $1 $2 says $3'],
  [/^how much (?:is|are|does|do) (?:it|they)(?: cost)?$/i, 'the price'],
  [/^how much (?:is|are|does|do) (.+?)(?: cost)?$/i, 'the price of $1'],
];

/** In this order; the last one takes everything. */
const RULES: readonly Rule[] = [
  [/^(?:the )?(?:current |page )*(?:url|web address)(?: of (?:the|this) page)?$/i, () => ({ kind: 'url' })],
  [
    new RegExp(`^(?:whether|if) (?<target>.+?) (?:is|are) (?<not>not )?(?:${TICKED})$`, 'i'),
    ({ target = '', not }, text) => ({ kind: 'state', target: readTarget(target, text), expected: !not }),
  ],
  [new RegExp(`^(?:whether|if) ${TEXT} (?:is|are) (?<not>not )?(?:${SEEN})(?: on the page)?$`, 'i'), shown],
  [new RegExp(`^(?:whether|if) there (?:is|are) (?<not>not |no )?${TEXT}(?: on the page)?$`, 'i'), shown],
  [new RegExp(`^(?:whether|if) (?:the|this) (?:page|site) (?<not>does not |doesn't )?${SAYS} ${TEXT}$`, 'i'), shown],
  [new RegExp(`^(?:whether|if) there (?:is|are) (?<not>not |no )?${ELEMENT}(?: on the page)?$`, 'i'), exists],
  [new RegExp(`^(?:whether|if) ${ELEMENT} (?:is|are) (?<not>not )?(?:${SEEN})(?: on the page)?$`, 'i'), exists],
  [
    new RegExp(`^(?:whether|if) (?:the|this) (?:page|site) (?<not>does not |doesn't )?${SAYS} ${ELEMENT}$`, 'i'),
    exists,
  ],
  [
    /^(?:whether|if|is|are|does|do) /i,
    () => {
      throw new CannotDo(
        'The planner tells whether a text is shown, an element is there or a box is checked. ' +
          'Put the text to look for into quotation marks: Return whether "Sold out" is shown.',
      );
    },
  ],
  [
    /^(?:the )?(?:whole |full )?text of (?<target>.+)$/i,
    ({ target = '' }, text) => ({ kind: 'text', target: readTarget(target, text) }),
  ],
  [
    /^(?:(?:the )?number of|how many) (?<noun>.+?)(?: (?:there )?(?:is|are)(?: there)?)?(?: (?:on|in) the (?:page|list|table))?$/i,
    ({ noun = '' }, text) => ({ kind: 'count', noun: text.plain(noun) }),
  ],
  [
    /^(?:(?:a |the )?list of(?: all)?|all(?: of)?|every|each)(?: the)? (?<noun>.+?)(?: (?:on|in) the (?:page|list|table))?$/i,
    ({ noun = '' }, text) => ({ kind: 'list', noun: text.plain(noun) }),
  ],
  [
    new RegExp(`^(?:the )?(?<noun>(?:.+ )?table(?: of .+| ${QUOTED})?|rows(?: of .+)?|list)$`, 'i'),
    ({ noun = '' }, text) => ({ kind: 'list', noun: text.plain(noun) }),
  ],
  [
    /^(?<label>.+)$/s,
    ({ label = '' }, text) => {
      const { ways, ordinal, extreme } = readPhrase(label, text);
      const readings = ways.map(({ words, within }) => ({ text: text.plain(words), within }));
      const noun = readings[0]?.text ?? '';
      const which = extreme ?? (RESULT.test(noun) ? ordinal : undefined);
      if (which !== undefined) return { kind: 'entry', which, noun };
      return propertyOfOne(label, text) ?? { kind: 'value', ordinal, readings };
    },
  ],
];

/** Reads what a `Return …` asks for, or a question. */
export function readQuestion(words: string, text: QuotedText): Question {
  const asked = ASKED.find(([pattern]) => pattern.test(words.trim()));
  const question = asked ? words.trim().replace(...asked) : words.trim();
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(question);
    if (match) return read(match.groups ?? {}, text);
  }
  return { kind: 'value', readings: [{ text: text.plain(words) }] };
}

/** `the price of the first result`, `the name of the cheapest kettle` */
function propertyOfOne(label: string, text: QuotedText): Question | undefined {
  const [, property = '', of = ''] = /^(?:the )?(.+?) of (.+)$/i.exec(label) ?? [];
  const { ways, ordinal, extreme } = readPhrase(of, text);
  const which = extreme ?? ordinal;
  if (which === undefined) return undefined;
  return { kind: 'entry', which, noun: text.plain(ways[0]?.words ?? ''), property: text.plain(property).toLowerCase() };
}

function shown({ text: words = '', not }: Record<string, string>, text: QuotedText): Question {
  return { kind: 'shown', text: text.plain(words), expected: !not };
}

function exists({ target = '', not }: Record<string, string>, text: QuotedText): Question {
  return { kind: 'exists', target: readTarget(target, text), expected: !not };
}
