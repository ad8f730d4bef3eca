import { launchChromium } from '../../../browser/chromium-launch.ts';
import { type Check, checked } from './check.ts';

/** The oldest Node that runs TypeScript as it is written. */
const OLDEST = [22, 18] as const;
/** Nothing listens there: a browser that is only started asks nobody for anything. */
const NO_PROXY_PORT = 9;

/** What this machine brings for runs of its own and for this command line. */
export async function checkMachine(nodeVersion: string): Promise<Check[]> {
  return [checkNode(nodeVersion), await checkChromium()];
}

/** @param version - as Node tells it, such as v24.1.0 */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  if (isNewEnough) return { name: 'node', state: 'ok', found: version };
  const advice = 'Install Node 24, or on Linux start it with npm run nova-act, which brings its own.';
  return { name: 'node', state: 'problem', found: `${version}, needed: ${OLDEST.join('.')} or newer`, advice };
}

async function checkChromium(): Promise<Check> {
  return checked('chromium', async () => {
    const warnings: string[] = [];
    const options = { proxyPort: NO_PROXY_PORT, onWarning: (message: string) => warnings.push(message) };
    const browser = await launchChromium(options).catch((error: unknown) => {
      throw new NotStarted(error instanceof Error ? error.message : String(error), { cause: error });
    });
    await browser[Symbol.asyncDispose]();
    return { state: 'ok', found: ['starts', ...warnings].join('; ') };
  });
}

class NotStarted extends Error {
  readonly advice =
    'Only runs on this machine need it: install what is missing, or name another one (run --chromium PATH).';
}
