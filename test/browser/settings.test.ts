import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';
import { browserSettings } from '../../lib/run/browser-settings.ts';
import { at } from '../support/browser-on-site.ts';
import { startHeaderLog, type HeaderLog } from '../support/header-log.ts';
import { pixelsOf } from '../support/picture.ts';

const USER_AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.7339.5 Safari/537.36';
const SETTINGS = {
  width: 1400,
  height: 700,
  locale: 'de-AT',
  timeZone: 'Asia/Kathmandu',
  userAgent: USER_AGENT,
  headers: { 'x-campaign': 'spring 7' },
};

describe('a browser with settings of its own', () => {
  let server: HeaderLog;
  let browser: ChromiumBrowser;
  let said: Record<string, unknown> & { hints?: unknown };
  beforeAll(async () => {
    server = await startHeaderLog();
    browser = await ChromiumBrowser.launch({
      network: { allowLoopback: true, allowHosts: [] },
      replayable: true,
      settings: browserSettings.parse(SETTINGS),
    });
    await browser.open(`http://127.0.0.1:${server.port}/settings.html`);
    // Workers of all kinds take their time to start.
    said = await vi.waitFor(async () => JSON.parse(/{.*}/.exec((await browser.observe()).simplifiedDOM)?.[0] ?? ''), {
      timeout: 10_000,
    });
    await browser.perform({ kind: 'click', box: at(30, 20), clickType: 'left', blurField: false }, () => undefined);
    await browser.perform({ kind: 'waitForPageToSettle' }, () => undefined);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test.for(['page', 'dedicated', 'shared', 'service'])('says the same everywhere in it: %s', (where) => {
    // Chromium has no command for the platform that workers see.
    const platform = where === 'page' ? 'Win32' : 'Linux x86_64';
    expect(said[where]).toBe(`${USER_AGENT} | ${platform} | de-AT,de | de-AT | Asia/Katmandu`);
  });

  test.for([
    ['a page', '/settings.html'],
    ['a request of a page', '/page.empty'],
    ['a frame of another site', '/frame.empty'],
    ['a popup', '/popup.empty'],
    ['a worker', '/dedicated.empty'],
    ['a shared worker', '/shared.empty'],
    ['a service worker', '/service.empty'],
  ] as const)('sends its headers with the request for %s', ([, path]) => {
    expect(server.headersOf(path)).toMatchObject({
      'user-agent': USER_AGENT,
      'accept-language': 'de-AT,de;q=0.9',
      'x-campaign': 'spring 7',
    });
  });

  test('gives hints that agree with its name', () => {
    expect(server.headersOf('/settings.html')).toMatchObject({
      'sec-ch-ua': expect.stringContaining('"Chromium";v="140"'),
      'sec-ch-ua-platform': '"Windows"',
      'sec-ch-ua-mobile': '?0',
    });
    expect(said.hints).toMatchObject({
      platform: 'Windows',
      fullVersionList: expect.arrayContaining([{ brand: 'Chromium', version: '140.0.7339.5' }]),
    });
  });

  test('shows pages in its size, and a popup too', async () => {
    expect(said['screen']).toBe('1400 700 1400 787');
    const { browserDimensions } = await browser.observe();
    expect(browserDimensions).toMatchObject({ windowWidth: 1400, windowHeight: 700 });
    expect(pixelsOf(await browser.observe(), { white: [255, 255, 255] }).white).toBe(1400 * 700);
  });
});
