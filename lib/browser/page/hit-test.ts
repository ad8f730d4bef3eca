import type { Point } from '../../act/box.ts';
import { contentFrame } from './content-frame.ts';
import { elementAt, type ElementFacts } from './element-at.ts';
import { callInContext, ownWorld, type Frame } from './frame.ts';
import type { Tab } from './tab.ts';

/** The element at a point of the viewport, in whichever document it is. */
export interface Hit {
  readonly frame: Frame;
  /** Our world of that document, where `novaActElement` is the element. */
  readonly contextId: number;
  readonly facts: ElementFacts;
  /** The viewport's point in the coordinates of that document. */
  readonly point: Point;
}

const MAXIMUM_DEPTH = 50;

/** Looks through frames of all origins and through open shadow roots. Undefined when nothing is there. */
export async function hitTest(tab: Tab, point: Point): Promise<Hit | undefined> {
  let inner = point;
  let frame = tab.mainFrame;
  for (let depth = 0; depth < MAXIMUM_DEPTH; depth += 1) {
    const contextId = await ownWorld(frame);
    const facts = await callInContext(frame.session, contextId, elementAt, inner.x, inner.y);
    if (!facts) return undefined;
    const hit = { frame, contextId, facts, point: inner };
    const content = facts.frame && (await contentFrame(tab, frame, contextId, 'novaActElement'));
    if (!facts.frame || !content) return hit;
    const { left, top, scaleX, scaleY } = facts.frame;
    inner = { x: (inner.x - left) / scaleX, y: (inner.y - top) / scaleY };
    frame = content;
  }
  return undefined;
}
