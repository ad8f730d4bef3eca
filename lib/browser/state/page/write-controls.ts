/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { CapturedControl } from '../browser-state.ts';
import type { Control, PlacedControl } from './list-controls.ts';

/** How many controls have not got their values. */
export interface ControlFailures {
  /** Are not there any more, or are several. */
  readonly missing: number;
  /** Do not take them. */
  readonly refused: number;
  /** Were left alone, since scripts can have noticed what was entered. */
  readonly noticed: number;
}

/**
 * Runs in our world of a document whose controls were listed. A control that has its value already is left alone.
 *
 * @param text {@link CapturedControl}s as JSON
 * @param told with the events of a person's input; otherwise without any, and only where no script can have noticed them
 */
export function writeControls(text: string, told: boolean): ControlFailures {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the function that calls this
  const wanted = JSON.parse(text) as readonly CapturedControl[];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own, from the function before
  const listed = (Reflect.get(globalThis, 'novaActControls') ?? []) as readonly PlacedControl[];
  const failures = { missing: 0, refused: 0, noticed: 0 };

  const tell = (control: Control): void => {
    if (!told) return;
    control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const tick = (control: HTMLInputElement, checked: boolean): void => {
    // Frameworks listen for the click, which also fires the other events.
    if (told) control.click();
    if (control.checked === checked) return;
    control.checked = checked;
    tell(control);
  };
  const choose = (select: HTMLSelectElement, choices: readonly (readonly [number, string])[]): void => {
    const options = Array.from(select.options);
    const chosen = choices.map(([index, value]) => {
      const alike = options.filter((option) => option.value === value);
      return alike.find((option) => option.index === index) ?? (alike.length === 1 ? alike[0] : undefined);
    });
    if (chosen.includes(undefined)) return;
    select.selectedIndex = -1;
    for (const option of options) if (chosen.includes(option)) option.selected = true;
    tell(select);
  };
  const holds = (control: Control, value: CapturedControl['value']): boolean => {
    if (typeof value === 'string') return control.value === value;
    if (typeof value === 'boolean') return control instanceof HTMLInputElement && control.checked === value;
    if (!(control instanceof HTMLSelectElement)) return false;
    const chosen = Array.from(control.selectedOptions, (option) => option.value);
    return chosen.length === value.length && value.every(([, each]) => chosen.includes(each));
  };
  const write = (control: Control, value: CapturedControl['value']): void => {
    if (typeof value === 'object') return control instanceof HTMLSelectElement ? choose(control, value) : undefined;
    if (typeof value === 'boolean') return control instanceof HTMLInputElement ? tick(control, value) : undefined;
    control.value = value;
    // Looked at before the events: what a script makes of it is the page's matter.
    if (control.value !== value) failures.refused += 1;
    tell(control);
  };

  const KEYS = ['kind', 'id', 'name', 'option', 'form', 'nth', 'of'] as const;
  for (const { value, noticed, ...place } of wanted) {
    const control = listed.find((each) => KEYS.every((key) => each.place[key] === place[key]))?.control;
    if (!control) failures.missing += 1;
    else if (!holds(control, value)) {
      if (noticed && !told) failures.noticed += 1;
      else {
        write(control, value);
        if (typeof value !== 'string' && !holds(control, value)) failures.refused += 1;
      }
    }
  }
  return failures;
}
