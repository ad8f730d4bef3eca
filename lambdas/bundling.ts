import { copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';

/** What a handler is given where it runs, on Lambda and locally alike. */
interface HandlerSettings {
  /** File name in this directory. */
  entryPoint: string;
  /** Time limit of one invocation in seconds; a state's is always below the `TimeoutSeconds` of the state. */
  timeoutSeconds: number;
  /** Memory in MB. On Lambda it also decides the share of a processor: 1,769 MB is one. */
  memoryMegabytes: number;
}

/** The handlers, by the name of the state that invokes them. */
export const handlers = {
  // Two calls to the service with two attempts each. It mostly waits; the memory buys a quick cold start.
  CreateRun: { entryPoint: 'create-run.ts', timeoutSeconds: 60, memoryMegabytes: 512 },
  // Lambda's longest time limit, since each hand back costs a checkpoint. The most memory that a new account may ask
  // for: nearly two processors, one for Chromium and one for screenshots, and room for a heavy page.
  PerformSteps: { entryPoint: 'perform-steps.ts', timeoutSeconds: 900, memoryMegabytes: 3008 },
  // Reads every screenshot of the run for the replay page, one after another.
  FinalizeRun: { entryPoint: 'finalize-run.ts', timeoutSeconds: 300, memoryMegabytes: 1024 },
} as const satisfies Record<string, HandlerSettings>;

/** Name of a handler, which is also the name of its state. */
export type HandlerName = keyof typeof handlers;

/** What is deployed: also the handlers that rules or other handlers invoke, which one machine has no use for. */
export const deployedHandlers = {
  ...handlers,
  // Reads one item and asks STS once, while a slice waits for it.
  GrantAccess: { entryPoint: 'grant-access.ts', timeoutSeconds: 20, memoryMegabytes: 512 },
  // Waits up to 6 s for whoever acts for the run, and does then what FinalizeRun would have done.
  CloseRun: { entryPoint: 'close-run.ts', timeoutSeconds: 320, memoryMegabytes: 1024 },
  // Closes one run after another; what an hour's sweep does not reach is left to the next.
  SweepRuns: { entryPoint: 'sweep-runs.ts', timeoutSeconds: 900, memoryMegabytes: 1024 },
} as const satisfies Record<string, HandlerSettings>;

export type DeployedHandlerName = keyof typeof deployedHandlers;

/**
 * The directory of the bundles that came with the package: of all that are deployed, each in `<name>/`. Undefined in the
 * repository, where they are made when they are needed.
 */
export function prebuiltBundles(): string | undefined {
  const directory = fileURLToPath(new URL('../bundles', import.meta.url));
  return existsSync(directory) ? directory : undefined;
}

/**
 * Bundles the handlers into `outDir/<name>/index.mjs`, one directory per function as `Code.fromAsset` wants it.
 *
 * Not atomic: two processes need two directories. Locally `outDir` lies below the project's root, because
 * `@sparticuz/chromium` is looked up from there.
 * @param plugins - for builds that are tested and never deployed
 * @returns the path of each `index.mjs`
 */
export async function bundleHandlers(
  outDir: string,
  plugins: Esbuild.Plugin[] = [],
): Promise<Record<HandlerName, string>> {
  await esbuild().build({ ...bundlingOptions(entryPoints(handlers), outDir), plugins });
  putCodecBeside(['FinalizeRun'], outDir);
  return handlerPaths(outDir);
}

/** The same as {@link bundleHandlers} for CDK, whose constructors cannot wait: all that are deployed. */
export function bundleHandlersSync(outDir: string): Record<DeployedHandlerName, string> {
  esbuild().buildSync(bundlingOptions(entryPoints(deployedHandlers), outDir));
  putCodecBeside(['FinalizeRun', 'CloseRun', 'SweepRuns'], outDir);
  const path = (name: DeployedHandlerName) => join(outDir, name, 'index.mjs');
  return {
    ...handlerPaths(outDir),
    GrantAccess: path('GrantAccess'),
    CloseRun: path('CloseRun'),
    SweepRuns: path('SweepRuns'),
  };
}

/** Bundles other entry points, given by name, into `outDir/<name>/index.mjs`, exactly as the handlers are bundled. */
export async function bundle(sources: Record<string, string>, outDir: string): Promise<void> {
  await esbuild().build(bundlingOptions(sources, outDir));
}

/** Ends the bundler's own process, which would stay for as long as this one and hold some 300 MB. */
export async function stopBundler(): Promise<void> {
  await esbuild().stop();
}

/** WebAssembly is no part of a bundle: the handlers that write a replay page read the codec of its pictures from beside. */
function putCodecBeside(names: readonly DeployedHandlerName[], outDir: string): void {
  const { resolve } = createRequire(import.meta.url);
  for (const file of ['dec/mozjpeg_dec.wasm', 'enc/mozjpeg_enc.wasm'])
    for (const name of names) copyFileSync(resolve(`@jsquash/jpeg/codec/${file}`), join(outDir, name, basename(file)));
}

/** Loaded by whoever bundles: the table above is also read where bundles have come with the package, and esbuild has not. */
function esbuild(): typeof Esbuild {
  const loaded: typeof Esbuild = createRequire(import.meta.url)('esbuild');
  return loaded;
}

function entryPoints(settings: Readonly<Record<string, HandlerSettings>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, { entryPoint }]) => [
      name,
      fileURLToPath(new URL(entryPoint, import.meta.url)),
    ]),
  );
}

function handlerPaths(outDir: string): Record<HandlerName, string> {
  const path = (name: HandlerName) => join(outDir, name, 'index.mjs');
  return { CreateRun: path('CreateRun'), PerformSteps: path('PerformSteps'), FinalizeRun: path('FinalizeRun') };
}

function bundlingOptions(sources: Record<string, string>, outDir: string): Esbuild.BuildOptions {
  return {
    entryPoints: sources,
    outdir: outDir,
    entryNames: '[name]/index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // ES modules first: only they can be shaken.
    mainFields: ['module', 'main'],
    // The layer holds Chromium itself and no JavaScript, so this package exists only on a developer's machine. Handlers
    // import it dynamically, and only there.
    external: ['@sparticuz/chromium'],
    // Names stay readable in the Lambda console and in heap dumps; only dead branches and long-winded syntax go.
    minifySyntax: true,
    sourcemap: 'linked',
    // Positions and names are enough for a stack trace; the sources would triple the upload.
    sourcesContent: false,
    // CommonJS dependencies call `require` for Node's own modules, and ES modules have none. The alias keeps clear of a
    // dependency that imports `createRequire` itself.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'warning',
  };
}
