import type { Point } from '../../act/box.ts';
import type { ActionContext } from './context.ts';

type Button = 'left' | 'right';

const HELD: Readonly<Record<Button, number>> = { left: 1, right: 2 };

/**
 * Moves the mouse to the point and clicks `count` times. All of it leaves at once, so that an action is either begun
 * or not; Chromium performs it in order.
 */
export async function clickAt(
  { tab, dispatch }: Pick<ActionContext, 'tab' | 'dispatch'>,
  point: Point,
  { button, count }: { readonly button: Button; readonly count: number } = { button: 'left', count: 1 },
): Promise<void> {
  const press = (type: 'mousePressed' | 'mouseReleased', clickCount: number) =>
    tab.session.send('Input.dispatchMouseEvent', {
      ...point,
      type,
      button,
      clickCount,
      buttons: type === 'mousePressed' ? HELD[button] : 0,
    });
  await dispatch(() =>
    Promise.all([
      move(tab, point),
      ...Array.from({ length: count }, (_, index) => [
        press('mousePressed', index + 1),
        press('mouseReleased', index + 1),
      ]).flat(),
    ]),
  );
}

/** Sends a mouse move. */
export function move(tab: ActionContext['tab'], point: Point): Promise<unknown> {
  return tab.session.send('Input.dispatchMouseEvent', { ...point, type: 'mouseMoved' });
}
