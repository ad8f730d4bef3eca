/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import { AgentRedirectError } from '../../act/errors.ts';
import { callInFrame, type Frame } from '../page/frame.ts';
import { hitTest } from '../page/hit-test.ts';
import { target, type ActionContext, type ActionOf } from './context.ts';
import { clearField, ENTER, insertText, press, typeCharacter } from './keyboard.ts';
import { clickAt } from './mouse.ts';
import { valueSetter } from './set-value.ts';
import { chooserForValue, giveFiles } from './upload.ts';

/** Longer texts are inserted at once instead of key by key. */
const KEY_BY_KEY_CHARACTERS = 10;

/** Where the Enter key opens a window that no screenshot shows. */
const OPENED_BY_ENTER = new Set(['select', 'file', 'color']);

/** For so long after the click a page may take to put the focus somewhere, in milliseconds. */
const FOCUS_MS = 500;

/** Replaces what is in the field at the point. @throws AgentRedirectError when nothing there takes the focus */
export async function type({ box, value, pressEnter }: ActionOf<'type'>, context: ActionContext): Promise<void> {
  const { tab, dispatch } = context;
  const point = target(box, tab);
  const hit = await hitTest(tab, point);
  const setValue = hit && valueSetter(hit.facts.control);
  if (setValue) await setValue(value, hit, context);
  else {
    tab.takeFileChooser();
    const clickedAt = Date.now();
    await clickAt(context, point);
    const chooser = hit && (await chooserForValue(value, hit.frame, clickedAt, context));
    if (chooser) return await giveFiles(value, chooser, context);
    await requireFocus(context, hit?.frame);
    await dispatch(() => clearField(tab));
    if (Array.from(value).length > KEY_BY_KEY_CHARACTERS) await dispatch(() => insertText(tab, value));
    else for (const character of value) await dispatch(() => typeCharacter(tab, character));
  }
  if (pressEnter && !(hit && OPENED_BY_ENTER.has(hit.facts.control))) await dispatch(() => press(tab, ENTER));
}

/** Typing without a focus would go nowhere, and nobody would know. */
async function requireFocus({ tab }: ActionContext, frame: Frame | undefined): Promise<void> {
  // The click may have moved the focus within its own document, or to another one.
  const frames = [...new Set([frame?.id, tab.mainFrame.id])].flatMap((id) => (id && tab.frames.get(id)) || []);
  const focused = await Promise.all(
    frames.map((each) => callInFrame(each, hasFocus, each.id === frame?.id ? FOCUS_MS : 0).catch(() => false)),
  );
  if (focused.some(Boolean)) return;
  throw new AgentRedirectError(
    'Nothing took the keyboard focus at this place, so nothing was typed. Use agentType(<value>, <bbox>) with the bbox of a text field.',
  );
}

/** Runs in the page. Whether an element has the focus, now or within `milliseconds`. */
function hasFocus(milliseconds: number): Promise<boolean> {
  const isFocused = (): boolean => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active instanceof HTMLIFrameElement) return false;
    return active !== document.body || document.designMode === 'on' || document.body.isContentEditable;
  };
  if (isFocused() || milliseconds === 0) return Promise.resolve(isFocused());
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(false), milliseconds);
    const done = (focused: boolean): void => {
      clearTimeout(timer);
      document.removeEventListener('focusin', look, true);
      resolve(focused);
    };
    const look = (): void => done(true);
    document.addEventListener('focusin', look, true);
  });
}
