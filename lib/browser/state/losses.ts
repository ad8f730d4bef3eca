/** More would not be read. */
const MOST_TOLD = 50;
const ADDRESS_CHARACTERS = 200;

/** What could not be captured or brought back, a sentence each. No sentence holds anything a page stores or a user typed. */
export class Losses {
  readonly #told = new Set<string>();

  add(...sentences: readonly string[]): void {
    for (const sentence of sentences) if (this.#told.size < MOST_TOLD) this.#told.add(sentence);
  }

  /** The same sentence, unless there was nothing of what it counts. */
  count(number: number, one: string, many: string, rest: string): void {
    if (number > 0) this.add(`${number} ${number === 1 ? one : many} ${rest}`);
  }

  get sentences(): string[] {
    return [...this.#told];
  }
}

/** An address as it may be told: without what forms and sites put behind its path. */
export function told(address: string): string {
  const url = URL.parse(address);
  if (!url) return 'an unknown address';
  const shown = url.origin === 'null' ? url.href : `${url.origin}${url.pathname}`;
  if (isWeb(address) || url.protocol === 'about:') return shown.slice(0, ADDRESS_CHARACTERS);
  return `a ${url.protocol} address`;
}

/** Whether a server can be asked for it. */
export function isWeb(address: string): boolean {
  return /^https?:/.test(address);
}
