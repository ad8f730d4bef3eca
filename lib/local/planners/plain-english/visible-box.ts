import type { Observation } from '../../../act/observation.ts';
import { elementsIn } from './page-element.ts';
import type { PageElement } from './read-page.ts';

/** The observation, read: what the planner looks at. */
export interface Page {
  readonly root: PageElement;
  readonly observation: Observation;
}

/** The part of the element that is in view, as the `<box>` of a call; `undefined` when nothing of it is. */
export function boxOf({ observation }: Page, element: PageElement): string | undefined {
  const rectangle = observation.idToBboxMap[element.attributes['nova-act-id'] ?? ''];
  if (!rectangle || element.attributes['currently-obscured'] === 'true') return undefined;
  const { windowWidth, windowHeight } = observation.browserDimensions;
  const top = Math.max(0, Math.floor(rectangle.y));
  const left = Math.max(0, Math.floor(rectangle.x));
  const bottom = Math.min(windowHeight, Math.ceil(rectangle.y + rectangle.height));
  const right = Math.min(windowWidth, Math.ceil(rectangle.x + rectangle.width));
  return top < bottom && left < right ? `<box>${top},${left},${bottom},${right}</box>` : undefined;
}

/**
 * Where there is more to see, and the box to scroll in: the page itself, or, where the page cannot be scrolled, the
 * first part of it that can.
 */
export function scrollRoom(page: Page): { up: boolean; down: boolean; box: string } {
  const { windowWidth, windowHeight, scrollHeight, scrollTop } = page.observation.browserDimensions;
  const box = `<box>0,0,${windowHeight},${windowWidth}</box>`;
  const whole = { up: scrollTop >= 1, down: scrollTop + windowHeight < scrollHeight - 1, box };
  if (whole.up || whole.down) return whole;
  for (const element of elementsIn(page.root)) {
    const part = element.attributes['scrollable'] === undefined ? undefined : boxOf(page, element);
    const percent = Number.parseFloat(element.attributes['scrolled-from-top'] ?? '0');
    if (part !== undefined) return { up: percent > 0, down: percent < 100, box: part };
  }
  return whole;
}
