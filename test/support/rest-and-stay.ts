import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';

// A process of its own for tests that kill it: opens the page of its first argument in the Chromium of its second, puts the browser to rest, says so, and stays.
const [, , page = 'about:blank', executablePath = ''] = process.argv;
const browser = await ChromiumBrowser.launch({ executablePath, network: { allowLoopback: true, allowHosts: [] } });
await browser.open(page);
await browser.rest();
process.stdout.write('resting\n');
process.stdin.resume();
