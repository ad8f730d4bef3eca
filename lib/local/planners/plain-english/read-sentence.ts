import { CannotDo } from './cannot-do.ts';
import type { Imperative, Sentence, Target } from './imperative.ts';
import { QUOTED, type QuotedText } from './quoted-text.ts';
import { acceptByName, closeByName } from './read-dialog.ts';
import { readQuestion } from './read-question.ts';
import { readTarget } from './read-target.ts';
import { readToolCall } from './read-tool-call.ts';

type Groups = Record<string, string>;
type Rule = readonly [pattern: RegExp, read: (groups: Groups, text: QuotedText) => readonly Imperative[]];

/** As pattern source: what a sentence that answers begins with. */
export const RETURN_VERBS = "return|report|extract|tell me|give me|what is|what are|what's|read|list|count";
/** As pattern source: how a question begins. */
export const QUESTION_WORDS = 'how many|how much|is|are|does';
/** As pattern source: what any sentence can begin with. */
export const VERBS = `${RETURN_VERBS}|double[- ]click|right[- ]click|click|press|hit|tap|open|follow|hover|type|enter|fill|write|choose|select|pick|check|tick|uncheck|untick|clear|submit|close|dismiss|accept|reject|decline|scroll|go to|go back|navigate to|visit|wait|search|use|call`;

const VALUE = `(?<value>${QUOTED}|.+?)`;
const NUMBERS: Readonly<Record<string, number>> = { a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, ten: 10 };

/** In this order: the special before the general. */
const RULES: readonly Rule[] = [
  [/^double[- ]click (?<target>.+)$/i, click('left-double')],
  [/^right[- ]click (?<target>.+)$/i, click('right')],
  [
    /^hover (?:over |on )?(?<target>.+)$/i,
    ({ target = '' }, text) => [{ kind: 'hover', target: readTarget(target, text) }],
  ],
  [/^fill (?:in |out )?(?<target>.+?) with (?<value>.+)$/i, type],
  [new RegExp(`^(?:type|enter|fill(?: in)?|write) ${VALUE} into (?<target>.+)$`, 'i'), type],
  [new RegExp(`^(?:type|enter|fill(?: in)?|write) ${VALUE} in(?: to)? (?<target>.+)$`, 'i'), type],
  [new RegExp(`^(?:type|enter|write) (?<value>${QUOTED})$`, 'i'), type],
  [/^(?:clear|empty) (?<target>.+)$/i, type],
  [
    /^submit(?: (?:it|(?:the )?(?<form>.*?) ?form))?$/i,
    ({ form = '' }, text) => [{ kind: 'submit', form: text.plain(form) }],
  ],
  [/^(?:close|dismiss) (?:the |this )?(?<name>.+)$/i, ({ name = '' }, text) => [pointedAt(closeByName(name, text))]],
  [
    /^(?<verb>accept|reject|decline) (?<name>.+)$/i,
    ({ verb = '', name = '' }, text) => [pointedAt(acceptByName(verb, name, text))],
  ],
  [
    /^(?:use|call) (?:the )?(?:tool )?(?<tool>\S+?)(?: tool)?(?: with (?<input>.+))?$/is,
    ({ tool = '', input = '' }, text) => [{ kind: 'tool', name: text.plain(tool), input: readToolCall(input, text) }],
  ],
  [/^(?:select|choose|pick|open) (?<target>(?:the )?tab .+|.+ tab)$/i, click('left')],
  [
    new RegExp(`^(?:choose|select|pick) (?<option>${QUOTED}|.+?) (?:from|in|for|as) (?<target>.+)$`, 'i'),
    ({ option = '', target = '' }, text) => [
      { kind: 'choose', option: text.plain(option), target: readTarget(target, text) },
    ],
  ],
  [
    /^(?:choose|select|pick) (?:the option )?(?<option>.+)$/i,
    ({ option = '' }, text) => {
      const target = readTarget(option, text);
      return target.ordinal === undefined && target.extreme === undefined
        ? [{ kind: 'choose', option: target.readings[0]?.text ?? '' }]
        : [{ kind: 'click', target, clickType: 'left' }];
    },
  ],
  [/^(?:check|tick) (?!if |whether |that )(?<target>.+)$/i, check(true)],
  [/^(?:uncheck|untick) (?<target>.+)$/i, check(false)],
  [
    /^scroll (?:down |up )?to the (?<end>bottom|end|top)(?: of the page)?$/i,
    ({ end }) => [{ kind: 'scrollToEnd', direction: end?.toLowerCase() === 'top' ? 'up' : 'down' }],
  ],
  [
    /^scroll (?:down |up )?(?:to|until you see|until) (?<target>.+?)(?: is (?:visible|shown))?$/i,
    ({ target = '' }, text) => [{ kind: 'scrollTo', target: readTarget(target, text) }],
  ],
  [
    /^scroll (?<direction>down|up|left|right)(?: once| a bit| the page| one page)?$/i,
    ({ direction }) => [{ kind: 'scroll', direction: DIRECTIONS[direction?.toLowerCase() ?? ''] ?? 'down' }],
  ],
  [
    new RegExp(`^(?:go to|navigate to|visit|open) (?:the (?:page|site|url|address) )?(?<url>${QUOTED}|\\S+)$`, 'i'),
    ({ url = '' }, text) => {
      const address = text.plain(url);
      return /^(?:https?:|about:|\/|\?|#|[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$))/i.test(address)
        ? [{ kind: 'goTo', url: address }]
        : [];
    },
  ],
  [
    /^wait (?:for )?(?<number>[\d.]+|\w+) ?(?:s|secs?|seconds?)$/i,
    ({ number = '' }) => {
      const seconds = NUMBERS[number.toLowerCase()] ?? Number(number);
      return Number.isFinite(seconds) ? [{ kind: 'wait', seconds }] : [];
    },
  ],
  [
    /^search (?:the (?:site|shop|page) )?for (?<query>.+)$/i,
    ({ query = '' }, text) => [{ kind: 'typeSearch', query: text.plain(query) }, { kind: 'submitSearch' }],
  ],
  [
    /^list (?<noun>.+)$/is,
    ({ noun = '' }, text) => [{ kind: 'return', question: readQuestion(`all ${noun.replace(/^all /i, '')}`, text) }],
  ],
  [
    /^count (?<noun>.+)$/is,
    ({ noun = '' }, text) => [
      { kind: 'return', question: readQuestion(`how many ${noun.replace(/^the /i, '')}`, text) },
    ],
  ],
  [
    new RegExp(`^(?<question>(?:${QUESTION_WORDS}) .+)$`, 'is'),
    ({ question = '' }, text) => [{ kind: 'return', question: readQuestion(question, text) }],
  ],
  [
    new RegExp(`^(?:${RETURN_VERBS}) (?<question>.+)$`, 'is'),
    ({ question = '' }, text) => [{ kind: 'return', question: readQuestion(question, text) }],
  ],
  [/^(?:click|press|hit|tap|open|follow) (?<target>.+)$/i, click('left')],
];

const DIRECTIONS: Readonly<Record<string, 'up' | 'down' | 'left' | 'right'>> = {
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
};

/** What a person would say, and no call of the service does. */
const BEYOND: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^(?:go|navigate) (?:back|forwards?)\b/i,
    'the service has no call that goes back or forward in the history. Say Go to and the address',
  ],
  [
    /^(?:press|hit) (?:the )?(?:(?:enter|return|esc|escape|tab|backspace)(?: key)?|(?:space|delete|home|end|page ?up|page ?down|(?:arrow )?(?:up|down|left|right)(?: arrow)?|\w) key|(?:ctrl|control|alt|shift|cmd|command)\b.+|f\d+(?: key)?)$/i,
    'the service has no call that presses a key by itself. Enter can follow typing: Type … into … and press Enter',
  ],
  [/^(?:drag|drop|swipe|pinch|zoom)\b/i, 'the service has no call for that'],
];

