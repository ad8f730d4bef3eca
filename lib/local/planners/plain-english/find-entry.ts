import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { entryValue } from './entry-value.ts';
import { findList, type List } from './find-list.ts';
import type { Extreme } from './imperative.ts';
import { textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { toNumber } from './to-number.ts';
import type { Page } from './visible-box.ts';

/** An entry and the list it is of. */
export interface ListEntry {
  readonly list: List;
  readonly entry: PageElement;
}

/**
 * One entry of a list: the one with the lowest or the highest price, or the nth; -1 is the last.
 *
 * @param noun - what the entries are called
 * @throws NotSeen when no such list is in view as a whole, or it has fewer entries
 * @throws CannotDo when an entry has not exactly one price, or two entries have that price
 */
export function findEntry(page: Page, which: Extreme | number, noun: string): ListEntry {
  const list = findList(page, noun);
  const entry = typeof which === 'number' ? list.entries.at(which) : extremeOf(page, list, which, noun);
  if (entry) return { list, entry };
  throw new NotSeen(`There are only ${list.entries.length} of “${noun}” in view.`);
}

function extremeOf(page: Page, list: List, which: Extreme, noun: string): PageElement {
  const priced = list.entries.map((entry) => ({ entry, price: priceOf(page, list, entry) }));
  const currencies = new Set(priced.map(({ price }) => /\p{Sc}|\b[A-Z]{3}\b/u.exec(price)?.[0]));
  if (currencies.size > 1)
    throw new CannotDo(`The prices cannot be compared: ${someOf(priced.map(({ price }) => price))}.`);
  const numbers = priced.map(({ price }) => toNumber(price));
  const wanted = which === 'lowest' ? Math.min(...numbers) : Math.max(...numbers);
  const [found, second] = priced.filter((_, at) => numbers[at] === wanted);
  if (!found || second)
    throw new CannotDo(
      `Which “${noun}” has the ${which} price is ambiguous: ${someOf([found, second].flatMap((each) => (each ? [textOf(each.entry)] : [])))}.`,
    );
  return found.entry;
}

function priceOf(page: Page, list: List, entry: PageElement): string {
  const price = entryValue(page, list, entry, 'price') ?? entryValue(page, list, entry, 'cost');
  if (price !== undefined) return price;
  throw new CannotDo(
    `“${textOf(entry).slice(0, 60)}” has not exactly one price, so that none can be called the lowest or highest.`,
  );
}
