/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ScheduledStack } from '../examples/triggers/schedules.ts';
import { makeStacks } from '../lib/deploy/make-stacks.ts';
import { inAppOfStandIns } from '../test/support/stand-in-app.ts';
import { stackOfWholeWorkflow } from '../test/support/whole-workflow.ts';

// Holds the stack as it comes, a workflow with all its options, and one with schedules against cdk-nag's AwsSolutions. What they do otherwise
// is acknowledged beside the construct that does it, with the reason. Prints what is not, and fails.

inAppOfStandIns((app) => {
  makeStacks(app);
  stackOfWholeWorkflow(app);
  new ScheduledStack(app, 'Scheduled');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
});
