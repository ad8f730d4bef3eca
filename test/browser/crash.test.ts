import { expect, test } from 'vitest';
import { groupMembers } from '../support/chromium-processes.ts';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { readFileSync } from 'node:fs';

/** This process's own browsers. */
function browserPid(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
  return Number(children.trim().split(' ').at(-1));
}

test.for([
  ['the browser', (_: number[], leader: number) => [leader]],
  ['the process of the page', (pids: number[]) => pids.filter(isRenderer)],
] as const)('the death of %s is noticed at once', async ([, victims]) => {
  await using site = await BrowserOnSite.launch();
  await site.open('click');
  const waiting = site.perform({ kind: 'wait', seconds: 20 });
  const begun = performance.now();

  // The group's leader, which need not have the smallest id: ids begin anew.
  const leader = browserPid();
  for (const pid of victims(groupMembers(leader), leader)) process.kill(pid, 'SIGKILL');

  await expect(waiting).rejects.toMatchObject({ name: 'BrowserCrashed' });
  expect(performance.now() - begun).toBeLessThan(1_000);
  await expect(site.browser.crashed).resolves.toMatchObject({ name: 'BrowserCrashed' });
  await expect(site.see()).rejects.toMatchObject({ name: 'BrowserCrashed' });
  await expect(site.open('click')).rejects.toMatchObject({ name: 'BrowserCrashed' });
});

function isRenderer(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
}
