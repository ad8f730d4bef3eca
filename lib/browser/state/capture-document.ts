import type { FilledSecrets } from '../masking/filled-secrets.ts';
import type { CapturedControl, CapturedDocument } from './browser-state.ts';
import { isWeb, told, type Losses } from './losses.ts';
import type { DocumentRead } from './read-frame.ts';
import type { Room } from './room.ts';

/**
 * A document without what it shares with others.
 *
 * @param origins of the documents it is in, from the tab's own down, and its own; empty when they are not all known
 */
export function captureDocument(
  read: DocumentRead,
  origins: string[],
  secrets: FilledSecrets,
  { room, losses }: { readonly room: Room; readonly losses: Losses },
): CapturedDocument {
  const { url, path, scroll, session, left } = read;
  const shown = read.controls.filter((control) => !holdsSecret(control, secrets));
  const controls = shown.filter((control) => room.takes(control));
  const at = told(url);
  const secret = left.secret + read.controls.length - shown.length;
  losses.count(secret, 'field', 'fields', `on ${at} with a password or another secret had to be left empty.`);
  losses.count(left.file, 'file input', 'file inputs', `on ${at} had to be left empty.`);
  const large = left.large + shown.length - controls.length;
  losses.count(large, 'field', 'fields', `on ${at} with too long a text had to be left empty.`);
  losses.count(left.elsewhere, 'text', 'texts', `written on ${at} outside of form fields could not be kept.`);
  if (isWeb(read.origin) && origins.length === 0) losses.add(`What ${at} stores could not be kept.`);
  const isSessionKept = session !== null && room.takes(session);
  if (!isSessionKept) losses.add(`The session storage of ${at} is too large to be kept.`);
  return {
    url,
    path,
    origins,
    ...(isSessionKept && session.length > 0 && origins.length > 0 && { session }),
    ...(scroll.some((offset) => offset !== 0) && { scroll }),
    ...(controls.length > 0 && { controls }),
  };
}

/** What a page has copied from a field into which a secret was put. */
function holdsSecret({ value }: CapturedControl, secrets: FilledSecrets): boolean {
  return typeof value === 'string' && secrets.redact(value) !== value;
}
