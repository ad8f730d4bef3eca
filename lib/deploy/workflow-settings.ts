import type { DefaultInput, DeployedGuardrails } from '../../lambdas/deployed-defaults.ts';
import * as z from 'zod';
import { matching, novaActRegion, settingValues } from './setting-values.ts';
import type { ScheduleSettings } from './start-settings.ts';
import type { WorkflowBrowser } from './workflow-props.ts';

const BUCKET = matching(/^(?!.*(\.\.|-\.|\.-))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket');

const VPC =
  'must be an object with vpcId ("vpc-…") and privateSubnets, a list of one or more ("subnet-…"), in cdk.json or a workflow\'s file';

const SUBNETS = 'must be a list of one or more ids of subnets, such as ["subnet-0123456789abcdef0"]';

/** What a stack may be told of its workflow in words, by the context or by a file. */
export const settingsShape = {
  /** Whether the stack creates the definition (default) or finds it there. */
  workflowDefinition: settingValues.workflowDefinition.default('create'),
  /** Model for runs whose input names none. Default `nova-act-latest`. */
  modelId: settingValues.modelId.default('nova-act-latest'),
  /** CloudWatch log group for the logs of runs, created by the stack. Default `/nova-act/<workflowDefinitionName>`. */
  logGroupName: settingValues.logGroupName.optional(),
  /** How the names of further log groups begin that an input may name. Default: none may be named. */
  logGroupPrefix: settingValues.logGroupName.optional(),
  /** Secret of Secrets Manager with an API key of nova.amazon.com, to be used instead of AWS credentials. Default none. */
  apiKeySecret: settingValues.apiKeySecret.optional(),
  /** Bucket for what runs leave, instead of one of the stack's own. */
  artifactsBucket: BUCKET.optional(),
  /** Bucket for the service's own export of trajectories. Default: it exports nothing. */
  exportBucket: BUCKET.optional(),
  /** ARN of a KMS key for table, bucket, log groups and state machine. Default: keys that AWS keeps. */
  encryptionKey: matching(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/,
    'the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID',
  ).optional(),
  /** Network of the function with the browser: nothing is looked up, so its subnets are named. Default none. */
  vpc: z
    .strictObject(
      {
        vpcId: matching(/^vpc-[0-9a-f]{8,17}$/, 'the id of a network, such as "vpc-0123456789abcdef0"'),
        privateSubnets: z
          .array(matching(/^subnet-[0-9a-f]{8,17}$/, 'the id of a subnet, such as "subnet-0123456789abcdef0"'), SUBNETS)
          .min(1, SUBNETS),
      },
      VPC,
    )
    .optional(),
  /** Region of the stack. Default the service's own. */
  region: settingValues.region.default(novaActRegion),
} as const;

/** What a deployment may choose for one workflow, complete with defaults. */
export interface WorkflowSettings {
  readonly workflowDefinitionName: string;
  readonly workflowDefinition: 'create' | 'existing';
  readonly modelId: string;
  readonly logGroupName?: string | undefined;
  /** Whether the log group is there already, left by an earlier stack. */
  readonly logGroupExists?: boolean | undefined;
  readonly logGroupPrefix?: string | undefined;
  readonly defaultInput?: DefaultInput | undefined;
  readonly guardrails?: DeployedGuardrails | undefined;
  readonly browser?: WorkflowBrowser | undefined;
  /** Names. */
  readonly secrets?: readonly string[] | undefined;
  /** Name or ARN. */
  readonly apiKeySecret?: string | undefined;
  readonly artifactsBucket?: string | undefined;
  readonly exportBucket?: string | undefined;
  readonly encryptionKey?: string | undefined;
  /** By ids. */
  readonly vpc?: { readonly vpcId: string; readonly privateSubnets: readonly string[] } | undefined;
  /** By their names. */
  readonly schedules?: Readonly<Record<string, ScheduleSettings>> | undefined;
  /** ARNs of the SNS topics that alarms tell; an empty list for alarms that tell nobody. */
  readonly alarms?: readonly string[] | undefined;
  /** Whether table, bucket and log group go with the stack. */
  readonly destroyData?: boolean | undefined;
  readonly region: string;
}
