/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import { ActInvalidModelGenerationError } from '../../act/errors.ts';
import { callInFrame } from '../page/frame.ts';
import { target, type ActionContext, type ActionOf } from './context.ts';

/** Of what is scrolled, when no distance is given. */
const DEFAULT_SHARE = 0.75;

const DIRECTIONS = {
  up: ['vertical', -1],
  down: ['vertical', 1],
  left: ['horizontal', -1],
  right: ['horizontal', 1],
} as const;

/** Turns the mouse wheel over the point. Where nothing can scroll, nothing happens. */
export async function scroll(
  { box, direction, value }: ActionOf<'scroll'>,
  { tab, dispatch }: ActionContext,
): Promise<void> {
  const point = target(box, tab);
  const [axis, sign] = DIRECTIONS[direction];
  if (value !== undefined && value < 0)
    throw new ActInvalidModelGenerationError(
      `ValueError: cannot scroll by ${value}: the distance must not be negative`,
    );
  const scrolled = await callInFrame(tab.mainFrame, findScrollable, point.x, point.y, axis);
  if (!scrolled) return;
  const distance = sign * (value ?? scrolled.size * DEFAULT_SHARE);
  await dispatch(() =>
    tab.session.send('Input.dispatchMouseEvent', {
      ...point,
      type: 'mouseWheel',
      deltaX: axis === 'horizontal' ? distance : 0,
      deltaY: axis === 'vertical' ? distance : 0,
    }),
  );
  if (!scrolled.opaque) await dispatch(() => callInFrame(tab.mainFrame, leavePoint, point.x, point.y));
}

/**
 * Runs in the page. What a wheel over the point moves: the topmost element there that can scroll along the axis, or
 * that has a document or tree of its own inside, else the window. `size` is the visible part's, in CSS pixels.
 */
function findScrollable(
  x: number,
  y: number,
  axis: 'vertical' | 'horizontal',
): { size: number; opaque: boolean } | null {
  const vertical = axis === 'vertical';
  const overflows = (element: Element): boolean =>
    vertical ? element.scrollHeight > element.clientHeight : element.scrollWidth > element.clientWidth;
  const isOpaque = (element: Element): boolean => element instanceof HTMLIFrameElement || element.shadowRoot !== null;
  const canScroll = (element: Element): boolean => {
    const style = getComputedStyle(element);
    return overflows(element) && /auto|scroll|overlay/.test(vertical ? style.overflowY : style.overflowX);
  };
  const visibleSize = (element: Element): number => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return vertical
      ? Math.min(bottom, innerHeight) - Math.max(top, 0)
      : Math.min(right, innerWidth) - Math.max(left, 0);
  };
  const found = document
    .elementsFromPoint(x, y)
    .find(
      (element) =>
        element !== document.documentElement && element !== document.body && (isOpaque(element) || canScroll(element)),
    );
  if (found) return { size: visibleSize(found), opaque: isOpaque(found) };
  const page = document.scrollingElement;
  return page && overflows(page) ? { size: vertical ? innerHeight : innerWidth, opaque: false } : null;
}

/** Runs in the page: takes the mouse away again, so that what it hovers over closes. */
function leavePoint(x: number, y: number): void {
  const element = document.elementFromPoint(x, y);
  for (const type of ['pointerout', 'pointerleave', 'mouseout', 'mouseleave'])
    element?.dispatchEvent(new Event(type, { bubbles: type.endsWith('out') }));
}
