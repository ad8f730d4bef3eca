import { NotSeen, someOf } from './cannot-do.ts';
import { findList, type List } from './find-list.ts';
import { findValue, valuesIn, type Where } from './find-value.ts';
import { inWords, matchText } from './match-text.ts';
import { elementChildren, elementsIn, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import type { Page } from './visible-box.ts';

/** Something to answer from, looked up only as far as the schema of the answer asks. All three may throw CannotDo. */
export interface AnswerSource {
  value(): string | number | boolean;
  entries(): readonly AnswerSource[];
  property(name: string): AnswerSource;
}

const ADDRESS = /^(?:url|link|href|address)$/;

/** What the page says under a label. */
export function labelled(page: Page, label: string, where: Where): AnswerSource {
  return {
    value: () =>
      ADDRESS.test(label) && label !== 'address' ? page.observation.activeURL : findValue(page, label, where),
    entries: () => entriesOf(page, label),
    property: (name) => labelled(page, inWords(name), where),
  };
}

/** A value that is known already. */
export function known(value: string | number | boolean): AnswerSource {
  const only = (what: string) => new NotSeen(`The answer “${value}” has no ${what}.`);
  return {
    value: () => value,
    entries: () => {
      throw only('entries');
    },
    property: (name) => {
      throw only(name);
    },
  };
}

/**
 * The entries of the list that is meant. “All prices” are the values labelled “price” in them, where every entry has
 * one; otherwise an entry is its whole text.
 */
export function entriesOf(page: Page, noun: string): readonly AnswerSource[] {
  const list = findList(page, noun);
  const sources = list.entries.map((entry) => entrySource(page, list, entry));
  const property = noun.split(/\s+/).at(-1)?.replace(/s$/i, '') ?? noun;
  const values = list.entries.map((entry) => entryValue(page, list, entry, property));
  return values.every((value) => value !== undefined) ? values.map(known) : sources;
}

function entrySource(page: Page, list: List, entry: PageElement): AnswerSource {
  return {
    ...known(textOf(entry)),
    property: (name) => {
      const value = entryValue(page, list, entry, inWords(name));
      if (value !== undefined) return known(value);
      throw new NotSeen(
        `The entry “${textOf(entry).slice(0, 60)}” has no “${inWords(name)}”; columns: ${someOf(list.headers)}.`,
      );
    },
  };
}

/** A cell by its column, else a label inside the entry; the name of an entry is its heading, link or first text. */
function entryValue(page: Page, { headers }: List, entry: PageElement, label: string): string | undefined {
  const column = headers.findIndex((header) => matchText(header, label) >= 2);
  const cell = elementChildren(entry)[column];
  if (cell) return textOf(cell);
  const link = [...elementsIn(entry)].find(({ attributes }) => attributes['href'] !== undefined);
  if (ADDRESS.test(label) && link) return new URL(link.attributes['href'] ?? '', page.observation.activeURL).href;
  const values = valuesIn([...elementsIn(entry)], label);
  if (values.length > 0) return values.length === 1 ? values[0] : undefined;
  if (!/^(?:(?:\w+ )?name|title)$/.test(label)) return undefined;
  const heading = valuesIn([...elementsIn(entry)], 'heading')[0];
  if (heading !== undefined) return heading;
  return link
    ? textOf(link)
    : [...elementsIn(entry)].flatMap(({ children }) => children).find((child) => typeof child === 'string');
}
