import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { PuppeteerPageTransport } from '../../lib/browser/puppeteer-page-transport.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { NO_PROXY } from '../support/egress.ts';

const message = z.object({
  id: z.number().optional(),
  params: z
    .object({ sessionId: z.string(), targetInfo: z.object({ targetId: z.string() }) })
    .optional()
    .catch(undefined),
});

/** Says what its first script saw, which our own set-up of a page decides. */
const FIRST_SCRIPT = `<!doctype html><title>First</title><output></output><script>
  const seen = [navigator.userAgent.endsWith(' Agent-NovaAct/0.9'), innerWidth, innerHeight];
  document.querySelector('output').textContent = seen.join(' ');
</script><iframe src="/settle/framed.html"></iframe>`;

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
  site.server.serve('/first.html', FIRST_SCRIPT);
  site.server.serve('/opener.html', `<button onclick="window.open('/first.html')">Open</button>`);
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(() => site.open('click'));

test('what puppeteer clicks on the page is what the browser sees, and the other way round', async () => {
  const page = await site.browser.page();
  expect(page.url()).toBe(site.server.url('click'));

  await page.click('#plain');
  await site.settle();
  expect(await site.output()).toBe('clicked true 1');

  await site.click('Counter', 'left-double');
  await site.settle();
  expect(await page.$eval('output', (output) => output.textContent)).toBe('double clicked');
  expect((await site.browser.page()) === page).toBe(true);
});

test('a page that puppeteer navigates, and waits for in its own ways, is the page that is looked at', async () => {
  const page = await site.browser.page();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/popped.html')),
    page.goto(site.server.url('popped'), { waitUntil: 'networkidle0' }),
  ]);
  expect(answer.status()).toBe(200);
  expect((await site.see()).activeURL).toBe(site.server.url('popped'));
  await expect(page.goto('nowhere')).rejects.toThrow('Cannot navigate to invalid URL');
});

test('a page that another one opens is set up before its first script, whoever else is attached to it', async () => {
  await site.browser.page();
  await site.open('opener');
  await site.click('Open');
  await site.settle();
  expect(await site.output()).toBe('true 1600 813');

  const popup = await site.browser.page();
  expect(popup.url()).toBe(site.server.url('first'));
  expect(popup.frames()).toHaveLength(2);
  expect((await site.browser.pages()).map((page) => page.url())).toEqual([
    site.server.url('opener'),
    site.server.url('first'),
  ]);
  await popup.close();
  await expect.poll(async () => (await site.see()).activeURL).toBe(site.server.url('opener'));
});

test('a page that puppeteer opens is set up likewise, and is the active one', async () => {
  const page = await site.browser.page();
  const opened = await page.browser().newPage();
  await opened.goto(site.server.url('first'));
  expect(await site.output()).toBe('true 1600 813');
  expect((await site.browser.page()) === opened).toBe(true);
  await opened.close();
  await expect.poll(async () => (await site.see()).activeURL).toBe(site.server.url('click'));
});

test('puppeteer disconnects and the browser goes on; what it waits for when the browser ends is given up', async () => {
  await using other = await BrowserOnSite.launch({}, site.server);
  await other.open('click');
  const first = await other.browser.page();
  await first.browser().disconnect();
  const page = await other.browser.page();
  expect(page === first).toBe(false);
  expect(await page.title()).toBe('Click');

  const waiting = page.evaluate(() => new Promise(() => {})).catch(String);
  await other.browser[Symbol.asyncDispose]();
  expect(await waiting).toMatch(/Target closed/);
  await expect.poll(() => page.browser().connected).toBe(false);
});

test('who comes by the transport cannot resume a page that is being set up', async () => {
  await using chromium = await launchChromium(NO_PROXY);
  const browser = chromium.session;
  // Target id → session, of those that pause and of those that came by the transport.
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();
  const answered: number[] = [];
  const transport = await PuppeteerPageTransport.open(browser);
  const onmessage = (text: string) => {
    const { id, params } = message.parse(JSON.parse(text));
    if (id !== undefined) answered.push(id);
    if (params) theirs.set(params.targetInfo.targetId, params.sessionId);
  };
  Object.assign(transport, { onmessage });
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => ours.set(targetInfo.targetId, sessionId));
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'page' }] };
  await browser.send('Target.setAutoAttach', autoAttach);
  transport.send(JSON.stringify({ id: 1, method: 'Target.setAutoAttach', params: autoAttach }));
  const html = '<script>document.title = globalThis.ready ?? "too early"</script>';
  const { targetId } = await browser.send('Target.createTarget', { url: `data:text/html,${html}` });

  await expect.poll(() => theirs.get(targetId)).toBeTypeOf('string');
  const resume = { id: 2, method: 'Runtime.runIfWaitingForDebugger', sessionId: theirs.get(targetId) };
  transport.send(JSON.stringify(resume));
  await expect.poll(() => answered).toContain(2);
  const session = browser.connection()?.session(ours.get(targetId) ?? '');
  if (!session) throw new Error('the page was not attached to');
  // Were it resumed, it would have loaded by the last of these answers.
  for (let round = 0; round < 30; round += 1) await browser.send('Target.getTargets');
  await Promise.all([
    session.send('Page.enable'),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: 'globalThis.ready = "in time"' }),
    session.send('Runtime.runIfWaitingForDebugger'),
  ]);
  const title = async () => (await session.send('Runtime.evaluate', { expression: 'document.title' })).result.value;
  await expect.poll(title).toBe('in time');
});
