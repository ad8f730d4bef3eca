import type { PlannedCall } from '../../emulator/planner.ts';
import { NotReady, NotSeen } from './cannot-do.ts';
import { describe } from './element-names.ts';
import type { PageElement } from './read-page.ts';
import { boxOf, type Page } from './visible-box.ts';

/** The call that does it, with words for the thought; `undefined` when it is so already. */
export type Deed = { readonly call: PlannedCall; readonly words: string } | undefined;

/** @throws NotSeen when nothing of the element is in view, NotReady when it is disabled */
export function boxInView(page: Page, element: PageElement): string {
  const found = boxOf(page, element);
  if (found === undefined) throw new NotSeen(`${describe(element)} is not in view.`);
  if (isDisabled(element)) throw new NotReady(`${describe(element)} is disabled.`);
  return found;
}

function isDisabled({ attributes }: PageElement): boolean {
  return attributes['aria-disabled'] === 'true' || (attributes['disabled'] ?? 'false') !== 'false';
}
