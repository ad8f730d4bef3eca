import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';

// A process of its own for tests that kill it: opens the page of its argument, puts the browser to rest, says so, and stays.
const browser = await ChromiumBrowser.launch({ network: { allowLoopback: true, allowHosts: [] } });
await browser.open(process.argv[2] ?? 'about:blank');
await browser.rest();
process.stdout.write('resting\n');
process.stdin.resume();
