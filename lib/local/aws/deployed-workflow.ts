import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvalidInput } from '../../run/errors.ts';
import type { Access } from './access.ts';
import { asking, AwsProblem } from './aws-problem.ts';
import { withoutVersion } from './names.ts';

export const DEFAULT_STACK = 'NovaActServerlessStack';

/** What a stack says of one of its workflows. Older stacks say less. */
export interface DeployedWorkflow {
  readonly stateMachineArn: string;
  readonly artifactsBucketName?: string | undefined;
  readonly runLogGroupName?: string | undefined;
  readonly workflowDefinitionName?: string | undefined;
}

export interface DeployedStack {
  readonly name: string;
  /** As CloudFormation calls it, such as UPDATE_COMPLETE. */
  readonly status: string;
  readonly workflows: readonly DeployedWorkflow[];
}

/** The ends of the outputs' keys; before them is whatever tells one workflow of the stack from another. */
export const OUTPUTS = {
  stateMachineArn: 'StateMachineArn',
  artifactsBucketName: 'ArtifactsBucketName',
  runLogGroupName: 'RunLogGroupName',
  workflowDefinitionName: 'WorkflowDefinitionName',
} as const;

/**
 * The stack as CloudFormation describes it.
 *
 * @throws InvalidInput when there is none of this name; AwsProblem
 */
export async function describeStack(access: Access, stack: string): Promise<DeployedStack> {
  const client = new CloudFormationClient(access.client);
  try {
    const { Stacks: [found] = [] } = await asking('cloudformation:DescribeStacks', `stack ${stack}`, () =>
      client.send(new DescribeStacksCommand({ StackName: stack })),
    );
    const outputs = (found?.Outputs ?? []).flatMap(({ OutputKey: key, OutputValue: value }) =>
      key === undefined || value === undefined ? [] : [[key, value] as const],
    );
    return { name: stack, status: found?.StackStatus ?? 'unknown', workflows: workflowsOf(new Map(outputs)) };
  } catch (error) {
    if (!(error instanceof AwsProblem && error.name === 'ValidationError')) throw error;
    throw new InvalidInput([
      `--stack: got '${stack}', allowed: a stack of this account in ${access.region} (${error.message}); --region and --profile look elsewhere, npx cdk deploy makes one, and with -c workflows=DIR one NovaAct-NAME for each file`,
    ]);
  } finally {
    client.destroy();
  }
}

/**
 * The stack's workflow.
 *
 * @throws InvalidInput when it has none or several
 */
export function onlyWorkflow({ name, workflows }: DeployedStack): DeployedWorkflow {
  const [workflow, ...others] = workflows;
  if (workflow === undefined)
    throw new InvalidInput([
      `--stack: ${name} has no output ${OUTPUTS.stateMachineArn}, allowed: a stack of this project`,
    ]);
  if (others.length > 0)
    throw new InvalidInput([
      `--state-machine: is missing, allowed: one of the ${workflows.length} of ${name}: ${workflows.map(({ stateMachineArn }) => stateMachineArn).join(', ')}`,
    ]);
  return workflow;
}

/** The stack's workflow with this state machine. */
export function workflowWith(stateMachineArn: string, { workflows }: DeployedStack): DeployedWorkflow | undefined {
  return workflows.find((workflow) => workflow.stateMachineArn === withoutVersion(stateMachineArn));
}

function workflowsOf(outputs: ReadonlyMap<string, string>): DeployedWorkflow[] {
  return [...outputs].flatMap(([key, stateMachineArn]) => {
    if (!key.endsWith(OUTPUTS.stateMachineArn)) return [];
    const of = (end: string) => outputs.get(key.slice(0, -OUTPUTS.stateMachineArn.length) + end);
    return [
      {
        stateMachineArn,
        artifactsBucketName: of(OUTPUTS.artifactsBucketName),
        runLogGroupName: of(OUTPUTS.runLogGroupName),
        workflowDefinitionName: of(OUTPUTS.workflowDefinitionName),
      },
    ];
  });
}
