import { ChromiumBrowser } from '../../lib/browser/chromium-browser.ts';

// A process of its own for tests that kill it: opens the page of its argument, says so, and stays.
const browser = await ChromiumBrowser.launch({ network: { allowLoopback: true, allowHosts: [] } });
await browser.open(process.argv[2] ?? 'about:blank');
process.stdout.write('open\n');
process.stdin.resume();
