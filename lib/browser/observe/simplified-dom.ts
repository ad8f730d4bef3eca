import type { Observation } from '../../act/observation.ts';
import { contentFrame } from '../page/content-frame.ts';
import { callInContext, ownWorld, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import { collectDom } from './collect-dom.ts';
import type { Area, DomNode } from './dom-node.ts';
import { printDom } from './print-dom.ts';
import { tidyDom } from './tidy-dom.ts';

type SimplifiedDom = Pick<Observation, 'simplifiedDOM' | 'idToBboxMap'>;

/**
 * What can be seen of the page, frames included, as text and boxes. A page that cannot be read gives empty ones, and
 * `onWarning` is told why.
 */
export async function simplifiedDom(tab: Tab, onWarning: (message: string) => void): Promise<SimplifiedDom> {
  const viewport = { left: 0, top: 0, right: tab.viewport.width, bottom: tab.viewport.height };
  try {
    const { nodes } = await collect(tab, tab.mainFrame, 1, viewport, viewport);
    const trees = nodes.filter((node) => typeof node !== 'string').map(tidyDom);
    return {
      simplifiedDOM: trees.map((tree) => printDom(tree)).join(''),
      idToBboxMap: Object.fromEntries(trees.flatMap(boxes)),
    };
  } catch (error) {
    onWarning(`the page could not be read as text: ${String(error)}`);
    return { simplifiedDOM: '', idToBboxMap: {} };
  }
}

interface Collected {
  readonly nodes: readonly (DomNode | string)[];
  readonly nextId: number;
}

async function collect(
  tab: Tab,
  frame: Frame,
  firstId: number,
  offset: { readonly left: number; readonly top: number },
  visible: Area,
): Promise<Collected> {
  const contextId = await ownWorld(frame);
  const { nodes, nextId } = await callInContext(frame.session, contextId, collectDom, firstId, offset, visible);
  let next = nextId;
  const withContent = async (node: DomNode | string): Promise<DomNode | string> => {
    if (typeof node === 'string') return node;
    const content = node.frame && (await contentFrame(tab, frame, contextId, `novaActFrames[${node.frame.index}]`));
    if (node.frame && node.box && content) {
      const { x, y, width, height } = node.box;
      const area = { left: x, top: y, right: x + width, bottom: y + height };
      const inside = await collect(tab, content, next, node.frame, area);
      next = inside.nextId;
      return { ...node, children: inside.nodes };
    }
    // One after the other, since the numbers go on from frame to frame.
    const children: (DomNode | string)[] = [];
    for (const child of node.children) children.push(await withContent(child));
    return { ...node, children };
  };
  const complete: (DomNode | string)[] = [];
  for (const node of nodes) complete.push(await withContent(node));
  return { nodes: complete, nextId: next };
}

function boxes({ id, box, children }: DomNode): [string, NonNullable<DomNode['box']>][] {
  const inner = children.filter((child) => typeof child !== 'string').flatMap(boxes);
  return box ? [[String(id), box], ...inner] : inner;
}
