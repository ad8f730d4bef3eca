import { App } from 'aws-cdk-lib';
import { makeStacks } from '../lib/deploy/make-stacks.ts';
import { ContextError } from '../lib/deploy/setting-values.ts';

try {
  // Not by itself as well: after a refusal it would write what had come into being by then, and that could be deployed.
  const app = new App({ autoSynth: false });
  makeStacks(app);
  app.synth();
} catch (error) {
  // A mistake in the command line or in a file: where in the program it was noticed helps nobody.
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
