import { execFile } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CDPSession } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { chromiumContent } from '../../lib/deploy/chromium-content.ts';
import { directoryBytes } from '../../lib/deploy/package-size.ts';
import { NO_PROXY } from '../support/egress.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const run = promisify(execFile);
const builder = fileURLToPath(new URL('../../lib/deploy/chromium-content.ts', import.meta.url));
const cache = temporaryDirectory();
let built: { directory: string; version: string }[] = [];

beforeAll(async () => {
  built = await Promise.all([buildInOwnProcess(), buildInOwnProcess()]);
});
afterAll(() => cache[Symbol.dispose]());

describe('the Chromium layer', () => {
  it('is one and whole when two processes build it at once, and leaves nothing else behind', () => {
    expect(built[0]).toEqual(built[1]);
    expect(readdirSync(cache.path).map((name) => join(cache.path, name))).toEqual([layer()]);
  });

  it('holds Chromium inflated and executable, its libraries and fonts, and no JavaScript', () => {
    const files = readdirSync(layer(), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(
      expect.arrayContaining(['chromium/chromium', 'chromium/lib/libnss3.so', 'chromium/fonts/fonts.conf']),
    );
    expect(statSync(join(layer(), 'chromium/chromium')).mode & 0o555).toBe(0o555);
    expect(files.filter((file) => /\.([cm]?js|br|tar)$/.test(file))).toEqual([]);
  });

  it('says where it is kept when it cannot be made there', () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'cache');
    writeFileSync(file, '');
    expect(() => chromiumContent(file)).toThrow(`kept as ${join(file, 'chromium-layer-')}`);
  });

  it('leaves room for a bundle within the 250 MB of Lambda', () => {
    expect(directoryBytes(layer())).toBeLessThan(220 * 1024 * 1024);
  });

  it('is what the launcher expects: it starts with its own libraries and renders in its own font', async () => {
    await using chromium = await launchChromium({ ...NO_PROXY, executablePath: join(layer(), 'chromium/chromium') });
    const maps = await readFile(`/proc/${chromium.process.pid}/maps`, 'utf8');
    expect(maps).toContain(join(layer(), 'chromium/lib/libnss3.so'));
    const [narrow = 0, wide] = await textWidths(chromium.session, ['iiii', 'WWWW']);
    expect(narrow).toBeGreaterThan(0);
    expect(wide).toBeGreaterThan(narrow * 2);
  });
});

/** Widths in pixels in the layer's font; without any font they would all be the same, or none. */
async function textWidths(browser: CDPSession, texts: string[]): Promise<number[]> {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const page = browser.connection()?.session(sessionId);
  const answer = await page?.send('Runtime.evaluate', {
    expression: `${JSON.stringify(texts)}.map((text) => {
      const span = document.createElement('span');
      span.style.font = "20px 'Open Sans'";
      span.textContent = text;
      document.body.append(span);
      return span.getBoundingClientRect().width;
    })`,
    returnByValue: true,
  });
  return answer?.result.value;
}

function layer(): string {
  return built[0]?.directory ?? '';
}

/** Processes, because within one the synchronous build cannot race with itself. */
async function buildInOwnProcess(): Promise<{ directory: string; version: string }> {
  const program = `import { chromiumContent } from ${JSON.stringify(builder)};
    console.log(JSON.stringify(chromiumContent(${JSON.stringify(cache.path)})));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  return JSON.parse(stdout);
}
