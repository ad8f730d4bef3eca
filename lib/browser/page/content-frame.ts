import type { Frame } from './frame.ts';
import type { Tab } from './tab.ts';

/** The document inside a frame element. `expression` gives the element in our world of the document it stands in. */
export async function contentFrame(
  tab: Tab,
  { session }: Frame,
  contextId: number,
  expression: string,
): Promise<Frame | undefined> {
  const { result } = await session.send('Runtime.evaluate', { expression, contextId });
  if (result.objectId === undefined) return undefined;
  const { node } = await session.send('DOM.describeNode', { objectId: result.objectId });
  return node.frameId === undefined ? undefined : tab.frames.get(node.frameId);
}
