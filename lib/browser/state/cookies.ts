import type { CDPSession, Protocol } from 'puppeteer-core';
import type { CapturedCookie } from './browser-state.ts';
import type { Losses } from './losses.ts';

/** All cookies of the browser. */
export async function readCookies(browser: CDPSession, losses: Losses): Promise<CapturedCookie[]> {
  const { cookies } = await browser.send('Storage.getCookies');
  const known = cookies.filter(({ partitionKeyOpaque }) => !partitionKeyOpaque);
  losses.count(cookies.length - known.length, 'cookie', 'cookies', 'of documents without an origin could not be kept.');
  return known.map(captured);
}

/** Cookies that are not taken are told of: no other is held up by them. */
export async function writeCookies(browser: CDPSession, cookies: CapturedCookie[], losses: Losses): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the protocol's words, which its types call enums
  const all = cookies as Protocol.Network.CookieParam[];
  const areSet = await browser.send('Storage.setCookies', { cookies: all }).then(
    () => true,
    () => false,
  );
  if (areSet) return;
  const ends = await Promise.allSettled(all.map((cookie) => browser.send('Storage.setCookies', { cookies: [cookie] })));
  const refused = ends.filter(({ status }) => status === 'rejected').length;
  losses.count(refused, 'cookie', 'cookies', 'could not be put back.');
}

function captured({ name, value, domain, path, ...cookie }: Protocol.Network.Cookie): CapturedCookie {
  const { expires, session, httpOnly, secure, sameSite, priority, sourceScheme, sourcePort, partitionKey } = cookie;
  return {
    name,
    value,
    domain,
    path,
    ...(!session && { expires }),
    ...(httpOnly && { httpOnly }),
    ...(secure && { secure }),
    ...(sameSite && { sameSite }),
    ...(priority !== 'Medium' && { priority }),
    sourceScheme,
    sourcePort,
    ...(partitionKey && { partitionKey }),
  };
}
