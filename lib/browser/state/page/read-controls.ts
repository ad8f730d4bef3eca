/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { CapturedControl } from '../browser-state.ts';
import type { Control, PlacedControl } from './list-controls.ts';
import type { KnownInputs } from './watch-inputs.ts';

/** What was typed and chosen in a document. */
export interface ReadControls {
  readonly controls: readonly Omit<CapturedControl, 'noticed'>[];
  /** How many fields hold something that is not read: a secret, a file, too much, or a text that is no form control's. */
  readonly left: Readonly<Record<'secret' | 'file' | 'large' | 'elsewhere', number>>;
}

/**
 * Runs in our world of a document whose controls were listed. Gives {@link ReadControls} as JSON: a text may hold halves
 * of characters. The changed controls are kept there as `novaActChanged`.
 *
 * @param limit of all texts together, in characters
 */
export function readControls(limit: number): string {
  const SECRET_USES = /(?:^|\s)(?:(?:current|new)-password|one-time-code|cc-\S+)(?:\s|$)/i;
  const SECRET_NAMES =
    /passw|passcode|passphrase|passwort|\bpwd\b|\bpin\b|\bcv[cv]2?\b|\botp\b|(?:security|card).?(?:code|number)/i;
  const shared = (key: string): unknown => Reflect.get(globalThis, key);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own, from the function before
  const listed = (shared('novaActControls') ?? []) as readonly PlacedControl[];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const inputs = shared('novaActInputs') as KnownInputs;
  const filled = shared('novaActFilled');

  const fresh = (input: HTMLInputElement): string => {
    const untouched = document.createElement('input');
    for (const name of ['type', 'min', 'max', 'step', 'multiple', 'value']) {
      const value = input.getAttribute(name);
      if (value !== null) untouched.setAttribute(name, value);
    }
    return untouched.value;
  };
  const isDefaultChoice = (select: HTMLSelectElement): boolean => {
    const options = Array.from(select.options);
    const chosen = options.filter(({ defaultSelected }) => defaultSelected);
    if (select.multiple) return options.every(({ selected, defaultSelected }) => selected === defaultSelected);
    const byDefault = chosen.at(-1) ?? (select.size > 1 ? undefined : options.find(({ disabled }) => !disabled));
    return select.selectedIndex === (byDefault ? byDefault.index : -1);
  };
  const isBox = ({ type }: Control): boolean => type === 'checkbox' || type === 'radio';
  const isChanged = (control: Control): boolean => {
    if (control instanceof HTMLSelectElement) return !isDefaultChoice(control);
    if (control instanceof HTMLTextAreaElement)
      return control.value !== control.defaultValue || inputs.typed.has(control);
    if (control.type === 'file') return (control.files?.length ?? 0) > 0;
    if (control.type === 'radio') return control.checked && !control.defaultChecked;
    if (control.type === 'checkbox') return control.checked !== control.defaultChecked;
    return inputs.typed.has(control) || (control.value !== control.defaultValue && control.value !== fresh(control));
  };
  const valueOf = (control: Control): CapturedControl['value'] => {
    if (control instanceof HTMLSelectElement)
      return Array.from(control.selectedOptions, ({ index, value }): [number, string] => [index, value]);
    return control instanceof HTMLInputElement && isBox(control) ? control.checked : control.value;
  };
  const isSecret = (control: Control): boolean => {
    if (control instanceof HTMLSelectElement || isBox(control)) return false;
    if (control.type === 'password') inputs.secret.add(control);
    if (inputs.secret.has(control) || (filled instanceof Map && filled.has(control))) return true;
    const { id, name, placeholder } = control;
    const names = [id, name, placeholder, control.getAttribute('aria-label') ?? ''];
    const uses = control.getAttribute('autocomplete') ?? '';
    return SECRET_USES.test(uses) || names.some((each) => SECRET_NAMES.test(each.replaceAll('_', ' ')));
  };

  const left = { secret: 0, file: 0, large: 0, elsewhere: 0 };
  let size = 0;
  const read = listed.flatMap(({ control, place }) => {
    // Asked of every one: a field that is a password's now may look like another one's later.
    const secret = isSecret(control);
    if (!isChanged(control)) return [];
    const value = valueOf(control);
    if (secret) left.secret += value === '' ? 0 : 1;
    else if (control.type === 'file') left.file += 1;
    else if ((size += JSON.stringify(value).length) > limit) left.large += 1;
    else return [{ control, read: { ...place, value } }];
    return [];
  });
  const isEmptied = (element: Element): boolean =>
    element instanceof HTMLElement && element.isContentEditable && element.textContent.trim() === '';
  for (const element of inputs.elsewhere) if (element.isConnected && !isEmptied(element)) left.elsewhere += 1;
  Object.assign(globalThis, { novaActChanged: read.map(({ control }) => control) });
  const result: ReadControls = { controls: read.map((each) => each.read), left };
  return JSON.stringify(result);
}
