import { launchChromium } from '../../../browser/chromium-launch.ts';
import { problemOfRuns } from '../../command/node-version.ts';
import { type Check, checked, skipped } from './check.ts';

/** Nothing listens there: a browser that is only started asks nobody for anything. */
const NO_PROXY_PORT = 9;

/** What this machine brings for runs of its own. */
export async function checkMachine(nodeVersion: string): Promise<Check[]> {
  const node = checkNode(nodeVersion);
  return [node, node.state === 'ok' ? await checkChromium() : skipped('chromium', 'not started: an older Node cannot')];
}

/** @param version - as Node tells it, such as v24.1.0 */
function checkNode(version: string): Check {
  const problem = problemOfRuns(version);
  if (problem === undefined) return { name: 'node', state: 'ok', found: version };
  const { found, advice } = problem;
  return { name: 'node', state: 'problem', found: `${found} for runs on this machine`, advice };
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
