import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
