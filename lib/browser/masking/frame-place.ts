/// <reference lib="dom" />

import { ownWorld, pageSource, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { Spot } from './watch-secrets.ts';

/** Where a document shows in the viewport: how its coordinates become the viewport's, and what it cannot leave. */
export interface Place extends Spot {
  readonly scaleX: number;
  readonly scaleY: number;
}

/** The place of a document that may be in frames of frames. @throws when one of them has gone, or is in one unknown */
export async function placeOf(tab: Pick<Tab, 'targetId' | 'frames' | 'viewport'>, frame: Frame): Promise<Place> {
  if (frame.id === tab.targetId)
    return { left: 0, top: 0, right: tab.viewport.width, bottom: tab.viewport.height, scaleX: 1, scaleY: 1 };
  const parent = tab.frames.parentOf(frame.id);
  if (!parent) throw new Error('it is unknown which document this frame is in');
  const [outer, inner] = await Promise.all([placeOf(tab, parent), placeInParent(parent, frame)]);
  const { left, top, right, bottom } = inViewport(inner, outer);
  return { left, top, right, bottom, scaleX: outer.scaleX * inner.scaleX, scaleY: outer.scaleY * inner.scaleY };
}

/** A spot of a document, cut to what can be seen of the document. */
export function inViewport(spot: Spot, { left, top, right, bottom, scaleX, scaleY }: Place): Spot {
  return {
    left: Math.max(left, left + spot.left * scaleX),
    top: Math.max(top, top + spot.top * scaleY),
    right: Math.min(right, left + spot.right * scaleX),
    bottom: Math.min(bottom, top + spot.bottom * scaleY),
  };
}

async function placeInParent(parent: Frame, { id }: Frame): Promise<Place> {
  const { session } = parent;
  const [executionContextId, { backendNodeId }] = await Promise.all([
    ownWorld(parent),
    session.send('DOM.getFrameOwner', { frameId: id }),
  ]);
  const { object } = await session.send('DOM.resolveNode', { backendNodeId, executionContextId });
  const { objectId } = object;
  if (objectId === undefined) throw new Error('the frame has gone');
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: pageSource(contentBox),
    returnByValue: true,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the function's own result, by value
  return result.value as Place;
}

/** Runs in the page, on a frame element. */
function contentBox(this: HTMLElement): Place {
  const outer = this.getBoundingClientRect();
  const style = getComputedStyle(this);
  const scaleX = outer.width / this.offsetWidth || 1;
  const scaleY = outer.height / this.offsetHeight || 1;
  const left = outer.left + (this.clientLeft + parseFloat(style.paddingLeft)) * scaleX;
  const top = outer.top + (this.clientTop + parseFloat(style.paddingTop)) * scaleY;
  return { left, top, right: outer.right, bottom: outer.bottom, scaleX, scaleY };
}
