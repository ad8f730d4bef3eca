import { codedPattern, literally } from './gaps.ts';

/** What stands in the place of a secret. */
const BULLETS = '••••••••';

/** Shorter ones are found everywhere: they are hidden in the field they were put into, and not elsewhere. */
const FINDABLE_LENGTH = 3;

/** The secrets that were put into fields, which nobody is to see from then on. */
export class FilledSecrets {
  readonly #texts = new Set<string>();
  #pattern: RegExp | undefined;
  #any = false;

  add(secret: string): void {
    this.#any ||= secret !== '';
    if (secret.trim().length < FINDABLE_LENGTH) return;
    this.#texts.add(secret);
    const longestFirst = [...this.#texts].toSorted((one, other) => other.length - one.length);
    this.#pattern = new RegExp(longestFirst.flatMap(anySpelling).join('|'), 'giu');
  }

  /** Whether there is anything to hide. */
  get any(): boolean {
    return this.#any;
  }

  /** Those that can be looked for in a page. */
  get texts(): string[] {
    return [...this.#texts];
  }

  /** The text with bullets for each of them, however it is spelled there. */
  redact(text: string): string {
    return this.#pattern ? text.replaceAll(this.#pattern, BULLETS) : text;
  }

  /** The same for each text of an object. */
  redactTexts<Value extends object>(value: Value): Value {
    const texts = Object.entries(value).filter(([, each]) => typeof each === 'string');
    return Object.assign({}, value, Object.fromEntries(texts.map(([key, text]) => [key, this.redact(String(text))])));
  }

  /** The same error; its cause, which may say anything, is left out. */
  redactError(error: unknown): unknown {
    if (!this.#any || !(error instanceof Error)) return error;
    error.message = this.redact(error.message);
    if (error.stack !== undefined) error.stack = this.redact(error.stack);
    if ('cause' in error) error.cause = undefined;
    return error;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Finds the text as it stands, and as it is written in markup, in JSON and in addresses, each character in its own way. */
function anySpelling(text: string): string[] {
  const wellFormed = text.toWellFormed().trim();
  const ungapped = codedPattern(wellFormed, anySpellingOf);
  const asItStands = wellFormed
    .split(/(\s+)|/u)
    .filter(Boolean)
    .map((part) =>
      part.trim() === '' ? String.raw`(?:\s|\+|%(?:25)*20|%(?:25)*0[9ad]|%C2%A0|&nbsp;)+` : anySpellingOf(part),
    )
    .join('');
  return ungapped === undefined ? [asItStands] : [asItStands, ungapped];
}

function anySpellingOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const bytes = Array.from(Buffer.from(character), (byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`);
  const units = Array.from({ length: character.length }, (_, at) =>
    character.charCodeAt(at).toString(16).padStart(4, '0'),
  );
  const named = ENTITIES[character];
  const spellings = [
    String.raw`\\?${literally(character)}`,
    bytes.join(''),
    `&#0*${code};`,
    `&#x0*${code.toString(16)};`,
    units.map((unit) => String.raw`\\u${unit}`).join(''),
    ...(named === undefined ? [] : [named]),
  ];
  return `(?:${spellings.join('|')})`;
}
