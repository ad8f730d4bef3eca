import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetWorkflowDefinitionCommand, NovaActClient } from '../../../nova-act/client/index.ts';
import { type Access, NOVA_ACT_REGION } from '../access.ts';
import { asking, AwsProblem } from '../aws-problem.ts';
import { type DeployedStack, type DeployedWorkflow, describeStack } from '../deployed-workflow.ts';
import { type Check, checked, skipped } from './check.ts';

/** A stack in any other state is being changed, or was left half changed. */
const GOOD = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/;
const DEPLOY_AGAIN = 'Deploy it again: npx cdk deploy.';

/** The stack, and what its outputs name. */
export async function checkStack(access: Access, stack: string): Promise<Check[]> {
  let found: DeployedStack | undefined;
  const ofStack = await checked('stack', async () => {
    try {
      found = await describeStack(access, stack);
    } catch (error) {
      if (error instanceof AwsProblem) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return { state: 'problem', found: message, advice: 'Deploy it (npx cdk deploy), or name another one (--stack).' };
    }
    const outputs = `${found.workflows.length} state machine${found.workflows.length === 1 ? '' : 's'} among its outputs`;
    const isGood = GOOD.test(found.status) && found.workflows.length > 0;
    return {
      state: isGood ? 'ok' : 'problem',
      found: `${stack} is ${found.status}, with ${outputs}`,
      ...(!isGood && { advice: `Look at its events in the console of CloudFormation. ${DEPLOY_AGAIN}` }),
    };
  });
  if (found === undefined)
    return [ofStack, ...PARTS.map(({ name }) => skipped(name, 'only the outputs of the stack name it'))];
  const { workflows } = found;
  return [
    ofStack,
    ...(await Promise.all(workflows.flatMap((each) => PARTS.map((part) => checkPart(part, access, each))))),
  ];
}

interface Part {
  readonly name: string;
  /** What the stack's output says; undefined when it has none. */
  readonly of: (workflow: DeployedWorkflow) => string | undefined;
  readonly unnamed: string;
  readonly look: (access: Access, value: string) => Promise<Omit<Check, 'name'>>;
}

const PARTS: readonly Part[] = [
  { name: 'state machine', of: ({ stateMachineArn }) => stateMachineArn, unnamed: '', look: lookAtStateMachine },
  {
    name: 'workflow definition',
    of: ({ workflowDefinitionName }) => workflowDefinitionName,
    unnamed:
      'the stack names none: it was deployed by an older version, or asks with an API key, which has one of its own',
    look: lookAtDefinition,
  },
  {
    name: 'artifacts',
    of: ({ artifactsBucketName }) => artifactsBucketName,
    unnamed: 'the stack has no output ArtifactsBucketName',
    look: lookAtBucket,
  },
  {
    name: 'log group',
    of: ({ runLogGroupName }) => runLogGroupName,
    unnamed: 'the stack has no output RunLogGroupName',
    look: lookAtLogGroup,
  },
];

async function checkPart(
  { name, of, unnamed, look }: Part,
  access: Access,
  workflow: DeployedWorkflow,
): Promise<Check> {
  const value = of(workflow);
  return value === undefined ? skipped(name, unnamed) : checked(name, () => look(access, value));
}

async function lookAtStateMachine(access: Access, stateMachineArn: string): Promise<Omit<Check, 'name'>> {
  const { status } = await asking('states:DescribeStateMachine', stateMachineArn, () =>
    new SFNClient(access.client).send(new DescribeStateMachineCommand({ stateMachineArn })),
  );
  const isActive = status === 'ACTIVE';
  return {
    state: isActive ? 'ok' : 'problem',
    found: `${stateMachineArn} is ${status ?? 'unknown'}`,
    ...(!isActive && { advice: DEPLOY_AGAIN }),
  };
}

async function lookAtDefinition(access: Access, workflowDefinitionName: string): Promise<Omit<Check, 'name'>> {
  const { credentials, requestHandler, maxAttempts } = access.client;
  const client = new NovaActClient({ region: NOVA_ACT_REGION, credentials, requestHandler, maxAttempts });
  try {
    const { status } = await asking('nova-act:GetWorkflowDefinition', workflowDefinitionName, () =>
      client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName })),
    );
    const isActive = status === 'ACTIVE';
    return {
      state: isActive ? 'ok' : 'problem',
      found: `${workflowDefinitionName} is ${status ?? 'unknown'}`,
      ...(!isActive && { advice: 'Wait until it is ACTIVE, or deploy with another workflowDefinitionName.' }),
    };
  } catch (error) {
    if (!(error instanceof AwsProblem && error.name === 'ResourceNotFoundException')) throw error;
    const advice = `Deploy the stack again, which creates it, or create it in ${NOVA_ACT_REGION} where it was to exist.`;
    return { state: 'problem', found: error.message, advice };
  }
}

/** As `watch` does. */
async function lookAtBucket(access: Access, bucket: string): Promise<Omit<Check, 'name'>> {
  await asking('s3:ListBucket', `bucket ${bucket}`, () =>
    new S3Client(access.client).send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'runs/none/events/', MaxKeys: 1 }),
    ),
  );
  return { state: 'ok', found: `bucket ${bucket} may be listed` };
}

async function lookAtLogGroup(access: Access, logGroupName: string): Promise<Omit<Check, 'name'>> {
  try {
    await asking('logs:DescribeLogStreams', `log group ${logGroupName}`, () =>
      new CloudWatchLogsClient(access.client).send(new DescribeLogStreamsCommand({ logGroupName, limit: 1 })),
    );
  } catch (error) {
    if (!(error instanceof AwsProblem && error.name === 'ResourceNotFoundException')) throw error;
    return { state: 'problem', found: error.message, advice: DEPLOY_AGAIN };
  }
  return { state: 'ok', found: `${logGroupName} is there` };
}
