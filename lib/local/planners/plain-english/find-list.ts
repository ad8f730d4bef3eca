import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { tableOf } from './labelled-values.ts';
import { matchText, singular } from './match-text.ts';
import { ancestorsOf, elementChildren, elementsIn, isFrame, isInside, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { scrollRoom, type Page } from './visible-box.ts';

export interface List {
  readonly entries: readonly PageElement[];
  /** Of a table with a header row: its texts. */
  readonly headers: readonly string[];
}

const LISTS = new Set(['list', 'table', 'grid', 'listbox', 'feed']);

/** Words that any list may be called by, so that they tell none apart. */
const GENERAL =
  /^(?:search|list|table|row|line|entry|result|hit|item|product|card|option|name|title|price|cost|link|url)$/;

/**
 * The list or table that is meant: the one whose title has all words of the noun in it; else the one with such a
 * heading further up, such columns, or the words in each of its entries. Only a noun that fits any list takes the only
 * one in the page's content.
 *
 * @throws NotSeen when there is none in view, or it is only partly, so that entries would be missing
 * @throws CannotDo when there are several
 */
export function findList(page: Page, noun: string): List {
  const all = stems(noun);
  const telling = all.filter((word) => !GENERAL.test(word));
  const outer = listsMeant(page, noun).map((element) => ({
    element,
    titles: titlesOf(page, element),
    ...contentOf(element),
  }));
  const ways: readonly ((list: (typeof outer)[number]) => boolean)[] = [
    ({ titles }) => isCalled(all, titles.slice(0, 1)),
    ({ titles }) => isCalled(telling, titles.slice(0, 1)),
    ({ titles, headers }) => isCalled(telling, [...titles, ...headers]),
    ({ entries }) => entries.every((entry) => isCalled(telling, [textOf(entry)])),
  ];
  const meant = ways.map((isMeant) => outer.filter(isMeant)).find(({ length }) => length > 0) ?? [];
  const called = (lists: typeof outer) => someOf(lists.map(({ element, titles }) => titles[0] ?? textOf(element)));
  const [list, second] = meant;
  const what = noun === '' ? 'entries' : `“${noun}”`;
  if (!list) throw new NotSeen(`No list or table of ${what} is in view; the lists that are: ${called(outer)}.`);
  if (second)
    throw new CannotDo(`Which list of ${what} is meant is ambiguous: the page has the lists ${called(meant)}.`);
  refusePartly(page, list.element);
  return list;
}

function isCalled(words: readonly string[], names: readonly string[]): boolean {
  return words.every((word) => names.some((name) => matchText(name, word) >= 1));
}

/** The entry in which an element stands, with the list or table it is of. */
export function entryWith(page: Page, element: PageElement): { list: List; entry: PageElement } | undefined {
  for (const list of listsOf(page)
    .filter((each) => isInside(element, each))
    .map(contentOf)) {
    const entry = list.entries.find((each) => isInside(element, each));
    if (entry) return { list, entry };
  }
  return undefined;
}

/** A table where one is asked for and there is any; otherwise all. */
function listsMeant(page: Page, noun: string): PageElement[] {
  const all = listsOf(page);
  const tables = /\b(?:table|row|column)s?\b/i.test(noun) ? all.filter(isTable) : [];
  return tables.length > 0 ? tables : all;
}

function isTable(list: PageElement): boolean {
  return ['table', 'grid'].includes(roleOf(list));
}

/** Those in the page's content that are in no other. */
function listsOf({ root }: Page): PageElement[] {
  const all = new Set(
    elementsIn(root).filter((element) => isList(element) && !isFrame(element) && contentOf(element).entries.length > 0),
  );
  return [...all].filter((list) => !ancestorsOf(list).some((above) => all.has(above)));
}

function isList(element: PageElement): boolean {
  const entries = elementChildren(element).filter((child) => ['article', 'listitem'].includes(roleOf(child)));
  return LISTS.has(roleOf(element)) || entries.length > 1;
}

function contentOf(list: PageElement): List {
  if (!isTable(list)) return { entries: elementChildren(list), headers: [] };
  const { headers, rows } = tableOf(list);
  return { entries: rows, headers };
}

/** What the list may be called, the nearest first: its label or caption, its tab, and the headings it stands under. */
function titlesOf(page: Page, list: PageElement): string[] {
  const caption = elementChildren(list).find(({ tag }) => tag === 'caption');
  const all = elementsIn(page.root).toArray();
  const isPanel = ancestorsOf(list).some((part) => roleOf(part) === 'tabpanel');
  const tabs = all.filter((each) => isPanel && roleOf(each) === 'tab' && each.attributes['aria-selected'] === 'true');
  const headings: PageElement[] = [];
  for (const element of all.slice(0, all.indexOf(list)).toReversed())
    if (roleOf(element) === 'heading' && element.tag < (headings.at(-1)?.tag ?? 'h9')) headings.push(element);
  const own = list.attributes['aria-label'] ?? (caption && textOf(caption));
  return [...(own === undefined ? [] : [own]), ...tabs.map(textOf), ...headings.map(textOf)];
}

/** “product names” → what has to stand in the title of such a list: `product`, `name`. */
function stems(noun: string): string[] {
  return noun
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map(singular)
    .filter((word) => word.length > 2 && !/^(?:the|and|all|for)$/.test(word));
}

/** What is out of view is not in the simplified DOM: a list that goes on there would be answered in part. */
function refusePartly(page: Page, list: PageElement): void {
  const box = page.observation.idToBboxMap[list.attributes['nova-act-id'] ?? ''];
  const { windowHeight } = page.observation.browserDimensions;
  const room = scrollRoom(page);
  // The boxes may have been cut off at the window's edge already.
  const goesOn = box && ((room.up && box.y < 1) || (room.down && box.y + box.height > windowHeight - 1));
  if (goesOn)
    throw new NotSeen(
      `The list “${titlesOf(page, list)[0] ?? ''}” is never in view as a whole, and the planner answers from one view only.`,
    );
}
