import type { DomNode } from './dom-node.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;' };

/** The tree as text: two spaces per level, attributes in single quotes. An element with only text takes one line. */
export function printDom({ tag, id, box, attributes, children }: DomNode, indent = ''): string {
  const all = { ...(box && { 'nova-act-id': String(id) }), ...attributes };
  const opening = [tag, ...Object.entries(all).map(([name, value]) => `${name}='${escape(value)}'`)].join(' ');
  const [only, ...others] = children;
  if (only === undefined) return `${indent}<${opening}/>\n`;
  if (typeof only === 'string' && others.length === 0) return `${indent}<${opening}>${escape(only)}</${tag}>\n`;
  const inner = `${indent}  `;
  const content = children.map((child) =>
    typeof child === 'string' ? `${inner}${escape(child)}\n` : printDom(child, inner),
  );
  return `${indent}<${opening}>\n${content.join('')}${indent}</${tag}>\n`;
}

function escape(text: string): string {
  return text.replace(/[&<>']/g, (character) => ESCAPES[character] ?? character);
}
