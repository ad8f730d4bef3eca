import type { BrowserAction } from '../../act/action.ts';
import type { Point } from '../../act/box.ts';
import { boxInPixels, centre, type BoxNotation } from '../../act/box.ts';
import type { Tab } from '../page/tab.ts';
import type { RecentFailures } from '../proxy/failures.ts';

/** What an action works with. */
export interface ActionContext {
  readonly tab: Tab;
  /** What the network did not deliver. */
  readonly failures: RecentFailures;
  /** Patterns of the files that may be given to pages. */
  readonly uploads: readonly string[];
  /** Sends something that can change the page: asks for leave and sends in the same tick. */
  readonly dispatch: (send: () => Promise<unknown>) => Promise<void>;
  /** Waits until the page has done what was set off before. */
  readonly settle: () => Promise<void>;
}

export type ActionOf<Kind extends BrowserAction['kind']> = Extract<BrowserAction, { kind: Kind }>;

/** The point an action goes to. @throws ActInvalidModelGenerationError for a box outside the viewport */
export function target(box: BoxNotation, { viewport }: Tab): Point {
  return centre(boxInPixels(box, viewport));
}
