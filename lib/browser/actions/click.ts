/// <reference lib="dom" />

import { callInContext } from '../page/frame.ts';
import { hitTest } from '../page/hit-test.ts';
import { target, type ActionContext, type ActionOf } from './context.ts';
import { chooserOfClick } from './file-chooser.ts';
import { clickAt } from './mouse.ts';
import { fileChooserAdvice, refuseUnclickable } from './redirects.ts';

const CLICKS = {
  left: { button: 'left', count: 1 },
  'left-double': { button: 'left', count: 2 },
  right: { button: 'right', count: 1 },
} as const;

/** @throws AgentRedirectError for a dropdown, a colour, a range, and when a file chooser opens */
export async function click({ box, clickType, blurField }: ActionOf<'click'>, context: ActionContext): Promise<void> {
  const { tab } = context;
  const point = target(box, tab);
  const hit = await hitTest(tab, point);
  if (hit) refuseUnclickable(hit.facts);
  tab.takeFileChooser();
  const begun = Date.now();
  await clickAt(context, point, CLICKS[clickType]);
  if (hit && (await chooserOfClick(tab, hit.frame, begun))) throw fileChooserAdvice();
  if (hit && blurField) await context.dispatch(() => callInContext(hit.frame.session, hit.contextId, leaveElement));
}

/** Runs in the page, on the element found by the hit test. */
function leaveElement(): void {
  const element: unknown = Reflect.get(globalThis, 'novaActElement');
  if (!(element instanceof Element)) return;
  const events: readonly (readonly [string, boolean])[] = [
    ['pointermove', true],
    ['mousemove', true],
    ['pointerout', true],
    ['pointerleave', false],
    ['mouseout', true],
    ['mouseleave', false],
    ['blur', false],
    ['focusout', true],
  ];
  for (const [type, bubbles] of events) element.dispatchEvent(new Event(type, { bubbles }));
}
