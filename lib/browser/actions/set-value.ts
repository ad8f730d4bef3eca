/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import { ActInvalidModelGenerationError, AgentRedirectError } from '../../act/errors.ts';
import { callInContext } from '../page/frame.ts';
import type { Hit } from '../page/hit-test.ts';
import { dateValue, isDateType } from './date-value.ts';
import { choices } from './redirects.ts';
import { giveFiles, hitFileInput } from './upload.ts';
import type { ActionContext } from './context.ts';

type SetValue = (value: string, hit: Hit, context: ActionContext) => Promise<void>;

const CONTROLS: Readonly<Record<string, SetValue>> = {
  async color(value, hit, context) {
    const [, digits] = /^#?([\da-f]{6}|[\da-f]{3})$/i.exec(value.trim()) ?? [];
    if (digits === undefined)
      throw new ActInvalidModelGenerationError(
        `ValueError: a text of ${value.length} characters is not a colour of the format #RRGGBB`,
      );
    const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
    await enterValue(`#${long.toLowerCase()}`, 'this format: #RRGGBB', hit, context);
  },
  async range(value, hit, context) {
    if (value.trim() === '' || !Number.isFinite(Number(value)))
      throw new ActInvalidModelGenerationError(`ValueError: a text of ${value.length} characters is not a number`);
    await enterValue(value.trim(), `a value from ${hit.facts.min} to ${hit.facts.max}`, hit, context);
  },
  async file(value, hit, context) {
    await giveFiles(value, await hitFileInput(hit), context);
  },
  async select(value, hit, context) {
    let chosen = false;
    await context.dispatch(async () => {
      chosen = await callInContext(hit.frame.session, hit.contextId, choose, value);
    });
    if (!chosen)
      throw new AgentRedirectError(
        `This dropdown has no option '${value}'. Use agentType(<value>, <same bbox>), with one of these values: ${choices(hit.facts.optionLabels)}`,
      );
  },
};

const setDate: SetValue = async (text, hit, context) => {
  const { value, format } = dateValue(hit.facts.control, text);
  await enterValue(value, `this format: ${format}`, hit, context, text);
};

/** @throws AgentRedirectError when the control does not take the value, or when there is none for the text */
async function enterValue(
  value: string | undefined,
  wanted: string,
  hit: Hit,
  context: ActionContext,
  text = value,
): Promise<void> {
  let entered = '';
  if (value !== undefined)
    await context.dispatch(async () => {
      entered = await callInContext(hit.frame.session, hit.contextId, enter, value);
    });
  if (entered === '')
    throw new AgentRedirectError(
      `This ${hit.facts.control} input cannot take '${text}'. Use agentType(<value>, <same bbox>), with ${wanted}`,
    );
}

/** How a value gets into a control that is not typed into; undefined for one that is. */
export function valueSetter(control: string): SetValue | undefined {
  if (isDateType(control)) return setDate;
  return Object.hasOwn(CONTROLS, control) ? CONTROLS[control] : undefined;
}

/**
 * Runs in the page. Sets the value as a person would have, with the events that bubble, since frameworks listen at the
 * document; gives the value the control then has. An unusable one leaves it as it was, and so does a control that
 * nobody may change.
 */
function enter(value: string): string {
  const input: unknown = Reflect.get(globalThis, 'novaActElement');
  if (!(input instanceof HTMLInputElement) || input.disabled || input.readOnly) return '';
  const previous = input.value;
  input.focus();
  input.value = value;
  if (input.value === '') {
    input.value = previous;
    return '';
  }
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return input.value;
}

/** Runs in the page. Chooses the option by its label, else by the like of it, else by its value. False: there is none. */
function choose(wanted: string): boolean {
  const select: unknown = Reflect.get(globalThis, 'novaActElement');
  if (!(select instanceof HTMLSelectElement)) return false;
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
  const options = Array.from(select.options).filter(({ disabled }) => !disabled);
  const option =
    options.find(({ label }) => label === wanted) ??
    options.find(({ label }) => plain(label) === plain(wanted)) ??
    options.find(({ value }) => value === wanted);
  if (!option || select.disabled) return false;
  select.focus();
  select.selectedIndex = option.index;
  select.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}