/**
 * Reads one sentence; “Search for …” is two things to do, every other is one.
 *
 * @throws CannotDo when no pattern fits
 */
export function readSentence(part: string, text: QuotedText): Sentence[] {
  const words = text.written(part);
  const beyond = BEYOND.find(([pattern]) => pattern.test(part.trim()));
  if (beyond) throw new CannotDo(`“${words}” cannot be done: ${beyond[1]}.`);
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(part.trim());
    const imperatives = match ? read(match.groups ?? {}, text) : [];
    if (imperatives.length > 0) return imperatives.map((imperative) => ({ words, imperative }));
  }
  throw new CannotDo(
    `The plain-English planner does not understand “${words}”. It reads short sentences that begin with Click, ` +
      'Double-click, Right-click, Hover over, Type … into, Clear, Choose … from, Check, Uncheck, Submit, Close, ' +
      'Scroll, Go to <url>, Wait n seconds, Search for, Call <tool> with or Return; put names into quotation marks.',
  );
}

function click(clickType: 'left' | 'left-double' | 'right'): Rule[1] {
  return ({ target = '' }, text) => [{ kind: 'click', clickType, target: readTarget(target, text) }];
}

function pointedAt(target: Target): Imperative {
  return { kind: 'click', clickType: 'left', target };
}

function check(checked: boolean): Rule[1] {
  return ({ target = '' }, text) => [{ kind: 'check', checked, target: readTarget(target, text) }];
}

function type({ value = '', target }: Groups, text: QuotedText): Imperative[] {
  return [{ kind: 'type', value: text.plain(value), target: readTarget(target ?? 'field', text), pressEnter: false }];
}
