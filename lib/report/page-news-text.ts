import type { ActEvent } from '../act/act-event.ts';
import type { PageNotice } from '../act/ports.ts';

/** What happened in the browser beside the calls. */
export type PageNews = Extract<ActEvent, { type: 'PageNotice' | 'Downloaded' }>;

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
  const { name, mediaType, bytes, location } = event.download;
  return `downloaded ${name} (${mediaType}, ${bytes} bytes) to ${location}`;
}

function noticeText<Kind extends PageNotice['kind']>(notice: Extract<PageNotice, { kind: Kind }>): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry of its kind
  return (TEXTS[notice.kind] as Text<Kind>)(notice);
}
