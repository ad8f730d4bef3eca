import type { CDPSession, Protocol } from 'puppeteer-core';
import type { PageNotice } from '../../act/ports.ts';
import type { Notices } from '../notices.ts';

type Answer = Extract<PageNotice, { kind: 'dialog' }>['answer'];

/** An alert has one answer, a question gets the careful one, and leaving a page is allowed. */
const ANSWERS: Readonly<Record<Protocol.Page.DialogType, Answer>> = {
  alert: 'accepted',
  confirm: 'dismissed',
  prompt: 'dismissed',
  beforeunload: 'accepted',
};

const TOLD_CHARACTERS = 500;

/** So many in a row are a script that would never end; a person would tick the box that forbids it more of them. */
const STORM_DIALOGS = 100;
/** Dialogs further apart are not in a row. */
const PAUSE_MS = 1_000;

/** Chromium's answer when the next document comes in the very moment in which the last one opens a dialog. */
const BETWEEN_DOCUMENTS = 'Not attached to an active page';

/**
 * Answers every dialog of a page at once and tells of it. A script that opens them without end is terminated.
 *
 * @param onStuck - the page has a dialog that Chromium takes no answer for, and will never do anything again
 */
export function answerDialogs(session: CDPSession, notices: Notices, onStuck: () => void): void {
  let inARow = 0;
  let lastAt = -Infinity;
  session.on('Page.javascriptDialogOpening', ({ type, message }) => {
    const now = performance.now();
    // The question whether a page may be left ends a storm, and its script must not be terminated.
    inARow = now - lastAt < PAUSE_MS && type !== 'beforeunload' ? inARow + 1 : 1;
    lastAt = now;
    const answer = ANSWERS[type];
    notices.add({ kind: 'dialog', dialogType: type, message: message.slice(0, TOLD_CHARACTERS), answer });
    if (inARow >= STORM_DIALOGS) session.send('Runtime.terminateExecution').catch(ignore);
    session.send('Page.handleJavaScriptDialog', { accept: answer === 'accepted' }).catch((error: unknown) => {
      if (String(error).includes(BETWEEN_DOCUMENTS)) onStuck();
    });
  });
}

/** The script is being terminated already, or the page is gone. */
function ignore(): void {}
