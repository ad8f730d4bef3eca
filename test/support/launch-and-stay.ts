import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { NO_PROXY } from './egress.ts';

// A process of its own for tests that end it: launches a browser, says which, and stays.
const chromium = await launchChromium(NO_PROXY);
await chromium.session.send('Target.createTarget', { url: 'about:blank' });
process.stdout.write(`${chromium.process.pid}\n`);
process.stdin.once('data', () => process.exit(0));
