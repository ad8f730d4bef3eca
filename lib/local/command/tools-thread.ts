/** The thread of {@link checkedToolsModule}: imports the module, and posts what is wrong with the tools it exports. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { toolsByName } from '../../sdk/tool-list.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
parentPort?.postMessage(await problemsOf(pathToFileURL(String(workerData)).href));

async function problemsOf(url: string): Promise<readonly string[]> {
  try {
    const module: { tools?: unknown } = await import(url);
    toolsByName(module.tools);
    return [];
  } catch (error) {
    // Of another copy of that class, where the module has one of its own.
    if (
      error instanceof Error &&
      error.name === 'InvalidOption' &&
      'problems' in error &&
      Array.isArray(error.problems)
    )
      return error.problems.map(String);
    return [`cannot be imported (${String(error)})`];
  }
}
