import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { bundleHandlersSync, type DeployedHandlerName, prebuiltBundles } from '../../lambdas/bundling.ts';

/** The directory of each handler's bundle, in which `index.mjs` lies. */
export type HandlerBundles = Readonly<Record<DeployedHandlerName, string>>;

const bundlesByRoot = new WeakMap<IConstruct, HandlerBundles>();

/**
 * The handlers' bundles, one set for each app: those that came with the compiled package, else made now, in about a
 * second, below the directory of the app's assembly.
 */
export function handlerBundles(scope: IConstruct): HandlerBundles {
  const { root } = scope.node;
  const known = bundlesByRoot.get(root);
  if (known !== undefined) return known;
  const made = bundlesIn(prebuiltBundles() ?? madeFor(root));
  bundlesByRoot.set(root, made);
  return made;
}

/** Lets an app deploy bundles that somebody else has made. */
export function useHandlerBundles(root: IConstruct, bundles: HandlerBundles): void {
  bundlesByRoot.set(root, bundles);
}

/** Below the assembly, which CDK's command line locks: two syntheses never bundle into one directory. */
export function assemblyDirectory(scope: IConstruct): string {
  const { root } = scope.node;
  if (!Stage.isStage(root))
    throw new Error(`${scope.node.path} must be in an App: its functions are bundled beside it`);
  return root.outdir;
}

function madeFor(root: IConstruct): string {
  const directory = join(assemblyDirectory(root), 'bundles');
  bundleHandlersSync(directory);
  return directory;
}

function bundlesIn(directory: string): HandlerBundles {
  return {
    CreateRun: join(directory, 'CreateRun'),
    PerformSteps: join(directory, 'PerformSteps'),
    FinalizeRun: join(directory, 'FinalizeRun'),
    GrantAccess: join(directory, 'GrantAccess'),
    CloseRun: join(directory, 'CloseRun'),
    SweepRuns: join(directory, 'SweepRuns'),
  };
}
