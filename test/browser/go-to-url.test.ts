import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { navigate } from '../../lib/browser/actions/go-to-url.ts';
import { startBrowserParts } from '../../lib/browser/browser-parts.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('going to an address', () => {
  test('shows its page', async () => {
    await site.perform({ kind: 'goToUrl', url: site.server.url('hover') });
    await site.settle();
    expect((await site.see()).activeURL).toBe(site.server.url('hover'));
  });

  test.for([404, 500])('shows a page with status %i like any other', async (status) => {
    await site.perform({ kind: 'goToUrl', url: `http://127.0.0.1:${site.server.port}/status/${status}` });
    await site.settle();
    expect((await site.see()).simplifiedDOM).toContain(`Status ${status}`);
  });

  test('where nobody answers ends the act', async () => {
    await expect(
      site.perform({ kind: 'goToUrl', url: `http://127.0.0.1:${await closedPort()}/` }),
    ).rejects.toMatchObject({
      name: 'ActActuationError',
      message: expect.stringContaining('net::ERR_CONNECTION_REFUSED'),
    });
  });

  test('that cannot be loaded is told by its host, the rest may hold what was typed', async () => {
    const host = `http://127.0.0.1:${await closedPort()}`;
    await expect(site.perform({ kind: 'goToUrl', url: `${host}/find?q=canary` })).rejects.toMatchObject({
      message: `a page of ${host} cannot be loaded: net::ERR_CONNECTION_REFUSED`,
    });
  });

  test.for(['javascript:alert(1)', 'file:///etc/passwd', 'about:gpu', 'https://'])(
    'that may not be opened is the model’s mistake: %s',
    async (url) => {
      await expect(site.perform({ kind: 'goToUrl', url })).rejects.toMatchObject({
        name: 'ActInvalidModelGenerationError',
      });
    },
  );
});

describe('the starting page', () => {
  test.for([404, 503])('may have status %i', async (status) => {
    await site.browser.open(`http://127.0.0.1:${site.server.port}/status/${status}`);
    expect((await site.see()).simplifiedDOM).toContain(`Status ${status}`);
  });

  test.for([
    ['refuses', async (): Promise<string> => `http://127.0.0.1:${await closedPort()}/`, 'net::ERR_CONNECTION_REFUSED'],
    ['has no address', (): string => 'http://nowhere.invalid/', 'net::ERR_NAME_NOT_RESOLVED'],
    ['speaks no TLS', (): string => `https://127.0.0.1:${site.server.port}/`, 'net::ERR_SSL_PROTOCOL_ERROR'],
  ] as const)('fails by name when its server %s', async ([, url, cause]) => {
    const startingPage = await url();
    await expect(site.browser.open(startingPage)).rejects.toMatchObject({
      name: 'StartingPageFailed',
      message: expect.stringMatching(`${startingPage} cannot be loaded: ${cause}. Check`),
    });
  });
});

/** Its address. */
async function listening(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
}

describe('a server that is slow to answer', () => {
  test('is waited for, however long the page before it says nothing meanwhile', async () => {
    await using other = await BrowserOnSite.launch({ silence: { pageMs: 1_000, browserMs: 10_000 } });
    await using server = createHttpServer((_, response) => {
      setTimeout(() => response.end('<p>At last</p>'), 2_500);
    });
    const url = await listening(server);
    await other.open('click');
    await other.perform({ kind: 'goToUrl', url });
    expect((await other.see()).simplifiedDOM).toContain('At last');
  });

  test('is given up in the end, and the page can be used again', async () => {
    const parts = await startBrowserParts({ network: { allowLoopback: true, allowHosts: [] } });
    await using server = createServer();
    await using closing = new AsyncDisposableStack();
    closing.use(parts.proxy);
    closing.use(parts.chromium);
    parts.proxy.forwarding = true;
    server.on('connection', (socket) => closing.defer(() => void socket.destroy()));
    const url = await listening(server);
    const { session } = await parts.tabs.active();
    expect(await navigate(session, url, parts.failures, 300)).toBe('net::ERR_TIMED_OUT');
    await session.send('Runtime.evaluate', { expression: '0' }, { timeout: 2_000 });
  });
});
