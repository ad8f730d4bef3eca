import { once } from 'node:events';
import { extname, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../../run/errors.ts';

/** A module that waits for something as it is loaded does not hold the command line for ever. */
const IMPORT_TIMEOUT_MS = 60_000;

/**
 * The absolute path of a module that exports `tools`, as the functions take it.
 *
 * The module is imported in a thread of its own, which is ended then: what it opens must not keep the command line alive.
 *
 * @throws InvalidInput with one line per problem
 */
export async function checkedToolsModule(path: string): Promise<string> {
  const absolute = resolve(path);
  const problems = await problemsOf(absolute);
  if (problems.length > 0) throw new InvalidInput(problems.map((problem) => `--tools: ${path}: ${problem}`));
  return absolute;
}

async function problemsOf(absolute: string): Promise<readonly string[]> {
  // With streams of its own: what the module prints is not the command's output.
  const options = { workerData: absolute, stdout: true, stderr: true };
  // Compiled, it is JavaScript as this file is.
  const thread = new URL(`tools-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(thread, options);
  try {
    const [problems]: unknown[] = await Promise.race([
      once(worker, 'message', { signal: AbortSignal.timeout(IMPORT_TIMEOUT_MS) }),
      once(worker, 'exit').then(() => [['it ended the process']]),
    ]);
    return Array.isArray(problems) ? problems.map(String) : [];
  } catch (error) {
    return [`cannot be imported (${String(error)})`];
  } finally {
    await worker.terminate();
  }
}
