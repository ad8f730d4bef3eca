import { html, type Html } from '../html.ts';
import { pageNewsText } from '../page-news-text.ts';
import type { Note } from './acts.ts';
import { said, type PageContext } from './page-parts.ts';
import { duration } from './spent-time.ts';

/** What is said of a note: what it is about, and a sentence. Some of it is the page's own words. */
type Told = readonly [about: string, text: string, look?: 'lost' | 'redirect'];

type Text<Type extends Note['type']> = (note: Extract<Note, { type: Type }>) => Told;

const TOLD: { readonly [Type in Note['type']]: Text<Type> } = {
  BrowserStarted: ({ durationMs }) => ['browser', `started on the starting page in ${duration(durationMs)}`],
  BrowserRestored: (note) => [
    note.lost.length === 0 ? 'restored' : 'restored, with losses',
    `${pageNewsText(note)} (${duration(note.durationMs)})`,
    'lost',
  ],
  Downloaded: (note) => ['download', pageNewsText(note)],
  PageNotice: (note) => ['page', pageNewsText(note)],
  Filled: ({ secret, into, durationMs }) => [
    'filled',
    `the secret ${secret} was put into the field ${into} in ${duration(durationMs)}`,
  ],
  HandedBack: ({ reason }) => ['handed back', `to the state machine (${reason})`],
  RunResumed: ({ from, acts }) => [
    'resumed',
    `goes on where ${from} ended, after ${acts.length === 0 ? 'no act' : acts.join(', ')}`,
  ],
  StepAskedAgain: ({ error, waitedMs }) => [
    'asked again',
    `after ${error.name}: ${error.message}${waitedMs > 0 ? ` (waited ${duration(waitedMs)})` : ''}`,
    'redirect',
  ],
  StepUnanswered: ({ error }) => ['no answer', `${error.name}: ${error.message}`, 'redirect'],
  Throttled: ({ operation, waitedMs }) => ['throttled', `${operation} waited ${duration(waitedMs)}`, 'redirect'],
};

/** A list of notes; nothing where there are none. */
export function noteList(notes: readonly Note[], context: PageContext): Html | undefined {
  return entryList(
    notes.map((note) => told(note)),
    context,
  );
}

/** What went with a lost browser and did not come back. */
export function lossList(lost: readonly string[], context: PageContext): Html | undefined {
  return entryList(
    lost.map((sentence) => ['lost', sentence, 'lost'] as const),
    context,
  );
}

function entryList(entries: readonly Told[], context: PageContext): Html | undefined {
  if (entries.length === 0) return undefined;
  return html`<ul class="notes">
    ${entries.map(
      ([about, text, look]) =>
        html`<li class="${look}"><span class="chip">${about}</span> ${said(text, context)}</li> `,
    )}
  </ul>`;
}

function told<Type extends Note['type']>(note: Extract<Note, { type: Type }>): Told {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of its type
  return (TOLD[note.type] as Text<Type>)(note);
}
