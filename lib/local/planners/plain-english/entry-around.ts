import { ancestorsOf, elementChildren, roleOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';

const BOUNDARIES = new Set([
  'listitem',
  'row',
  'article',
  'option',
  'dialog',
  'alertdialog',
  'navigation',
  'banner',
  'contentinfo',
]);

/**
 * The parts of the page around an element, the smallest first: what may be meant with “of” and “next to” it. They end
 * with the entry of a list, the row or the dialog it stands in, for what another one says is not said of it. Only the
 * page's main heading stands for the whole page.
 */
export function* partsAround(anchor: PageElement): Generator<PageElement> {
  const isWholePage = anchor.tag === 'h1';
  for (const part of [anchor, ...ancestorsOf(anchor)]) {
    yield part;
    if (!isWholePage && (BOUNDARIES.has(roleOf(part)) || isOneOfSeveral(part))) return;
  }
}

/** Cards that are no marked list: elements of one kind beside each other, each with several others in it. */
function isOneOfSeveral(element: PageElement): boolean {
  const beside = element.parent ? elementChildren(element.parent) : [];
  const alike = beside.filter((each) => each.tag === element.tag && elementChildren(each).length > 1);
  return alike.length > 1 && alike.includes(element);
}
