import { setTimeout as delay } from 'node:timers/promises';
import type { Observation } from '../../act/observation.ts';
import type { CDPSession } from 'puppeteer-core';
import { contentFrame } from '../page/content-frame.ts';
import { callInContext, ownWorld, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import { collectDom } from './collect-dom.ts';
import type { Area, DomNode } from './dom-node.ts';
import { printDom } from './print-dom.ts';
import { tidyDom } from './tidy-dom.ts';

/** A frame of another site lives in a process of its own, which may hang; the page is not to be lost with it. */
const FRAME_MS = 1_000;

type SimplifiedDom = Pick<Observation, 'simplifiedDOM' | 'idToBboxMap'>;

/**
 * What can be seen of the page, frames included, as text and boxes. A page that cannot be read gives empty ones, a frame
 * that cannot be read is empty, and `onWarning` is told why, of each frame once.
 */
export async function simplifiedDom(tab: Tab, onWarning: (message: string) => void): Promise<SimplifiedDom> {
  const viewport = { left: 0, top: 0, right: tab.viewport.width, bottom: tab.viewport.height };
  try {
    const { nodes } = await collect({ tab, onWarning, silent: new Set() }, tab.mainFrame, 1, viewport, viewport);
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

interface Reading {
  readonly tab: Tab;
  readonly onWarning: (message: string) => void;
  /** The processes that have not answered: their other frames are not asked. */
  readonly silent: Set<CDPSession>;
}

/** The frames that were told of, of a tab. */
const toldOf = new WeakMap<Tab, Set<string>>();

async function collect(
  reading: Reading,
  frame: Frame,
  firstId: number,
  offset: { readonly left: number; readonly top: number },
  visible: Area,
): Promise<Collected> {
  const { tab } = reading;
  const read = async () => {
    const world = await ownWorld(frame);
    return {
      contextId: world,
      ...(await callInContext(frame.session, world, collectDom, firstId, offset, visible)),
    };
  };
  const own = frame.id === tab.mainFrame.id ? await read() : await readSoon(reading, frame, read);
  if (!own) return { nodes: [], nextId: firstId };
  const { contextId, nodes, nextId } = own;
  let next = nextId;
  const withContent = async (node: DomNode | string): Promise<DomNode | string> => {
    if (typeof node === 'string') return node;
    const content = node.frame && (await contentFrame(tab, frame, contextId, `novaActFrames[${node.frame.index}]`));
    if (node.frame && node.box && content) {
      const { x, y, width, height } = node.box;
      const area = { left: x, top: y, right: x + width, bottom: y + height };
      const inside = await collect(reading, content, next, node.frame, area);
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

/** Undefined when the frame does not answer, or is gone. */
async function readSoon<Result>(
  { tab, onWarning, silent }: Reading,
  { id, session }: Frame,
  read: () => Promise<Result>,
): Promise<Result | undefined> {
  let why: string | undefined;
  const failed = (error: unknown) => {
    why = String(error);
  };
  const over = delay(FRAME_MS, undefined, { ref: false });
  const content = silent.has(session) ? undefined : await Promise.race([read().catch(failed), over]);
  if (content !== undefined) return content;
  if (why === undefined) silent.add(session);
  const told = toldOf.get(tab) ?? new Set();
  toldOf.set(tab, told);
  if (!told.has(id)) onWarning(`a frame of the page could not be read as text: ${why ?? 'it does not answer'}`);
  told.add(id);
  return undefined;
}

function boxes({ id, box, children }: DomNode): [string, NonNullable<DomNode['box']>][] {
  const inner = children.filter((child) => typeof child !== 'string').flatMap(boxes);
  return box ? [[String(id), box], ...inner] : inner;
}
