/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import { ActActuationError } from '../../act/errors.ts';
import type { ActionContext } from '../actions/context.ts';
import type { FilledSecrets } from '../masking/filled-secrets.ts';
import { callInContext } from '../page/frame.ts';
import { findField } from './find-field.ts';

/** Why a field has not got its value, as the user is told. */
const REFUSALS = {
  noFocus: 'does not take the keyboard focus',
  other: 'did not keep the value that was put into it',
} as const;

/** What the field holds afterwards, or why it does not hold the secret. */
type Entered = { readonly refusal: keyof typeof REFUSALS } | { readonly held: string };

/** Puts the secret into the one field of this name. @throws ActActuationError */
export async function fillField(
  wanted: string,
  secret: string,
  { tab, dispatch }: Pick<ActionContext, 'tab' | 'dispatch'>,
  secrets: FilledSecrets,
): Promise<void> {
  const { frame, contextId, index } = await findField(tab, wanted);
  const result: { entered: Entered } = { entered: { refusal: 'other' } };
  // Before it leaves: from now on it may be seen.
  secrets.add(secret);
  await dispatch(async () => {
    result.entered = await callInContext(frame.session, contextId, enterSecret, index, secret);
  });
  const { entered } = result;
  if ('refusal' in entered) throw new ActActuationError(`The field '${wanted}' ${REFUSALS[entered.refusal]}.`);
  secrets.add(entered.held);
}

/**
 * Runs in our world of the document. Focus, selection and text in one task, so that a page cannot lead the text
 * elsewhere; the events are those of a person's input. Gives what the field then holds: pages may put gaps into it.
 */
function enterSecret(index: number, secret: string): Entered {
  const fields: unknown = Reflect.get(globalThis, 'novaActFields');
  const field: unknown = Array.isArray(fields) ? fields[index] : undefined;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return { refusal: 'other' };
  const known: unknown = Reflect.get(globalThis, 'novaActFilled');
  const filled = known instanceof Map ? known : new Map<unknown, string>();
  Object.assign(globalThis, { novaActFilled: filled });
  const root = field.getRootNode();
  const isFocused = (): boolean =>
    (root instanceof Document || root instanceof ShadowRoot) && root.activeElement === field;

  field.focus();
  if (!isFocused()) return { refusal: 'noFocus' };
  field.select();
  document.execCommand('insertText', false, secret);
  // Fires `change`, as when a person goes on to the next field.
  field.blur();
  const bare = (text: string): string => text.replace(/[\s-]/g, '');
  filled.set(field, field.value);
  const inputs: unknown = Reflect.get(globalThis, 'novaActInputs');
  // Whatever the page makes of the text: it is kept nowhere.
  if (typeof inputs === 'object' && inputs !== null && 'secret' in inputs && inputs.secret instanceof WeakSet)
    inputs.secret.add(field);
  if (bare(field.value) !== bare(secret)) return { refusal: 'other' };
  return { held: field.value };
}
