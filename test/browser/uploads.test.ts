/// <reference lib="dom" />

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chooserOfClick } from '../../lib/browser/actions/file-chooser.ts';
import { startBrowserParts } from '../../lib/browser/browser-parts.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const files = temporaryDirectory();
const path = (name: string): string => join(files.path, name);
let site: BrowserOnSite;
beforeAll(async () => {
  mkdirSync(path('allowed/below'), { recursive: true });
  for (const name of ['allowed/a.txt', 'allowed/below/b.txt', 'secret.txt'])
    writeFileSync(path(name), `content of ${name}`);
  symlinkSync(path('secret.txt'), path('allowed/leads-out.txt'));
  site = await BrowserOnSite.launch({ allowUploads: [path('allowed/*')] });
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  files[Symbol.dispose]();
});
beforeEach(() => site.open('uploads'));

describe('a file is given', () => {
  test.for([
    ['to a file input', "label='One'", 'one'],
    ['to one behind a label', 'By its label', 'label'],
    ['to one that a button opens', 'By a button', 'hidden'],
    ['to one that a button opens only after a while', 'By a button, later', 'hidden'],
  ] as const)('%s', async ([, element, name]) => {
    await site.type(element, path('allowed/a.txt'));
    await site.settle();
    expect(await site.output()).toBe(`${name}: a.txt=content of allowed/a.txt`);
  });

  test('together with others, one a line, to an input that takes several', async () => {
    await site.type("label='Several'", `${path('allowed/a.txt')}\n${path('allowed/below/b.txt')}`);
    await site.settle();
    expect(await site.output()).toBe('several: a.txt=content of allowed/a.txt b.txt=content of allowed/below/b.txt');
  });
});

test('a path typed into a text field is a text like any other, at once', async () => {
  const begun = performance.now();
  await site.type("placeholder='Path'", path('allowed/a.txt'));
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect((await site.see()).simplifiedDOM).toContain(path('allowed/a.txt'));
});

describe('a file is refused', () => {
  test.for([
    ['that is not allowed', "label='One'", 'secret.txt'],
    ['to which a link leads out of what is allowed', "label='One'", 'allowed/leads-out.txt'],
    ['that a button asks for', 'By a button', 'secret.txt'],
  ] as const)('%s', async ([, element, name]) => {
    await expect(site.type(element, path(name))).rejects.toMatchObject({
      name: 'ActActuationError',
      message: expect.stringMatching(`path of ${path(name).length} characters may not be uploaded.*--allow-upload`),
    });
    expect(await site.output()).toBe('nothing');
  });

  test('where no list of files is configured', async () => {
    await using other = await BrowserOnSite.launch();
    await other.open('uploads');
    await expect(other.type("label='One'", path('allowed/a.txt'))).rejects.toThrow('may not be uploaded');
  });

  test('that is one of several for an input that takes one', async () => {
    await expect(
      site.type("label='One'", `${path('allowed/a.txt')}\n${path('allowed/below/b.txt')}`),
    ).rejects.toMatchObject({ name: 'AgentRedirectError', message: expect.stringContaining('takes one file') });
  });
});

test('a click that opens a chooser only after a while is redirected while the page settles', async () => {
  await site.click('By a button, later');
  await expect(site.settle()).rejects.toMatchObject({
    name: 'AgentRedirectError',
    message: expect.stringContaining('This file input cannot be clicked'),
  });
  await site.settle();
});

test('a chooser is waited for though a frame beside the one that was clicked begins to load', async () => {
  const parts = await startBrowserParts({ network: { allowLoopback: true, allowHosts: [] } });
  await using closing = new AsyncDisposableStack();
  closing.use(parts.proxy);
  closing.use(parts.chromium);
  const tab = await parts.tabs.active();
  const begun = Date.now();
  const clicked = tab.session.send('Runtime.evaluate', {
    expression: `(${chooseSlowly.toString()})()`,
    userGesture: true,
  });
  expect(await chooserOfClick(tab, tab.mainFrame, begun)).toBeDefined();
  await clicked;
});

/** Runs in the page. */
function chooseSlowly(): void {
  document.body.append(Object.assign(document.createElement('iframe'), { src: 'data:text/html,Beside' }));
  for (const end = performance.now() + 300; performance.now() < end;);
  Object.assign(document.createElement('input'), { type: 'file' }).click();
}
