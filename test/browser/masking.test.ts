import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../lib/act/observation.ts';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { takeScreenshot } from '../../lib/browser/masking/take-screenshot.ts';
import { Notices } from '../../lib/browser/notices.ts';
import { Tabs } from '../../lib/browser/page/tabs.ts';
import { browserSettings } from '../../lib/run/browser-settings.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { NO_PROXY } from '../support/egress.ts';
import { pixelsOf } from '../support/picture.ts';

const SECRET = 'canary-secret-42';
/** The page shows the secret in red, and nothing else. */
const RED = [255, 0, 0] as const;
const COVER = [0x60, 0x60, 0x60] as const;
/** Black letters have some grey ones around them. */
const FEW = 500;
const BULLETS = '••••••••';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

/** Has the page show what its field holds, and looks at it. */
async function show(way: string): Promise<Observation> {
  await site.perform({ kind: 'goToUrl', url: `${site.server.url('masking')}#${encodeURIComponent(way)}` });
  await site.settle();
  return await site.see();
}

async function openAndFill(secret: string): Promise<void> {
  await site.open('masking');
  await site.browser.fill('Password', secret, () => undefined);
}

/** What pages do with the field itself. */
const FIELD_WAYS = [
  'as plain text',
  'in another style',
  'in another place',
  'after a scroll',
  'with gaps in its field',
] as const;
/** Where else they show what is in it. */
const MIRRORS = [
  'in a new field',
  'in a text',
  'letter by letter',
  'with other gaps',
  'by a style',
  'as a placeholder',
  'as a choice',
  'in a shadow root',
  'in a frame of another site',
  'in an endless move',
] as const;

describe('a screenshot', () => {
  let ofField = 0;
  beforeAll(async () => {
    await openAndFill(SECRET);
    ofField = pixelsOf(await show('nothing'), { COVER }).COVER;
  });

  test.for([
    ...FIELD_WAYS.map((way) => ({ way, blocks: () => ofField * 0.95 })),
    ...MIRRORS.map((way) => ({ way, blocks: () => ofField + 2_000 })),
  ])('shows a block where the page shows the secret $way', async ({ way, blocks }) => {
    const pixels = pixelsOf(await show(way), { RED, COVER });
    expect(pixels.RED).toBe(0);
    expect(pixels.COVER).toBeGreaterThan(blocks());
  });

  test('hides it again when the browser goes back to a page that kept it', async () => {
    await site.open('masking-back');
    await site.browser.fill('Key', SECRET, () => undefined);
    await site.click('Away');
    await site.settle();
    expect(pixelsOf(await site.see(), { COVER }).COVER).toBeLessThan(FEW);
    await site.click('Back');
    await site.settle();
    const observation = await site.see();
    expect(observation.simplifiedDOM).toContain(BULLETS);
    const pixels = pixelsOf(observation, { RED, COVER });
    expect(pixels.RED).toBe(0);
    expect(pixels.COVER).toBeGreaterThan(2_000);
  });

  test('shows the field again when it holds something else', async () => {
    await openAndFill(SECRET);
    await show('as plain text');
    await site.type('Password', 'no-canary-for-us');
    const pixels = pixelsOf(await site.see(), { RED, COVER });
    expect(pixels.RED).toBeGreaterThan(100);
    expect(pixels.COVER).toBeLessThan(FEW);
  });

  test('hides a secret of few letters in its field when the page puts gaps into it', async () => {
    await openAndFill('7 8');
    const observation = await show('with gaps in its field');
    expect(pixelsOf(observation, { RED }).RED).toBe(0);
    expect(observation.simplifiedDOM).toContain(BULLETS);
  });

  test('hides a secret of one letter in its field', async () => {
    await openAndFill('7');
    const observation = await show('as plain text');
    expect(pixelsOf(observation, { RED }).RED).toBe(0);
    expect(observation.simplifiedDOM).toContain(BULLETS);
  });
});

test('neither address, DOM, notice nor error has the secret in it, however it is spelled', async () => {
  const secret = 'Canary 9"\'<&>+%ü/?#';
  await openAndFill(secret);
  const observation = await show('in names');
  const failure = await site.browser.fill(secret, secret, () => undefined).catch((error: unknown) => error);
  const notices = site.browser.takeNotices();
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'dialog', message: `It is ${BULLETS}` }));
  const told = JSON.stringify([{ ...observation, screenshotBase64: '' }, notices]) + String(failure);
  expect(told).toContain(BULLETS);
  expect(told.toLowerCase()).not.toContain('canary');
});

test('no picture is given while it is unknown where a frame shows, which a change of process is no reason for', async () => {
  await using chromium = await launchChromium(NO_PROXY);
  const settings = { ...browserSettings.parse({}), userAgent: 'test' };
  const tab = await (await Tabs.follow(chromium.session, { settings, notices: new Notices() })).active();
  const { session, frames } = tab;
  const expression = `document.body.innerHTML = '<iframe srcdoc="${SECRET}"></iframe>';
    new Promise((resolve) => (document.querySelector('iframe').onload = resolve))`;
  await session.send('Runtime.evaluate', { expression, awaitPromise: true });
  const { frameTree } = await session.send('Page.getFrameTree');
  const inner = frameTree.childFrames?.[0]?.frame;
  if (!inner) throw new Error('there is no frame');
  const { parentId, ...orphan } = inner;
  expect(parentId).toBe(frameTree.frame.id);

  frames.forget(session);
  frames.add(session, { frame: frameTree.frame });
  // As the process of another site tells of it.
  frames.add(session, { frame: orphan });
  const screenshotBase64 = await takeScreenshot(tab, [SECRET]);
  expect(pixelsOf({ screenshotBase64 }, { COVER }).COVER).toBeGreaterThan(1_000);

  frames.add(session, { frame: { ...orphan, id: 'NOWHERE' } });
  await expect(takeScreenshot(tab, [SECRET])).rejects.toThrow('unknown which document');
});
