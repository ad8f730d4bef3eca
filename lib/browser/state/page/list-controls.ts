/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { CapturedControl } from '../browser-state.ts';

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** How a control is found again. */
export type Place = Pick<CapturedControl, 'kind' | 'id' | 'name' | 'option' | 'form' | 'nth' | 'of'>;

export interface PlacedControl {
  readonly control: Control;
  readonly place: Place;
}

/**
 * Runs in our world of a document. The controls of its forms, looked up through open shadow roots, are kept there as
 * `novaActControls`, {@link PlacedControl}s, for the functions that follow.
 */
export function listControls(): void {
  const NEVER_CHANGED = new Set(['hidden', 'submit', 'button', 'reset', 'image']);
  const all = (root: Document | ShadowRoot): Element[] =>
    Array.from(root.querySelectorAll('*')).flatMap((element) =>
      element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element],
    );
  const isControl = (element: Element): element is Control =>
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !NEVER_CHANGED.has(element.type));

  const elements = all(document);
  const forms = new Map(elements.filter((element) => element instanceof HTMLFormElement).map((form, at) => [form, at]));
  const alike = new Map<string, number>();
  const counted = elements.filter(isControl).map((control) => {
    const { id, name } = control;
    const isBox = control.type === 'checkbox' || control.type === 'radio';
    const kind = control instanceof HTMLInputElement ? control.type : control.tagName.toLowerCase();
    const form = (control.form && forms.get(control.form)) ?? -1;
    const place = { kind, id, name, option: isBox ? control.value : '', form };
    const key = JSON.stringify(place);
    const nth = alike.get(key) ?? 0;
    alike.set(key, nth + 1);
    return { control, place, key, nth };
  });
  const controls = counted.map(({ control, place, key, nth }) => ({
    control,
    place: { ...place, nth, of: alike.get(key) ?? 0 },
  }));
  Object.assign(globalThis, { novaActControls: controls });
}
