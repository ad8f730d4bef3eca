import { html, type Html } from '../html.ts';
import { callsOf, type ReplayAct, type ReplayStep } from './acts.ts';
import type { Picture } from './fit-pictures.ts';
import type { Place } from './place.ts';

/** What the parts of a page need of the whole. */
export interface PageContext {
  /** By key among the artifacts. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Characters of one text; what is longer is cut. */
  readonly shownCharacters: number;
  /** Where the run failed, or where its record ends. */
  readonly bad: Place | undefined;
  /** Whether it is known how the run ended. */
  readonly isEnded: boolean;
  /** The page on which an act is, relative to this one; `''` when it is this one. */
  readonly pageOf: (act: ReplayAct) => string;
}

/** Characters of one text on a page; all of it stands in the run's events. */
const SHOWN_CHARACTERS = 2_000;
/** Of all texts of a page together: what pages and models say must not make it too large to open. */
const SHOWN_TOGETHER = 1_000_000;
const SHOWN_AT_LEAST = 40;

/** How much of each text there is room for on a page with these steps. */
export function shownCharacters(shown: readonly ReplayStep[]): number {
  const texts = shown.reduce((sum, step) => sum + 10 + 3 * callsOf(step).length + 2 * step.notes.length, 0);
  return Math.max(SHOWN_AT_LEAST, Math.min(SHOWN_CHARACTERS, Math.floor(SHOWN_TOGETHER / Math.max(1, texts))));
}

/** A text of the run's, as far as there is room: what the search looks through. */
export function said(text: string, { shownCharacters: limit }: Pick<PageContext, 'shownCharacters'>): Html {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  const rest = text.length > limit && html` <small>(${text.length} characters; all of it is in the events)</small>`;
  return html`<span class="said">${cut}</span>${rest}`;
}

/** A page may call itself anything; only what leads to a site becomes a link. */
export function address(url: string, context: PageContext): Html {
  return /^https?:/.test(url)
    ? html`<a class="url" href="${url}" rel="noreferrer">${said(url, context)}</a>`
    : html`<span class="url">${said(url, context)}</span>`;
}

export function actId({ index }: ReplayAct): string {
  return `act-${index + 1}`;
}

export function stepId(act: ReplayAct, { number }: ReplayStep): string {
  return `${actId(act)}-step-${number}`;
}

export function linkTo(act: ReplayAct, step: ReplayStep | undefined, { pageOf }: PageContext): string {
  return `${pageOf(act)}#${step === undefined ? actId(act) : stepId(act, step)}`;
}

export function steps(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}

/** A moment as a person reads it, in UTC. */
export function moment(at: string): string {
  return new Date(at).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
}
