import type { PlannedCall } from '../../emulator/planner.ts';
import type { Look } from './progress.ts';
import { scrollRoom, type Page } from './visible-box.ts';

const MOST_LOOKS = 30;
const MOST_WAITS = 3;

const WAIT: { look: Look; call: PlannedCall } = { look: 'wait', call: { name: 'wait', input: [1] } };

/**
 * The next look for something that is not in view: down to the end of the page, then back up to its top, each scroll
 * waiting for the page to settle. A page that cannot be scrolled may still be loading and is given three waits of one
 * second.
 *
 * @param isInView - waiting is all that may help
 * @returns undefined when all was seen
 */
export function nextLook(
  page: Page,
  looks: readonly Look[],
  isInView: boolean,
): { look: Look; call: PlannedCall } | undefined {
  const room = scrollRoom(page);
  const hasScrolled = looks.some((look) => look !== 'wait');
  if (isInView) return looks.length < MOST_WAITS ? WAIT : undefined;
  if (looks.length >= MOST_LOOKS) return undefined;
  if (room.down && !looks.includes('up')) return scroll('down', room.box);
  if (room.up) return scroll('up', room.box);
  return hasScrolled || looks.length >= MOST_WAITS ? undefined : WAIT;
}

/** Towards one end of the page only. */
export function nextScrollTo(
  end: 'up' | 'down',
  page: Page,
  looks: readonly Look[],
): { look: Look; call: PlannedCall } | undefined {
  const room = scrollRoom(page);
  return room[end] && looks.length < MOST_LOOKS ? scroll(end, room.box) : undefined;
}

function scroll(look: 'up' | 'down', box: string): { look: Look; call: PlannedCall } {
  return { look, call: { name: 'agentScroll', input: [look, box] } };
}
