import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { tableOf } from './labelled-values.ts';
import { matchText } from './match-text.ts';
import { ancestorsOf, elementChildren, elementsIn, isFrame, isInside, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { scrollRoom, type Page } from './visible-box.ts';

export interface List {
  readonly entries: readonly PageElement[];
  /** Of a table with a header row: its texts. */
  readonly headers: readonly string[];
}

const LISTS = new Set(['list', 'table', 'grid', 'listbox', 'feed']);

/**
 * The list or table that is meant: the one whose heading, caption or label has the noun in it, else the only one in
 * the page's content.
 *
 * @throws NotSeen when there is none in view, or it is only partly, so that entries would be missing
 * @throws CannotDo when there are several
 */
export function findList(page: Page, noun: string): List {
  const all = elementsIn(page.root)
    .filter((element) => !isFrame(element) && isList(element) && entriesOf(element).length > 0)
    .toArray();
  const outer = all.filter((list) => !all.some((other) => other !== list && isInside(list, other)));
  const named = outer.filter((list) => stems(noun).some((stem) => matchText(titleOf(page, list), stem) >= 1));
  const [list, second] = named.length > 0 ? named : outer;
  if (!list) throw new NotSeen(`No list or table is in view in which to look for “${noun}”.`);
  if (second)
    throw new CannotDo(
      `“${noun}” is ambiguous: the page has the lists ${someOf((named.length > 0 ? named : outer).map((each) => titleOf(page, each) || textOf(each)))}.`,
    );
  refusePartly(page, list);
  return { entries: entriesOf(list), headers: roleOf(list) === 'table' ? tableOf(list).headers : [] };
}

function isList(element: PageElement): boolean {
  const entries = elementChildren(element).filter((child) => ['article', 'listitem'].includes(roleOf(child)));
  return LISTS.has(roleOf(element)) || entries.length > 1;
}

function entriesOf(list: PageElement): readonly PageElement[] {
  return ['table', 'grid'].includes(roleOf(list)) ? tableOf(list).rows : elementChildren(list);
}

/** The list's label or caption, else the last heading before it in its section. */
function titleOf(page: Page, list: PageElement): string {
  const caption = elementChildren(list).find(({ tag }) => tag === 'caption');
  const label = list.attributes['aria-label'] ?? (caption && textOf(caption));
  if (label !== undefined) return label;
  const section = ancestorsOf(list).find(({ tag }) => ['section', 'main', 'article'].includes(tag)) ?? page.root;
  const all = elementsIn(section).toArray();
  const heading = all.slice(0, all.indexOf(list)).findLast((element) => roleOf(element) === 'heading');
  return heading ? textOf(heading) : '';
}

/** “product names” → what may stand in the heading of such a list: `product`, `name`. */
function stems(noun: string): string[] {
  return noun
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/ies$/, 'y').replace(/(?<=\w\w)s$/, ''))
    .filter((word) => word.length > 2);
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
      `The list “${titleOf(page, list)}” is never in view as a whole, and the planner answers from one view only.`,
    );
}
