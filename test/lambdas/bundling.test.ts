import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encode } from 'jpeg-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, bundleHandlers, bundleHandlersSync, deployedHandlers } from '../../lambdas/bundling.ts';

let directory: string;

beforeAll(async () => {
  // Outside the project: nothing installed can be found from there, as on Lambda.
  directory = await mkdtemp(join(tmpdir(), 'bundling-'));
});

afterAll(() => rm(directory, { recursive: true }));

describe('any entry point', () => {
  const source = fileURLToPath(new URL('functions/dependent.ts', import.meta.url));
  let path: string;

  beforeAll(async () => {
    await bundle({ Dependent: source }, directory);
    path = join(directory, 'Dependent', 'index.mjs');
  });

  test('becomes one module with a source map that names no machine and holds no source', async () => {
    const map: { sources: string[]; sourcesContent?: unknown } = JSON.parse(await readFile(`${path}.map`, 'utf8'));

    expect(map.sources.some((name) => name.endsWith('functions/dependent.ts'))).toBe(true);
    expect(map.sources.filter((name) => !name.startsWith('../'))).toEqual([]);
    expect(map.sourcesContent).toBeUndefined();
  });

  test('may use CommonJS dependencies that require modules of Node', async () => {
    expect(await evaluate(path, "bundle.handler('separator')")).toBe('/');
  });

  test("reaches for Chromium's package only when it is asked to", async () => {
    expect(await evaluate(path, "bundle.handler('chromium').catch((error) => error.message)")).toContain(
      "Cannot find package '@sparticuz/chromium'",
    );
  });
});

describe('the handlers', () => {
  let awaited: Awaited<ReturnType<typeof bundleHandlers>>;
  let atOnce: ReturnType<typeof bundleHandlersSync>;

  beforeAll(async () => {
    awaited = await bundleHandlers(join(directory, 'awaited'));
    atOnce = bundleHandlersSync(join(directory, 'at-once'));
  });

  test('can be imported where no package is installed', async () => {
    const types = Object.values(atOnce).map((path) => evaluate(path, 'typeof bundle.handler'));

    expect(Object.keys(atOnce)).toEqual(Object.keys(deployedHandlers));
    expect(await Promise.all(types)).toEqual(Object.keys(deployedHandlers).map(() => 'function'));
  });

  test('are the same bytes for synth, which cannot wait', async () => {
    expect(Object.keys(awaited)).toEqual(['CreateRun', 'PerformSteps', 'FinalizeRun']);
    const ofStates = [atOnce.CreateRun, atOnce.PerformSteps, atOnce.FinalizeRun];
    expect(await contents(ofStates)).toEqual(await contents(Object.values(awaited)));
  });

  test.for([
    ['FinalizeRun', () => awaited.FinalizeRun],
    ['FinalizeRun', () => atOnce.FinalizeRun],
    ['CloseRun', () => atOnce.CloseRun],
    ['SweepRuns', () => atOnce.SweepRuns],
  ] as const)('that write a replay page have beside them what scales its pictures: %s', async ([name, bundled]) => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 4 }, (_, index) => (index * 7919) % 256));
    const picture = join(directory, 'noise.jpg');
    await writeFile(picture, encode({ data: noise, width: 64, height: 64 }, 95).data);
    const own = await mkdtemp(join(directory, 'scaling-'));
    await cp(dirname(bundled()), join(own, name), { recursive: true });
    await bundle({ [name]: fileURLToPath(new URL('functions/scaling.ts', import.meta.url)) }, own);
    const call = `bundle.handler(${JSON.stringify(picture)}, 1500)`;
    const bytes = Number(await evaluate(join(own, name, 'index.mjs'), call));
    expect(bytes).toBeGreaterThan(100);
    expect(bytes).toBeLessThanOrEqual(1500);
  });
});

function contents(paths: string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => readFile(path, 'utf8')));
}

/** The value of an expression over `bundle`, in a Node of its own: the test runner's imports are not Node's. */
async function evaluate(path: string, expression: string): Promise<string> {
  const script = `const bundle = await import(process.argv[1]); process.stdout.write(await ${expression});`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, path]);
  return stdout;
}
