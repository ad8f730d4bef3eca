import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { makeStacks } from '../../lib/deploy/make-stacks.ts';
import { DEFAULT_STACK, OUTPUTS } from '../../lib/local/aws/deployed-workflow.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';

/** The names of the stacks of a context, and the keys of their outputs. */
function deployed(context: Record<string, string>) {
  return inAppOfStandIns((app) => {
    const stacks = makeStacks(app);
    const outputs = stacks.flatMap((stack) => Object.keys(Template.fromStack(stack).findOutputs('*')));
    return { names: stacks.map(({ stackName }) => stackName), outputs };
  }, context);
}

it('the stack has the name and the outputs by which the command line finds it', () => {
  const { names, outputs } = deployed({});
  expect(names).toEqual([DEFAULT_STACK]);
  expect(outputs).toEqual(expect.arrayContaining(Object.values(OUTPUTS)));
  // Keys that end alike would be read as those of further workflows.
  expect(outputs.filter((key) => key.endsWith(OUTPUTS.stateMachineArn))).toEqual([OUTPUTS.stateMachineArn]);
});

it('a stack that asks with an API key names no workflow definition, which no role could look at', () => {
  expect(deployed({ apiKeySecret: 'nova-act/key' }).outputs).not.toContain(OUTPUTS.workflowDefinitionName);
});
