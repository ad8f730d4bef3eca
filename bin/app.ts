/* oxlint-disable no-new -- a construct registers itself with its scope */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundleHandlersSync, type DeployedHandlerName } from '../lambdas/bundling.ts';
import { chromiumContent } from '../lib/deploy/chromium-content.ts';
import { ContextError, deploymentSettings } from '../lib/deploy/context.ts';
import { NovaActServerlessStack } from '../lib/deploy/stack.ts';
import { readToolsFile } from '../lib/deploy/tools.ts';

const cacheDirectory = fileURLToPath(new URL('../.cache', import.meta.url));

try {
  synthesize(new App());
} catch (error) {
  // A mistake in the command line: where in the program it was noticed helps nobody.
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function synthesize(app: App): void {
  const settings = deploymentSettings(app.node.getAllContext());
  const tools = settings.tools === undefined ? [] : readToolsFile(settings.tools);
  // Below the assembly, which CDK's command line locks: two syntheses never bundle into one directory.
  const bundles = bundleHandlersSync(join(app.outdir, 'bundles'));
  new NovaActServerlessStack(app, 'NovaActServerlessStack', {
    description: 'Runs Amazon Nova Act workflows on Step Functions and Lambda',
    settings,
    bundleDirectories: {
      CreateRun: dirname(bundles.CreateRun),
      PerformSteps: dirname(bundles.PerformSteps),
      FinalizeRun: dirname(bundles.FinalizeRun),
      CloseRun: dirname(bundles.CloseRun),
      SweepRuns: dirname(bundles.SweepRuns),
    } satisfies Record<DeployedHandlerName, string>,
    chromium: chromiumContent(cacheDirectory),
    tools,
  });
  app.synth();
}
