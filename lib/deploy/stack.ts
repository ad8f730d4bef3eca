/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Annotations, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeployedTool } from '../../lambdas/deployed-tools.ts';
import { NovaActWorkflow } from './nova-act-workflow.ts';
import { scheduleProps } from './start-settings.ts';
import { runLogGroup } from './storage.ts';
import type { NovaActWorkflowProps } from './workflow-props.ts';
import type { WorkflowSettings } from './workflow-settings.ts';

/** What {@link NovaActServerlessStack} needs to know. */
export interface NovaActServerlessStackProps extends StackProps {
  readonly settings: WorkflowSettings;
  /** Lambda functions that the agent of every act may call. @default - none */
  readonly tools?: readonly DeployedTool[];
}

/** One workflow as a stack of its own, with what its user has to know as outputs. */
export class NovaActServerlessStack extends Stack {
  readonly workflow: NovaActWorkflow;

  constructor(scope: Construct, id: string, props: NovaActServerlessStackProps) {
    const { settings, tools = [] } = props;
    super(scope, id, { ...props, env: { ...props.env, region: settings.region } });

    // CDK leaves "Default" out of the ids: they are what they would be were the workflow's parts the stack's own.
    this.workflow = new NovaActWorkflow(this, 'Default', { ...workflowProps(this, settings), tools });
    const { stateMachine, logGroup, artifacts, journal } = this.workflow;

    const arn = stateMachine.stateMachineArn;
    const told = {
      StateMachineArn: arn,
      StateMachineConsole: `https://${this.region}.console.aws.amazon.com/states/home?region=${this.region}#/statemachines/view/${arn}`,
      RunLogGroupName: logGroup.logGroupName,
      ArtifactsBucketName: artifacts.bucketName,
      JournalTableName: journal.tableName,
      // An API key has a definition of its own, which no role of an account can look at.
      ...(settings.apiKeySecret === undefined && { WorkflowDefinitionName: settings.workflowDefinitionName }),
      StartCommand: `aws stepfunctions start-execution --region ${this.region} --state-machine-arn ${arn} --input file://workflow.json`,
    };
    for (const [name, value] of Object.entries(told)) new CfnOutput(this, name, { value });
  }
}

/** What the words of the settings mean. */
function workflowProps(stack: Stack, settings: WorkflowSettings): NovaActWorkflowProps {
  const {
    artifactsBucket,
    exportBucket,
    secrets = [],
    destroyData = false,
    schedules = {},
    alarms,
    // For the stack and for its log group.
    region: _region,
    logGroupName: _logGroupName,
    logGroupExists: _logGroupExists,
    ...given
  } = settings;
  const bucket = (id: string, name: string | undefined) =>
    name === undefined ? undefined : Bucket.fromBucketName(stack, id, name);
  const encryptionKey =
    settings.encryptionKey === undefined ? undefined : Key.fromKeyArn(stack, 'Key', settings.encryptionKey);
  const removalPolicy = destroyData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
  return {
    ...given,
    encryptionKey,
    removalPolicy,
    vpc: networkOf(stack, settings),
    artifactsBucket: bucket('GivenArtifacts', artifactsBucket),
    exportBucket: bucket('Export', exportBucket),
    secrets: [...new Set(secrets)].map((name) => Secret.fromSecretNameV2(stack, `Secret-${name}`, name)),
    schedules: Object.fromEntries(Object.entries(schedules).map(([name, words]) => [name, scheduleProps(words)])),
    alarms: alarms && { notify: [...new Set(alarms)].map((arn) => Topic.fromTopicArn(stack, `Topic-${arn}`, arn)) },
    logGroup: logGroupOf(stack, settings, { encryptionKey, removalPolicy }),
  };
}

function networkOf(stack: Stack, { vpc }: WorkflowSettings): IVpc | undefined {
  if (vpc === undefined) return undefined;
  const { vpcId, privateSubnets } = vpc;
  // CDK wants a zone for each, and a function's network is told none.
  const availabilityZones = privateSubnets.map((_, index) => `zone-${index + 1}`);
  const ids = { vpcId, availabilityZones, privateSubnetIds: [...privateSubnets] };
  const network = Vpc.fromVpcAttributes(stack, 'Network', ids);
  Annotations.of(network).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'No route is made');
  return network;
}

/** The group that the settings name; undefined where that is the one that the construct makes by itself. */
function logGroupOf(
  stack: Stack,
  { logGroupName, logGroupExists = false, workflowDefinition, workflowDefinitionName }: WorkflowSettings,
  keeping: Pick<NovaActWorkflowProps, 'encryptionKey' | 'removalPolicy'>,
): ILogGroup | undefined {
  if (logGroupName === undefined) return undefined;
  if (logGroupExists) return LogGroup.fromLogGroupName(stack, 'RunLogs', logGroupName);
  const isConstructs = workflowDefinition === 'create' && logGroupName === `/nova-act/${workflowDefinitionName}`;
  return isConstructs ? undefined : runLogGroup(stack, 'RunLogs', { ...keeping, logGroup: logGroupName });
}
