import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';
import { profilesOf } from '../support/chromium-processes.ts';
import { startPageServer } from '../support/page-server.ts';

/** Ends a process in the middle of its run, as an environment of Lambda may end. Gives the profile it has left. */
async function killARunOn(url: string): Promise<string> {
  const run = spawn(process.execPath, [join(import.meta.dirname, '../support/visit-and-stay.ts'), url]);
  onTestFinished(() => void run.kill('SIGKILL'));
  await once(run.stdout, 'data');
  const exited = once(run, 'exit');
  run.kill('SIGKILL');
  await exited;
  return profilesOf(run.pid ?? 0)[0] ?? '';
}

test('a cookie that a killed run has left is gone in the next one', async () => {
  await using site = await BrowserOnSite.launch();
  await killARunOn(site.server.url('leaves'));
  await using next = await BrowserOnSite.launch();
  await next.browser.open(site.server.url('leaves'));
  expect(await next.output()).toBe('found: null');
});

test('a file that a killed run has left is gone in the next one', async () => {
  await using server = await startPageServer();
  const profile = await killARunOn(server.url('leaves'));
  expect(readdirSync(join(tmpdir(), profile, 'downloads'))).toHaveLength(1);
  await (await BrowserOnSite.launch())[Symbol.asyncDispose]();
  expect(readdirSync(tmpdir())).not.toContain(profile);
});
