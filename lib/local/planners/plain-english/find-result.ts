import { NotSeen, CannotDo } from './cannot-do.ts';
import type { Target } from './imperative.ts';
import { elementChildren, elementsIn, isFrame, mainPartOf, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { boxOf, type Page } from './visible-box.ts';

/**
 * “The first result”: the first link (or button) of the nth entry of the list of results. That list is the element
 * outside the page's frame with the most entries that hold a link, where an entry is a child element; a page of a
 * single result shows no list, so that there the links after the heading or the search form are taken.
 */
export function findResult(page: Page, target: Target): PageElement {
  const entries = resultEntries(page);
  if (entries.length > 1 && target.ordinal === undefined)
    throw new CannotDo(
      `${target.words} is ambiguous: there are ${entries.length} results. Say the first, second, last.`,
    );
  const link = entries.at(target.ordinal ?? 0);
  if (!link) throw new NotSeen(`${target.words}: there are only ${entries.length} results with a link in view.`);
  return link;
}

function resultEntries(page: Page): PageElement[] {
  const scope = mainPartOf(page.root) ?? page.root;
  const lists = elementsIn(scope)
    .filter((element) => !isFrame(element) && isList(element))
    .map((element) => entriesWithLink(page, element))
    .filter((entries) => entries.length > 1)
    .toArray();
  const most = Math.max(0, ...lists.map((entries) => entries.length));
  return lists.find((entries) => entries.length === most) ?? linksBelowHeading(page, scope);
}

const LISTS = new Set(['list', 'table', 'grid', 'listbox', 'feed', 'rowgroup']);

/** A marked list, or elements of which several are entries by their own role. */
function isList(element: PageElement): boolean {
  const entries = elementChildren(element).filter((child) => ['article', 'listitem', 'row'].includes(roleOf(child)));
  return LISTS.has(roleOf(element)) || element.tag === 'tbody' || entries.length > 1;
}

function entriesWithLink(page: Page, list: PageElement): PageElement[] {
  const rows = elementChildren(list).filter(({ tag }) => tag !== 'thead');
  return rows.map((entry) => firstLink(page, entry)).filter((link) => link !== undefined);
}

/** What is clicked to open an entry: its first link in view, else its first button. */
export function firstLink(page: Page, entry: PageElement): PageElement | undefined {
  const inView = elementsIn(entry).filter((element) => boxOf(page, element) !== undefined && textOf(element) !== '');
  const clickable = inView.filter((element) => ['link', 'button'].includes(roleOf(element))).toArray();
  return clickable.find((element) => roleOf(element) === 'link') ?? clickable[0];
}

function linksBelowHeading(page: Page, scope: PageElement): PageElement[] {
  const all = elementsIn(scope).toArray();
  const start = Math.max(
    all.findIndex((element) => roleOf(element) === 'heading'),
    all.findLastIndex((element) => roleOf(element) === 'searchbox'),
  );
  return all
    .slice(start + 1)
    .filter((element) => roleOf(element) === 'link' && !isFrame(element) && boxOf(page, element) !== undefined);
}
