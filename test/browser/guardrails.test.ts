import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { startHeaderLog, type HeaderLog } from '../support/header-log.ts';

const REFUSAL = { name: 'ActStateGuardrailError', message: "localhost is blocked by 'localhost'" };

let server: HeaderLog;
let site: BrowserOnSite;
let page: string;

function guarded(strict: boolean): void {
  beforeAll(async () => {
    server = await startHeaderLog();
    site = await BrowserOnSite.launch({ guardrails: { blockedDomains: ['localhost'], strict } });
    page = `http://127.0.0.1:${server.port}/guardrails.html`;
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
}

async function go(way: string): Promise<void> {
  await site.click(`By ${way}.`);
  await site.settle();
}

describe('guardrails', () => {
  guarded(false);
  beforeEach(() => site.browser.open(page));

  test.for([
    ['a link', '/link.empty'],
    ['a form', '/form.empty'],
    ['a script', '/script.empty'],
    ['a redirect', '/redirect.empty'],
    ['a popup', '/popup.empty'],
    ['a popup without a way back', '/opener.empty'],
  ] as const)('end the act before the browser gets to a blocked host by %s', async ([way, path]) => {
    await expect(go(way)).rejects.toMatchObject(REFUSAL);
    expect(server.headersOf(path)).toBeUndefined();
    expect((await site.see()).activeURL).not.toContain('localhost');
  });

  test('do so when the model goes there', async () => {
    const url = `http://localhost:${server.port}/model.empty`;
    await expect(site.perform({ kind: 'goToUrl', url })).rejects.toMatchObject(REFUSAL);
    expect(server.headersOf('/model.empty')).toBeUndefined();
    expect((await site.see()).activeURL).toBe(page);
  });

  test('do so when the workflow starts there', async () => {
    await expect(site.browser.open(`http://localhost:${server.port}/start.empty`)).rejects.toMatchObject(REFUSAL);
  });

  test('leave the parts of a page alone', async () => {
    await go('a frame');
    await expect.poll(() => site.output(), { timeout: 10_000 }).toBe('loaded');
    await go('a request');
    await expect.poll(() => site.output(), { timeout: 10_000 }).toBe('loaded');
    expect(site.browser.takeNotices()).not.toContainEqual(expect.objectContaining({ kind: 'requestRefused' }));
  });
});

describe('strict guardrails', () => {
  guarded(true);
  beforeEach(() => site.browser.open(page));

  test.for([
    ['a frame', 'silent'],
    ['an image', 'refused'],
    ['a request', 'refused'],
    ['a socket', 'refused'],
  ] as const)('refuse %s of a page, which goes on', async ([way, said]) => {
    await go(way);
    await expect.poll(() => site.output()).toBe(said);
    expect(server.headersOf('/part.empty')).toBeUndefined();
    expect(site.browser.takeNotices()).toContainEqual({
      kind: 'requestRefused',
      host: 'localhost',
      reason: REFUSAL.message,
    });
  });
});
