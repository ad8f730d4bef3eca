/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

/** What an action needs to know of the element it goes to. */
export interface ElementFacts {
  /** `select`, the type of an `<input>`, or `other`. */
  readonly control: string;
  /** Of a range: the attributes, 0 and 100 when absent. */
  readonly min: string;
  readonly max: string;
  /** Of a native dropdown; null when they cannot be read. */
  readonly optionLabels: readonly string[] | null;
  /** Of a frame: how its coordinates come from those of the document it is in. */
  readonly frame: {
    readonly left: number;
    readonly top: number;
    readonly scaleX: number;
    readonly scaleY: number;
  } | null;
}

/**
 * Runs in our world of a document. The innermost element at a point, looked up through open shadow roots, is kept there
 * as `novaActElement` for the functions that follow. Null when there is none.
 */
export function elementAt(x: number, y: number): ElementFacts | null {
  let found: Element | null = null;
  let root: Document | ShadowRoot | null = document;
  while (root) {
    const inner: Element | null = root.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
    root = inner.shadowRoot;
  }
  if (!found) return null;
  const select = found.closest('select');
  const element = select ?? found;
  Object.assign(globalThis, { novaActElement: element });

  const frameGeometry = (frame: Element): ElementFacts['frame'] => {
    if (!(frame instanceof HTMLIFrameElement || frame instanceof HTMLFrameElement)) return null;
    const outer = frame.getBoundingClientRect();
    const style = getComputedStyle(frame);
    const scaleX = outer.width / frame.offsetWidth || 1;
    const scaleY = outer.height / frame.offsetHeight || 1;
    return {
      left: outer.left + (frame.clientLeft + parseFloat(style.paddingLeft)) * scaleX,
      top: outer.top + (frame.clientTop + parseFloat(style.paddingTop)) * scaleY,
      scaleX,
      scaleY,
    };
  };
  return {
    control: select ? 'select' : element instanceof HTMLInputElement ? element.type : 'other',
    min: element.getAttribute('min') ?? '0',
    max: element.getAttribute('max') ?? '100',
    optionLabels: select ? Array.from(select.options, ({ label }) => label) : null,
    frame: frameGeometry(element),
  };
}
