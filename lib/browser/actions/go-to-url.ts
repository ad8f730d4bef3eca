import type { CDPSession } from 'puppeteer-core';
import { ActActuationError, ActInvalidModelGenerationError } from '../../act/errors.ts';
import { checkUrlOrHost } from '../../act/url.ts';
import type { RecentFailures } from '../proxy/failures.ts';
import type { ActionContext, ActionOf } from './context.ts';

/** How long a site may take to answer with its document, in milliseconds. */
export const NAVIGATION_TIMEOUT_MS = 60_000;

/** Not a failure of the network: the server's error status came without a body. */
const EMPTY_ERROR_PAGE = 'net::ERR_HTTP_RESPONSE_CODE_FAILURE';

/** @throws ActActuationError when the document does not arrive; one with an error status is a document */
export async function goToUrl({ url }: ActionOf<'goToUrl'>, { tab, failures, dispatch }: ActionContext): Promise<void> {
  const checked = checkUrlOrHost(url);
  if (!checked.ok) throw new ActInvalidModelGenerationError(`InvalidURL: ${checked.reason}`);
  let failure: string | undefined;
  await dispatch(async () => {
    failure = await navigate(tab.session, checked.url, failures);
  });
  if (failure) throw new ActActuationError(`${checked.url} cannot be loaded: ${failure}`);
}

/** Resolves when the document has begun to arrive: to undefined, or to what Chromium or the proxy calls the failure. */
export async function navigate(
  session: CDPSession,
  url: string,
  failures: RecentFailures,
): Promise<string | undefined> {
  failures.forget();
  const { errorText, isDownload } = await session.send('Page.navigate', { url }, { timeout: NAVIGATION_TIMEOUT_MS });
  // A file has come instead of a document: the page stays, and the file is told of elsewhere.
  const arrived = isDownload || errorText === EMPTY_ERROR_PAGE;
  return failures.explain(url, arrived ? undefined : errorText);
}
