import type { Tab } from '../page/tab.ts';

interface Key {
  readonly key: string;
  readonly code: string;
  readonly windowsVirtualKeyCode: number;
  readonly text?: string;
}

const CONTROL = 2;

export const ENTER: Key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };
// Without a text: with the control key held it stands for a command.
const SELECT_ALL: Key = { key: 'a', code: 'KeyA', windowsVirtualKeyCode: 65 };
const DELETE: Key = { key: 'Delete', code: 'Delete', windowsVirtualKeyCode: 46 };
const NAMED: Readonly<Record<string, Key>> = {
  '\n': ENTER,
  '\r': ENTER,
  '\t': { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
  ' ': { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
};

/** Presses and releases a key in whatever has the focus. */
export function press(
  { session }: Tab,
  key: Key,
  extra: { modifiers?: number; commands?: string[] } = {},
): Promise<unknown> {
  return Promise.all([
    session.send('Input.dispatchKeyEvent', {
      type: key.text === undefined ? 'rawKeyDown' : 'keyDown',
      ...key,
      ...extra,
    }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, ...extra }),
  ]);
}

/** Empties the field that has the focus, with the keys a person would use. */
export async function clearField(tab: Tab): Promise<void> {
  await Promise.all([press(tab, SELECT_ALL, { modifiers: CONTROL, commands: ['selectAll'] }), press(tab, DELETE)]);
}

/** Types one character; one without a key of its own on a US keyboard is inserted as it is. */
export function typeCharacter(tab: Tab, character: string): Promise<unknown> {
  return isOnKeyboard(character) ? press(tab, keyOf(character)) : insertText(tab, character);
}

/** Inserts a text at once, as an input method does. */
export function insertText({ session }: Tab, text: string): Promise<unknown> {
  return session.send('Input.insertText', { text });
}

function isOnKeyboard(character: string): boolean {
  return Object.hasOwn(NAMED, character) || /^[\x20-\x7e]$/.test(character);
}

function keyOf(character: string): Key {
  const named = NAMED[character];
  if (named) return named;
  const upper = character.toUpperCase();
  const isLetter = /^[A-Z]$/.test(upper);
  const isDigit = /^\d$/.test(upper);
  return {
    key: character,
    code: isLetter ? `Key${upper}` : isDigit ? `Digit${upper}` : '',
    windowsVirtualKeyCode: isLetter || isDigit ? upper.charCodeAt(0) : 0,
    text: character,
  };
}
