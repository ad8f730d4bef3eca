import type { DomNode } from './dom-node.ts';

type Child = DomNode | string;

const INLINE = new Set(['span', 'sub']);
const WRAPPERS = new Set([
  'div',
  'span',
  'section',
  'article',
  'main',
  'center',
  'font',
  'b',
  'i',
  'em',
  'strong',
  'p',
]);
/** Mean something without any content. */
const NEVER_EMPTY = new Set([
  'input',
  'textarea',
  'select',
  'img',
  'svg',
  'canvas',
  'video',
  'iframe',
  'frame',
  'button',
]);

/** Takes out what says nothing: empty elements, wrappers of a single child, and spans around mere text. */
export function tidyDom(node: DomNode): DomNode {
  return { ...node, children: joinTexts(node.children.flatMap(tidyChild)) };
}

function tidyChild(child: Child): readonly Child[] {
  if (typeof child === 'string') return [child];
  const node = tidyDom(child);
  const saysSomething = Object.keys(node.attributes).length > 0 || node.isClickable;
  const [only, ...others] = node.children;
  if (only === undefined) return saysSomething || NEVER_EMPTY.has(node.tag) ? [node] : [];
  if (saysSomething || others.length > 0) return [node];
  const isText = typeof only === 'string';
  return (isText ? INLINE : WRAPPERS).has(node.tag) ? [only] : [node];
}

function joinTexts(children: readonly Child[]): readonly Child[] {
  return children.reduce<readonly Child[]>((joined, child) => {
    const last = joined.at(-1);
    return typeof last === 'string' && typeof child === 'string'
      ? [...joined.slice(0, -1), `${last} ${child}`]
      : [...joined, child];
  }, []);
}
