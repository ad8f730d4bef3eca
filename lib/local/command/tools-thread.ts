/** The thread of {@link checkedToolsModule}: imports the module, and posts what is wrong with the tools it exports. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { toolsByName } from '../../sdk/tool-list.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window's
parentPort?.postMessage(await problemsOf(pathToFileURL(String(workerData)).href));

async function problemsOf(url: string): Promise<readonly string[]> {
  try {
    const module: { tools?: unknown } = await import(url);
    if (module.tools === undefined) return ['exports no `tools`: export const tools = [tool({ … })]'];
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
    return [`cannot be imported (${String(error)}${placeOf(error)})`];
  }
}

/** Where in whose file, such as ` at /path/tools.ts:2`. Nothing where Node does not say it, or its message does. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // The first frame in a file, or what stands above the error when the file cannot be read as a program.
  const [, place = import.meta.url, line] =
    /^(?:\s*at (?:async )?(?:.*\()?)?((?:file:\/\/)?\/[^:()]+):(\d+)/m.exec(stack) ?? [];
  if (place === import.meta.url) return '';
  return ` at ${place.startsWith('file:') ? fileURLToPath(place) : place}:${line}`;
}
