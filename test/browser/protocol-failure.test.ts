import { ProtocolError, type CDPSession, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protocolFailure } from '../../lib/browser/protocol-failure.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

const never = { expression: 'new Promise(() => {})', awaitPromise: true };

/** What a page does while a command of ours is under way in it; gives what that command comes to. */
const departures: Readonly<Record<string, (page: Page, session: CDPSession) => Promise<unknown>>> = {
  'its document is replaced under the command': async (page, session) => {
    const pending = session.send('Runtime.evaluate', never);
    pending.catch(() => {});
    await page.goto(site.server.url('hover'));
    return pending;
  },
  'its document was replaced before the command': async (page, session) => {
    const { frameTree } = await session.send('Page.getFrameTree');
    const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    await page.goto(site.server.url('hover'));
    return session.send('Runtime.callFunctionOn', { ...world, functionDeclaration: '() => 1' });
  },
  'it forgets what the command waits for': async (_, session) => {
    const pending = session.send('Runtime.evaluate', never);
    pending.catch(() => {});
    await session.send('HeapProfiler.collectGarbage');
    return pending;
  },
  'it closes': async (page, session) => {
    const pending = session.send('Runtime.evaluate', never);
    pending.catch(() => {});
    await page.close();
    return pending;
  },
};

test.for(Object.entries(departures))('a page that goes away is told of in words: %s', async ([, leave]) => {
  await site.open('click');
  const page = await site.browser.page();
  const error: unknown = await leave(page, await page.createCDPSession()).catch((failure: unknown) => failure);
  if (!(error instanceof ProtocolError)) throw error;
  expect(protocolFailure(error)).toBe(`the page closed or became another one in the middle of it (${error.message})`);
});

test('what else a command fails by is told as it is', () => {
  expect(protocolFailure(new ProtocolError('Invalid parameters'))).toBe('Invalid parameters');
});
