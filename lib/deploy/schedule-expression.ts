const RATE = /^rate\([1-9]\d{0,4} (minute|hour|day)s?\)$/;
/** Six fields; the days are those of a month or those of a week, and the other field is `?`. */
const CRON = /^cron\((?=\S+ \S+ (\? \S+ [^?\s]\S*|[^?\s]\S* \S+ \?) \S+\)$)([0-9A-Z*?,/#-]+ ){5}[0-9A-Z*?,/#-]+\)$/;
const ONCE = /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/;

/** What {@link isRecurring} takes. */
export const RECURRING =
  'rate(VALUE minutes), hours or days, or cron(MINUTE HOUR DAY MONTH WEEKDAY YEAR) with "?" for one of the days';

/** Whether a text says when a schedule starts something again and again. */
export function isRecurring(text: string): boolean {
  return RATE.test(text) || CRON.test(text);
}

/** The same of all that CDK makes: once as well, and with the names of days and months as its caller has spelled them. */
export function isScheduleExpression(text: string): boolean {
  return isRecurring(text) || new RegExp(CRON, 'i').test(text) || ONCE.test(text);
}

/** Whether this is the name of a time zone, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
