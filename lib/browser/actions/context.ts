import type { BrowserAction } from '../../act/action.ts';
import type { Point } from '../../act/box.ts';
import { boxInPixels, centre, type BoxNotation } from '../../act/box.ts';
import type { Tab } from '../page/tab.ts';
import { VIEWPORT } from '../viewport.ts';

/** What an action works with. */
export interface ActionContext {
  readonly tab: Tab;
  /** Sends something that can change the page: asks for leave and sends in the same tick. */
  readonly dispatch: (send: () => Promise<unknown>) => Promise<void>;
  /** Waits until the page has done what was set off before. */
  readonly settle: () => Promise<void>;
}

export type ActionOf<Kind extends BrowserAction['kind']> = Extract<BrowserAction, { kind: Kind }>;

/** The point an action goes to. @throws ActInvalidModelGenerationError for a box outside the viewport */
export function target(box: BoxNotation): Point {
  return centre(boxInPixels(box, VIEWPORT));
}
