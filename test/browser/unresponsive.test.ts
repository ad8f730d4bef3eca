import { expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { groupMembers } from '../support/chromium-processes.ts';
import { readFileSync } from 'node:fs';

const WARNING = { kind: 'warning', message: 'the page has not answered for 2 s' };

test('a page that is busy for a while is told of, and the act goes on', async () => {
  await using site = await BrowserOnSite.launch();
  await site.open('unresponsive');
  await site.click('For a while');
  await site.settle();
  expect(await site.output()).toBe('done');
  expect(site.browser.takeNotices()).toEqual([WARNING]);
});

test('a page that never answers again ends the act', async () => {
  await using site = await BrowserOnSite.launch({ silence: { pageMs: 3_000, browserMs: 10_000 } });
  await site.open('unresponsive');
  await site.click('For ever');
  const begun = performance.now();
  await site.settle();
  await expect(site.see()).rejects.toMatchObject({
    name: 'PageUnresponsive',
    message: 'The page does not answer: it has said nothing for 3 s.',
  });
  expect(performance.now() - begun).toBeLessThan(6_000);
  expect(site.browser.takeNotices()).toEqual([WARNING]);
});

test('a browser that is frozen and thawed again answers; one that stays frozen has crashed', async () => {
  await using site = await BrowserOnSite.launch({ silence: { pageMs: 30_000, browserMs: 1_500 } });
  await site.open('unresponsive');
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const leader = Number(children.at(-1));
  const send = (signal: NodeJS.Signals) => {
    for (const pid of groupMembers(leader)) process.kill(pid, signal);
  };

  send('SIGSTOP');
  const answers = site.browser.answers();
  send('SIGCONT');
  expect(await answers).toBe(true);

  send('SIGSTOP');
  await expect(site.see()).rejects.toMatchObject({ name: 'BrowserCrashed' });
  await expect(site.browser.crashed).resolves.toMatchObject({ message: expect.stringContaining('1.5 s') });
});
