import type { List } from './find-list.ts';
import { matchText } from './match-text.ts';
import { elementChildren, elementsIn, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { valuesIn } from './values-in.ts';
import type { Page } from './visible-box.ts';

/** A property that is an address, when it is asked of an entry. */
const ADDRESS = /^(?:url|link|href|address)$/;
const NAME = /^(?:(?:\w+ )?name|title)$/;

/**
 * What an entry of a list has under a label: the cell of that column, else what is labelled so inside; its name is its
 * heading, link or first text. `undefined` where there is none, or more than one.
 */
export function entryValue(page: Page, { headers }: List, entry: PageElement, label: string): string | undefined {
  const fitting = (least: number) =>
    elementChildren(entry).filter((_, at) => matchText(headers[at] ?? '', label) >= least);
  const [cell, other] = fitting(3).length > 0 ? fitting(3) : fitting(2);
  if (cell) return other ? undefined : textOf(cell);
  const inside = [...elementsIn(entry)];
  const link = inside.find(({ attributes }) => attributes['href'] !== undefined);
  if (ADDRESS.test(label) && link) return new URL(link.attributes['href'] ?? '', page.observation.activeURL).href;
  const [value, second] = valuesIn(inside, label);
  if (value !== undefined) return second === undefined ? value : undefined;
  return NAME.test(label) ? (valuesIn(inside, 'heading')[0] ?? nameOf(inside, link)) : undefined;
}

function nameOf(inside: readonly PageElement[], link: PageElement | undefined): string | undefined {
  return link ? textOf(link) : inside.flatMap(({ children }) => children).find((child) => typeof child === 'string');
}
