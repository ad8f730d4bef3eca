import { namesOf } from './element-names.ts';
import { elementsIn, isInside, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import type { Page } from './visible-box.ts';

const TICKS = new Set(['checkbox', 'radio', 'switch']);

/**
 * Checked or not, or `undefined` when the simplified DOM does not tell. Of a label, which is what can be clicked where
 * the box itself is covered by a drawn one, the state of its box.
 */
export function isChecked(page: Page, element: PageElement): boolean | undefined {
  const own = ownState(element);
  if (own !== undefined || TICKS.has(roleOf(element))) return own;
  const label = textOf(element);
  const boxes = elementsIn(page.root)
    .filter((each) => TICKS.has(roleOf(each)))
    .toArray();
  const inside = boxes.filter((each) => isInside(each, element));
  const [box, second] = inside.length > 0 ? inside : boxes.filter((each) => namesOf(each).includes(label));
  return box && !second ? ownState(box) : undefined;
}

function ownState({ attributes }: PageElement): boolean | undefined {
  const state = attributes['aria-checked'] ?? attributes['aria-selected'] ?? attributes['aria-pressed'];
  if (state !== undefined) return state === 'true';
  if (attributes['checked'] !== undefined) return attributes['checked'] !== 'false';
  // Where the printer keeps the type it keeps `checked` as well, so that its absence says something.
  return attributes['type'] === undefined ? undefined : false;
}
