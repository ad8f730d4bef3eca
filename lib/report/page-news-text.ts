import type { PageNotice } from '../act/ports.ts';
import type { Happening } from '../run/log-event.ts';

/** What happened in the browser beside the calls. */
export type PageNews = Extract<Happening, { type: 'PageNotice' | 'Downloaded' | 'BrowserRestored' }>;

type Text<Kind extends PageNotice['kind']> = (notice: Extract<PageNotice, { kind: Kind }>) => string;

const TEXTS: { readonly [Kind in PageNotice['kind']]: Text<Kind> } = {
  dialog: ({ dialogType, message, answer }) => `${dialogType} ${answer}: ${message}`,
  requestRefused: ({ host, reason }) => `request to ${host} refused: ${reason}`,
  downloadRefused: ({ name, reason }) => `download of ${name} refused: ${reason}`,
  warning: ({ message }) => message,
};

/** A sentence for a person. Most of it is the page's own words. */
export function pageNewsText(event: PageNews): string {
  if (event.type === 'PageNotice') return noticeText(event.notice);
  if (event.type === 'BrowserRestored') return restoredText(event.lost);
  const { name, mediaType, bytes, location } = event.download;
  return `downloaded ${name} (${mediaType}, ${bytes} bytes) to ${location}`;
}

function restoredText(lost: readonly string[]): string {
  const restored = 'a new browser was brought to where the last one had been';
  return lost.length === 0 ? restored : `${restored}; not brought back: ${lost.join('; ')}`;
}

function noticeText<Kind extends PageNotice['kind']>(notice: Extract<PageNotice, { kind: Kind }>): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of its kind
  return (TEXTS[notice.kind] as Text<Kind>)(notice);
}
