import type { CDPSession } from 'puppeteer-core';
import { callInContext } from '../page/frame.ts';
import { eventPaths } from './page/event-paths.ts';

/** What happens when somebody writes into a field or chooses, and what comes with it. */
const EVENTS = [
  'input',
  'change',
  'beforeinput',
  'textInput',
  'keydown',
  'keypress',
  'keyup',
  'compositionend',
  'paste',
  'blur',
  'focusout',
];
/** The same for boxes to tick. */
const BOX_EVENTS = [...EVENTS, 'click'];
const BOXES = new Set(['checkbox', 'radio']);

/** A page can nest its elements without end. */
const MOST_NODES = 1_000;

/**
 * Whether a script of the page listens where it would have been told of a change, for each of the document's changed
 * controls; their kinds are given. Undefined when that cannot be known.
 */
export async function whichAreNoticed(
  session: CDPSession,
  contextId: number,
  kinds: readonly string[],
): Promise<boolean[] | undefined> {
  const paths = await callInContext(session, contextId, eventPaths);
  const nodes = await nodesOnTheWay(session, contextId);
  const document = nodes.at(paths[0]?.at(-1) ?? 0);
  if (nodes.length > MOST_NODES || document === undefined || paths.length !== kinds.length) return undefined;
  const [ofWindow, ...ofNodes] = await Promise.all([
    pageWindow(session, document).then((objectId) => listenedTo(session, objectId)),
    ...nodes.map(async (node) => listenedTo(session, await asPageKnows(session, node))),
  ]);
  void session.send('Runtime.releaseObjectGroup', { objectGroup: GROUP }).catch(ignoreClosed);
  return paths.map((path, index) => {
    const types = BOXES.has(kinds[index] ?? '') ? BOX_EVENTS : EVENTS;
    return [ofWindow, ...path.map((node) => ofNodes[node])].some((heard) => types.some((type) => heard?.has(type)));
  });
}

/** What Chromium keeps for us until it is told that it need not. */
const GROUP = 'nova-act-listeners';

async function nodesOnTheWay(session: CDPSession, contextId: number): Promise<string[]> {
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'novaActWays',
    contextId,
    objectGroup: GROUP,
  });
  const { result: members } = await session.send('Runtime.getProperties', {
    objectId: result.objectId ?? '',
    ownProperties: true,
  });
  return members.flatMap(({ name, value }) => (/^\d+$/.test(name) && value?.objectId ? value.objectId : []));
}

/** The same node in the page's own world. */
async function asPageKnows(session: CDPSession, objectId: string): Promise<string> {
  const { node } = await session.send('DOM.describeNode', { objectId });
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: node.backendNodeId, objectGroup: GROUP });
  return object.objectId ?? '';
}

async function pageWindow(session: CDPSession, document: string): Promise<string> {
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: await asPageKnows(session, document),
    functionDeclaration: 'function () { return globalThis; }',
    objectGroup: GROUP,
  });
  return result.objectId ?? '';
}

/** In the page's own world: asked for all worlds at once (`pierce`), the process of the page crashes soon after. */
async function listenedTo(session: CDPSession, objectId: string): Promise<ReadonlySet<string>> {
  const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId });
  return new Set(listeners.map(({ type }) => type));
}

/** The page is gone, and what was kept for us with it. */
function ignoreClosed(): void {}
