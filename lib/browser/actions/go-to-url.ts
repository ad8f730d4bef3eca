import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession } from 'puppeteer-core';
import { ActActuationError, ActInvalidModelGenerationError } from '../../act/errors.ts';
import { checkUrlOrHost } from '../../act/url.ts';
import { pendingNavigations } from '../page/pending-navigations.ts';
import type { RecentFailures } from '../proxy/failures.ts';
import type { ActionContext, ActionOf } from './context.ts';

/** How long a site may take to answer with its document, in milliseconds. */
export const NAVIGATION_TIMEOUT_MS = 60_000;

/** Not a failure of the network: the server's error status came without a body. */
const EMPTY_ERROR_PAGE = 'net::ERR_HTTP_RESPONSE_CODE_FAILURE';

/** Chromium itself would wait for five minutes. */
const TIMED_OUT = { errorText: 'net::ERR_TIMED_OUT', isDownload: false };
/** Chromium's own answer is never waited for as long as this. */
const PROTOCOL_MARGIN_MS = 30_000;
/** How long Chromium may take to give a navigation up. */
const STOP_MS = 1_000;

/** @throws ActActuationError when the document does not arrive; one with an error status is a document */
export async function goToUrl({ url }: ActionOf<'goToUrl'>, { tab, failures, dispatch }: ActionContext): Promise<void> {
  const checked = checkUrlOrHost(url);
  if (!checked.ok) throw new ActInvalidModelGenerationError(`InvalidURL: ${checked.reason}`);
  let failure: string | undefined;
  await dispatch(async () => {
    failure = await navigate(tab.session, checked.url, failures);
  });
  if (failure) throw new ActActuationError(`${shownUrl(checked.url)} cannot be loaded: ${failure}`);
}

/** What follows the host may hold what was typed, and the message travels far. */
function shownUrl(url: string): string {
  const { origin, href } = new URL(url);
  return href === `${origin}/` ? href : `a page of ${origin}`;
}

/**
 * Resolves when the document has begun to arrive: to undefined, or to what Chromium or the proxy calls the failure.
 *
 * @param timeoutMs after which it is given up
 */
export async function navigate(
  session: CDPSession,
  url: string,
  failures: RecentFailures,
  timeoutMs = NAVIGATION_TIMEOUT_MS,
): Promise<string | undefined> {
  failures.forget();
  const { errorText, isDownload } = await pendingNavigations.during(session, answerWithin(session, url, timeoutMs));
  // A file has come instead of a document: the page stays, and the file is told of elsewhere.
  const arrived = isDownload || errorText === EMPTY_ERROR_PAGE;
  return failures.explain(url, arrived ? undefined : errorText);
}

async function answerWithin(
  session: CDPSession,
  url: string,
  timeoutMs: number,
): Promise<{ readonly errorText?: string; readonly isDownload?: boolean }> {
  const over = new AbortController();
  const answer = session.send('Page.navigate', { url }, { timeout: timeoutMs + PROTOCOL_MARGIN_MS });
  const timeout = delay(timeoutMs, TIMED_OUT, { signal: over.signal });
  try {
    const first = await Promise.race([answer, timeout]);
    // Until the navigation has ended, the page before it answers nothing.
    if (first === TIMED_OUT) await Promise.race([session.send('Page.stopLoading').catch(ignoreClosed), delay(STOP_MS)]);
    return first;
  } finally {
    over.abort();
  }
}

/** The page is gone, and the navigation with it. */
function ignoreClosed(): void {}
