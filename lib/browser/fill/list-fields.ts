/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/** A field that a person could write into. */
export interface FieldFacts {
  /** All it can be called by, the most telling first. */
  readonly names: readonly string[];
  /** Whether the text, read as a selector, finds it. */
  readonly isSelected: boolean;
}

/**
 * Runs in our world of a document. The fields that can be seen and written into, looked up through open shadow roots,
 * are kept there as `novaActFields` for the function that follows.
 */
export function listFields(selector: string): FieldFacts[] {
  const WRITABLE = new Set(['text', 'password', 'email', 'tel', 'url', 'search', 'number']);
  type Field = HTMLInputElement | HTMLTextAreaElement;

  const all = (root: Document | ShadowRoot): Element[] =>
    Array.from(root.querySelectorAll('*')).flatMap((element) =>
      element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element],
    );
  const isField = (element: Element): element is Field =>
    element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && WRITABLE.has(element.type));
  const isOpen = (field: Field): boolean => {
    const { width, height, right, bottom } = field.getBoundingClientRect();
    const isSeen = field.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    // What lies left of the page or above it cannot be scrolled to: such fields are traps for programs.
    const isReachable = right + scrollX > 0 && bottom + scrollY > 0;
    return isSeen && isReachable && width > 1 && height > 1 && !field.readOnly && !field.matches(':disabled');
  };
  const wordsOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement) return '';
    return Array.from(node.childNodes, wordsOf).join(' ');
  };
  const referred = (field: Field): string => {
    const root = field.getRootNode();
    const ids = (field.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
    return ids
      .map((id) => (root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id) : null))
      .map((element) => (element ? wordsOf(element) : ''))
      .join(' ');
  };
  const namesOf = (field: Field): string[] =>
    [
      ...Array.from(field.labels ?? [], wordsOf),
      field.getAttribute('aria-label') ?? '',
      referred(field),
      field.placeholder,
      field.name,
      field.id,
    ]
      .map((name) => name.replace(/\s+/g, ' ').trim())
      .filter((name) => name !== '');
  const isSelected = (field: Field): boolean => {
    try {
      return field.matches(selector);
    } catch {
      return false;
    }
  };

  const fields = innerWidth === 0 || innerHeight === 0 ? [] : all(document).filter(isField).filter(isOpen);
  Object.assign(globalThis, { novaActFields: fields });
  return fields.map((field) => ({ names: namesOf(field), isSelected: isSelected(field) }));
}
