import type { PageElement } from './read-page.ts';

const ROLE_OF_TAG: ReadonlyMap<string, string> = new Map(
  Object.entries({
    button: 'button',
    summary: 'button',
    textarea: 'textbox',
    select: 'select',
    option: 'option',
    h1: 'heading',
    h2: 'heading',
    h3: 'heading',
    h4: 'heading',
    h5: 'heading',
    h6: 'heading',
    img: 'img',
    svg: 'img',
    ul: 'list',
    ol: 'list',
    li: 'listitem',
    table: 'table',
    tr: 'row',
    th: 'columnheader',
    td: 'cell',
    nav: 'navigation',
    main: 'main',
    header: 'banner',
    footer: 'contentinfo',
    article: 'article',
    form: 'form',
    fieldset: 'group',
  }),
);
const ROLE_OF_INPUT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    checkbox: 'checkbox',
    radio: 'radio',
    submit: 'button',
    button: 'button',
    reset: 'button',
    image: 'button',
    search: 'searchbox',
    range: 'slider',
    hidden: 'none',
  }),
);

/** The ARIA role, with `select` for a native drop-down; `''` where the tag has none that matters here. */
export function roleOf({ tag, attributes }: PageElement): string {
  const { role, type, href, contenteditable } = attributes;
  if (tag === 'select') return 'select';
  if (role) return role.split(' ')[0] ?? '';
  if (tag === 'input') return ROLE_OF_INPUT.get(type?.toLowerCase() ?? 'text') ?? 'textbox';
  if (contenteditable !== undefined && contenteditable !== 'false') return 'textbox';
  return tag === 'a' && href !== undefined ? 'link' : (ROLE_OF_TAG.get(tag) ?? '');
}

export const FIELD_ROLES: ReadonlySet<string> = new Set([
  'textbox',
  'searchbox',
  'combobox',
  'spinbutton',
  'slider',
  'select',
]);

/** The element and all below it, in the order of the document. */
export function* elementsIn(root: PageElement): Generator<PageElement> {
  const waiting: PageElement[] = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    yield element;
    waiting.push(...elementChildren(element).toReversed());
  }
}

export function elementChildren(element: PageElement): PageElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** What stands above the element, nearest first. */
export function* ancestorsOf(element: PageElement): Generator<PageElement> {
  for (let above = element.parent; above; above = above.parent) yield above;
}

export function isInside(element: PageElement, container: PageElement): boolean {
  return element === container || ancestorsOf(element).some((above) => above === container);
}

const cachedTexts = new WeakMap<PageElement, string>();

/** The text of the element and all below it, in one line; of a picture its alternative text. */
export function textOf(node: PageElement | string): string {
  if (typeof node === 'string') return node;
  const known = cachedTexts.get(node);
  if (known !== undefined) return known;
  const own = roleOf(node) === 'img' ? (node.attributes['alt'] ?? node.attributes['aria-label'] ?? '') : '';
  const text = [own, ...node.children.map(textOf)].filter((part) => part !== '').join(' ');
  cachedTexts.set(node, text);
  return text;
}

/** The part that is about the page's matter; `undefined` when it is not marked. */
export function mainPartOf(page: PageElement): PageElement | undefined {
  return elementsIn(page).find((element) => roleOf(element) === 'main');
}

const FRAME = new Set(['navigation', 'banner', 'contentinfo', 'complementary', 'search']);
const CONTENT = new Set(['main', 'article']);

/** Whether the element belongs to the page's frame (header, navigation, footer, search form) and not to its content. */
export function isFrame(element: PageElement): boolean {
  const roles = [element, ...ancestorsOf(element)].map(roleOf);
  const frame = roles.findLastIndex((role) => FRAME.has(role));
  // A header or footer inside the content is content.
  const isOfContent =
    ['banner', 'contentinfo'].includes(roles[frame] ?? '') && roles.slice(frame).some((role) => CONTENT.has(role));
  return frame >= 0 && !isOfContent;
}
