import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Download, PageNotice } from '../../lib/act/ports.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { eventually, profilesOf } from '../support/chromium-processes.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(() => site.open('downloads'));

async function clicked(text: string): Promise<Download[]> {
  await site.click(text);
  await site.settle();
  return await site.browser.takeDownloads();
}

/** What lies on the disk of it. */
function files(): string[] {
  return profilesOf(process.pid).flatMap((profile) => readdirSync(join(tmpdir(), profile, 'downloads')));
}

describe('a file that a page gives', () => {
  test.for([
    ['a link', 'Report', 'report.csv', 'text/csv', 'a,b'],
    ['a script', 'Made here', 'made.json', 'application/json', '{"made": "here"}'],
    ['a server that takes its time', 'Slow', 'slow.txt', 'text/plain', 'x'],
  ] as const)('by %s is there when the page has settled, and gone when it was read', async ([, link, ...expected]) => {
    const [name, mediaType, content] = expected;
    const [download, ...more] = await clicked(link);
    expect(more).toEqual([]);
    expect(download).toMatchObject({ name, mediaType, bytes: content.length });
    expect(Buffer.from((await download?.read()) ?? []).toString()).toBe(content);
    expect(files()).toEqual([]);
    expect(site.browser.takeNotices()).toEqual([]);
    expect(await site.output()).toBe('still here');
  });

  test('comes with a later step when it takes longer than a page has to settle', async () => {
    expect(await clicked('Very slow')).toEqual([]);
    const taken: Download[] = [];
    expect(
      await eventually(() => {
        void site.browser.takeDownloads().then((more) => taken.push(...more));
        return taken.length > 0;
      }, 5_000),
    ).toBe(true);
    expect(taken).toMatchObject([{ name: 'very-slow.txt' }]);
  });

  test('is removed when nobody has read it until the next ones are taken', async () => {
    expect(await clicked('Report')).toHaveLength(1);
    expect(files()).toHaveLength(1);
    expect(await site.browser.takeDownloads()).toEqual([]);
    expect(files()).toEqual([]);
  });

  test('has a name that leads nowhere else', async () => {
    const [download] = await clicked('Escaping');
    expect(download?.name).not.toContain('/');
  });

  test('may be what an address leads to: the page stays', async () => {
    await site.perform({ kind: 'goToUrl', url: `http://127.0.0.1:${site.server.port}/file/report.csv` });
    await site.settle();
    expect(await site.browser.takeDownloads()).toMatchObject([{ name: 'report.csv' }]);
    expect(await site.output()).toBe('still here');
  });
});

describe('a file is refused and told of', () => {
  test.for([
    ['that is a program', 'Installer', 'setup.exe', 'files of the type .exe are not downloaded'],
    ['that says it is too large', 'Promised huge', 'huge.zip', 'it is larger than 100 MB'],
    ['that grows too large', 'Growing huge', 'growing.zip', 'it is larger than 100 MB'],
    ['that breaks off', 'Broken', 'broken.txt', 'it broke off'],
  ] as const)('%s', async ([, link, name, reason]) => {
    expect(await clicked(link)).toEqual([]);
    // What comes slowly is refused when it has come: a page need not have settled by then.
    const notices: PageNotice[] = [];
    const isTold = () => notices.push(...site.browser.takeNotices()) > 0;
    expect(await eventually(isTold, 20_000)).toBe(true);
    expect(notices).toEqual([{ kind: 'downloadRefused', name, reason }]);
    expect(await eventually(() => files().length === 0, 1_000)).toBe(true);
  });

  test('that is too much together with others at the same time', async () => {
    await using other = await BrowserOnSite.launch();
    await other.open('downloads');
    for (let count = 0; count < 3; count += 1) await other.click('Part');
    await other.perform({ kind: 'wait', seconds: 0.5 });
    expect(other.browser.takeNotices()).toEqual([
      { kind: 'downloadRefused', name: 'part.bin', reason: 'with others at the same time it is more than 200 MB' },
    ]);
  });

  test('where an address leads to it', async () => {
    await site.perform({ kind: 'goToUrl', url: `http://127.0.0.1:${site.server.port}/file/setup.exe` });
    await site.settle();
    expect(site.browser.takeNotices()).toMatchObject([{ kind: 'downloadRefused', name: 'setup.exe' }]);
  });
});

test('notices and downloads can be taken from a browser that is gone', async () => {
  const gone = await BrowserOnSite.launch();
  await gone.open('downloads');
  await gone.click('Report');
  await gone.settle();
  await gone[Symbol.asyncDispose]();
  expect(gone.browser.takeNotices()).toEqual([]);
  expect(await gone.browser.takeDownloads()).toHaveLength(1);
  expect(await gone.browser.takeDownloads()).toEqual([]);
});
