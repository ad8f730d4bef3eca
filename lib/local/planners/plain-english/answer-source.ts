import type { JsonValue } from '../../../act/json.ts';
import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { entryValue } from './entry-value.ts';
import { findEntry, type ListEntry } from './find-entry.ts';
import { findList } from './find-list.ts';
import { findValue } from './find-value.ts';
import type { Extreme, Reading } from './imperative.ts';
import { inWords, singular } from './match-text.ts';
import { elementChildren, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import type { Page } from './visible-box.ts';

type Scalar = string | number | boolean;

/** Something to answer from, looked up only as far as the schema of the answer asks. All may throw CannotDo. */
export interface AnswerSource {
  /** The one thing that it says. */
  value(): Scalar;
  /** What it says in words; of several things, JSON. */
  text(): string;
  /** All that it says, where nothing tells in which shape. */
  whole(): JsonValue;
  entries(): readonly AnswerSource[];
  property(name: string): AnswerSource;
}

const OWN_ADDRESS = /^(?:url|link|href)$/;

/** What the page says under a label. */
export function labelled(page: Page, labels: readonly Reading[], ordinal?: number): AnswerSource {
  const [{ text, within } = { text: '' }] = labels.slice(-1);
  const isOwnAddress = within === undefined && OWN_ADDRESS.test(text);
  const value = () => (isOwnAddress ? page.observation.activeURL : findValue(page, labels, ordinal));
  return {
    value,
    text: value,
    whole: value,
    entries: () => entriesOf(page, labels[0]?.text ?? ''),
    property: (name) => labelled(page, [{ text: inWords(name), within }]),
  };
}

/** A value that is known already. */
export function known(value: Scalar): AnswerSource {
  const only = (what: string) => new NotSeen(`The answer “${value}” has no ${what}.`);
  return {
    value: () => value,
    text: () => String(value),
    whole: () => value,
    entries: () => {
      throw only('entries');
    },
    property: (name) => {
      throw only(name);
    },
  };
}

/** The entries of the list that is meant. */
export function listed(page: Page, noun: string): AnswerSource {
  const whole = () => entriesOf(page, noun).map((entry) => entry.whole());
  return {
    ...labelled(page, [{ text: noun }]),
    value: () => {
      throw new CannotDo(`A list of “${noun}” is asked for, but the schema takes a single value.`);
    },
    text: () => JSON.stringify(whole()),
    whole,
  };
}

/** One entry of a list: by default its name, or its price where “the lowest price” is asked for. */
export function entryOf(page: Page, which: Extreme | number, noun: string, property?: string): AnswerSource {
  const found = findEntry(page, which, noun);
  const asked = property ?? (/^(?:price|cost)/i.test(noun) ? 'price' : 'name');
  const value = () => propertyOf(page, found, asked).value();
  return { ...entrySource(page, found), value, text: () => String(value()), whole: value };
}

/** JSON that is known already, such as a tool's result. */
export function knownJson(json: JsonValue): AnswerSource {
  if (typeof json !== 'object' || json === null) return known(json ?? 'null');
  const entries = Array.isArray(json) ? json : undefined;
  return {
    value: () => {
      throw new CannotDo(`A single value is asked for, and there is ${JSON.stringify(json).slice(0, 80)}.`);
    },
    text: () => JSON.stringify(json),
    whole: () => json,
    entries: () => {
      if (entries) return entries.map(knownJson);
      throw new CannotDo(`A list is asked for, and there is ${JSON.stringify(json).slice(0, 80)}.`);
    },
    property: (name) => {
      const [, found] = Object.entries(json).find(([key]) => key === name || inWords(key) === inWords(name)) ?? [];
      if (found !== undefined && !entries) return knownJson(found);
      throw new NotSeen(`There is no “${name}” in ${JSON.stringify(json).slice(0, 80)}.`);
    },
  };
}

/**
 * “All prices” are the values labelled so in the entries, where every entry has one; otherwise an entry is what its
 * columns say, or its text.
 */
export function entriesOf(page: Page, noun: string): readonly AnswerSource[] {
  const list = findList(page, noun);
  const property = (/^(.+?) of /i.exec(noun)?.[1] ?? noun).split(/\s+/).at(-1) ?? noun;
  for (const label of [property, singular(property)]) {
    const values = list.entries.map((entry) => entryValue(page, list, entry, label));
    if (values.every((value) => value !== undefined)) return values.map(known);
  }
  return list.entries.map((entry) => entrySource(page, { list, entry }));
}

function entrySource(page: Page, found: ListEntry): AnswerSource {
  const { headers } = found.list;
  const cells = elementChildren(found.entry).map(textOf);
  const text = textWithoutButtons(found.entry);
  return {
    ...known(text),
    whole: () =>
      headers.length > 0 ? Object.fromEntries(headers.map((header, at) => [header, cells[at] ?? ''])) : text,
    property: (name) => propertyOf(page, found, inWords(name)),
  };
}

/** What an entry says; its buttons say what can be done to it. */
function textWithoutButtons(node: PageElement | string): string {
  if (typeof node === 'string' || roleOf(node) === 'img') return textOf(node);
  const parts = node.children.filter((child) => typeof child === 'string' || roleOf(child) !== 'button');
  return parts
    .map(textWithoutButtons)
    .filter((text) => text !== '')
    .join(' ');
}

function propertyOf(page: Page, { list, entry }: ListEntry, label: string): AnswerSource {
  const value = entryValue(page, list, entry, label);
  if (value !== undefined) return known(value);
  throw new NotSeen(
    `The entry “${textOf(entry).slice(0, 60)}” has no “${label}”, or more than one; columns: ${someOf(list.headers)}.`,
  );
}
