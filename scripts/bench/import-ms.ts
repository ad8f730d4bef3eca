import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Bench } from './figures.ts';

/** How long a new process takes to import this file. Being TypeScript itself, it has Node's type stripping at hand before. */
export async function importMs(path: string, { signal }: Bench): Promise<number> {
  const program = `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(path).href)}); console.log(performance.now() - start); process.exit();`;
  const options = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, options, { signal });
  return Number(stdout);
}
