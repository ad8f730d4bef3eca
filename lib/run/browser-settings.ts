import * as z from 'zod';
import { matching, text, wholeNumber } from './input-values.ts';

const LOCALE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/;
const timeZoneError = { error: 'a time zone’s name, such as Europe/Berlin' };

/** The input's `browser`. The size is what the model was made for, ±20 %. */
export const browserSettings = z.strictObject(
  {
    width: wholeNumber(1280, 1920, 'CSS pixels').default(1600).describe('The viewport’s width.'),
    height: wholeNumber(651, 975, 'CSS pixels').default(813).describe('The viewport’s height.'),
    locale: matching(LOCALE).default('en-US').describe('The language that pages are asked for.'),
    timeZone: z
      .string(timeZoneError)
      .refine(isTimeZone, timeZoneError)
      .default('UTC')
      .describe('The time zone that pages see.'),
    userAgent: text(1, 500)
      .optional()
      .describe('What the browser calls itself. Default: Chromium’s own name and ` Agent-NovaAct/0.9`.'),
    headers: z
      .record(matching(/^[a-zA-Z0-9-]{1,100}$/), matching(/^[\t -~]{0,2000}$/), {
        error: 'an object of header names and values',
      })
      .default({})
      .describe('Headers sent with every request.'),
  },
  { error: 'an object with width, height, locale, timeZone, userAgent or headers' },
);

/** How a run's browser presents itself to pages. */
export type BrowserSettings = z.output<typeof browserSettings>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
