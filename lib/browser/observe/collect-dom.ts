/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { Area, DomNode } from './dom-node.ts';

/**
 * Runs in our world of a document. Gives what can be seen of its body, as a tree; nothing in the page is changed.
 *
 * @param firstId of the elements, which are numbered in document order
 * @param offset of the document's origin in the viewport
 * @param visible what of the viewport the document shows in
 */
export function collectDom(
  firstId: number,
  offset: { readonly left: number; readonly top: number },
  visible: Area,
): { readonly nodes: readonly (DomNode | string)[]; readonly nextId: number } {
  const REFERENCE_KEEPS = [
    'alt',
    'role',
    'placeholder',
    'href',
    'title',
    'data-cy',
    'data-test',
    'data-testid',
    'data-test-id',
  ];
  // A checkbox is no text field, and what is disabled need not be tried.
  const KEPT = new Set([...REFERENCE_KEEPS, 'type', 'disabled', 'contenteditable']);
  const DROPPED = new Set(['SCRIPT', 'NOSCRIPT', 'STYLE', 'TEMPLATE', 'LINK', 'META', 'TITLE']);
  const EMPTIED = new Set(['svg', 'g', 'IMG', 'IFRAME', 'FRAME', 'TEXTAREA', 'CANVAS', 'VIDEO', 'AUDIO', 'OBJECT']);
  const frames: Element[] = [];
  let nextId = firstId;

  const collapse = (text: string): string => text.replace(/\s+/g, ' ').trim();

  const ownText = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement) return '';
    if (node instanceof Element && DROPPED.has(node.tagName)) return '';
    return Array.from(node.childNodes, ownText).join(' ');
  };

  const innermostAt = (x: number, y: number): Element | null => {
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot) {
      const inner: Element | null = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };

  const contains = (element: Element, inner: Node | null): boolean => {
    for (let node = inner; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
      if (node === element) return true;
    return false;
  };

  const filled: unknown = Reflect.get(globalThis, 'novaActFilled');
  // Pages put gaps into what was filled in whenever they like.
  const bare = (text: string): string => text.replace(/[\s\p{Pd}\p{Cf}.()/]/gu, '');
  const holdsSecret = (element: Element): boolean => {
    const held: unknown = filled instanceof Map ? filled.get(element) : undefined;
    const value = 'value' in element && typeof element.value === 'string' ? element.value : '';
    return typeof held === 'string' && value !== '' && bare(value) === bare(held);
  };

  const valueOf = (element: Element): string | undefined => {
    if (holdsSecret(element)) return '••••••••';
    if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.label;
    if (element instanceof HTMLTextAreaElement) return element.value;
    if (!(element instanceof HTMLInputElement)) return element.getAttribute('value') ?? undefined;
    if (element.type === 'password') return element.value && '••••••••';
    // A box that is ticked says so; the value it would send is not to be seen.
    return element.type === 'checkbox' || element.type === 'radio' ? undefined : element.value;
  };

  const attributesOf = (element: Element): Record<string, string> => {
    const kept: Record<string, string> = {};
    for (const { name, value } of element.attributes) if (KEPT.has(name) || name.startsWith('aria')) kept[name] = value;
    const value = valueOf(element);
    if (value) kept['value'] = value;
    if (element instanceof HTMLInputElement && element.checked) kept['checked'] = 'true';
    if ('labels' in element && element.labels instanceof NodeList && !(element instanceof HTMLButtonElement)) {
      const label = collapse(Array.from(element.labels, ownText).join(' '));
      if (label) kept['label'] = label;
    }
    return kept;
  };

  const scrollState = (element: Element, style: CSSStyleDeclaration): Record<string, string> => {
    const scrolls = (overflow: string, space: number): boolean => /auto|scroll|overlay/.test(overflow) && space > 0;
    const spaceY = element.scrollHeight - element.clientHeight;
    const spaceX = element.scrollWidth - element.clientWidth;
    const vertical = scrolls(style.overflowY, spaceY);
    const horizontal = scrolls(style.overflowX, spaceX);
    return {
      ...((vertical || horizontal) && { scrollable: 'true' }),
      ...(vertical && { 'scrolled-from-top': `${Math.round((100 * element.scrollTop) / spaceY)}%` }),
      ...(horizontal && { 'scrolled-from-left': `${Math.round((100 * element.scrollLeft) / spaceX)}%` }),
    };
  };

  const optionsOf = (select: HTMLSelectElement): DomNode[] =>
    Array.from(select.options, ({ label, selected, disabled }) => ({
      tag: 'option',
      id: nextId++,
      attributes: { ...(selected && { selected: 'true' }), ...(disabled && { disabled: 'true' }) },
      children: [collapse(label)],
      isClickable: false,
    }));

  const childrenOf = (element: Element): readonly (DomNode | string)[] => {
    if (element instanceof HTMLSelectElement) return optionsOf(element);
    if (EMPTIED.has(element.tagName)) return [];
    const nodes =
      element instanceof HTMLSlotElement && element.assignedNodes().length > 0
        ? element.assignedNodes()
        : (element.shadowRoot ?? element).childNodes;
    return Array.from(nodes).flatMap(visit);
  };

  const visit = (node: Node): readonly (DomNode | string)[] => {
    if (node instanceof Text) return collapse(node.data) ? [collapse(node.data)] : [];
    if (!(node instanceof Element) || DROPPED.has(node.tagName)) return [];
    const id = nextId++;
    const style = getComputedStyle(node);
    // Boxes to tick are often made invisible and drawn by their label; whether they are ticked is still to be told.
    const isTick = node instanceof HTMLInputElement && (node.type === 'checkbox' || node.type === 'radio');
    if (style.display === 'none' || (style.opacity === '0' && !isTick)) return [];
    const children = childrenOf(node);
    if (style.display === 'contents') return children;

    const rect = node.getBoundingClientRect();
    const left = Math.max(rect.left + offset.left, visible.left);
    const top = Math.max(rect.top + offset.top, visible.top);
    const width = Math.min(rect.right + offset.left, visible.right) - left;
    const height = Math.min(rect.bottom + offset.top, visible.bottom) - top;
    const shows = style.visibility === 'visible' && width > 0 && height > 0;
    if (!shows) return children.filter((child) => typeof child !== 'string');

    const hit = innermostAt(left + width / 2 - offset.left, top + height / 2 - offset.top);
    const isReachable = contains(node, hit);
    const isFrame = node instanceof HTMLIFrameElement || node instanceof HTMLFrameElement;
    return [
      {
        tag: node.tagName.toLowerCase(),
        id,
        attributes: {
          ...attributesOf(node),
          ...scrollState(node, style),
          ...(!isReachable && { 'currently-obscured': 'true' }),
        },
        children,
        ...(isReachable && { box: { x: left, y: top, width, height } }),
        isClickable:
          style.cursor === 'pointer' &&
          node.parentElement !== null &&
          getComputedStyle(node.parentElement).cursor !== 'pointer',
        ...(isFrame && {
          frame: {
            index: frames.push(node) - 1,
            left: rect.left + offset.left + node.clientLeft + parseFloat(style.paddingLeft),
            top: rect.top + offset.top + node.clientTop + parseFloat(style.paddingTop),
          },
        }),
      },
    ];
  };

  Object.assign(globalThis, { novaActFrames: frames });
  return { nodes: document.body ? visit(document.body) : [], nextId };
}
