import { RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as z from 'zod';
import { settingProblems, settingValues } from './setting-values.ts';
import type { NovaActWorkflowProps } from './workflow-props.ts';

const { allowedHost, logGroupName, memory, modelId, workflowDefinition, workflowDefinitionName } = settingValues;

const REMOVAL = 'must be RemovalPolicy.DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE';
const KEY = 'must be a KMS key, such as Key.fromKeyArn makes, and no alias of one';
const HOSTS = 'must be a list of host:port';
const ALARMS = 'must be an object with notify, a list of topics and alarm actions; {} for alarms that tell nobody';

/**
 * The props of a workflow, as far as nothing looks into them later that says what is wrong: JavaScript, and TypeScript whose
 * types are only left out, would have a stack in which they are passed over, or an error from within CDK.
 */
const shape = {
  workflowDefinitionName: workflowDefinitionName.optional(),
  workflowDefinition: workflowDefinition.optional(),
  modelId: modelId.optional(),
  logGroup: made('logGroupName', 'must be a log group, such as LogGroup.fromLogGroupName makes').optional(),
  logGroupPrefix: logGroupName.optional(),
  defaultInput: z.record(z.string(), z.unknown(), 'must be an object').optional(),
  // Checked with the defaults of an input.
  guardrails: z.unknown().optional(),
  tools: z.array(z.record(z.string(), z.unknown(), 'must be an object'), 'must be a list of tools').optional(),
  secrets: z
    .array(made('secretName', 'must be a secret, such as Secret.fromSecretNameV2 makes'), 'must be a list of secrets')
    .optional(),
  apiKeySecret: z
    .union([settingValues.apiKeySecret, made('secretName', '')], 'must be a secret, or its name or ARN')
    .optional(),
  artifactsBucket: made('bucketName', 'must be a bucket, such as Bucket.fromBucketName makes').optional(),
  exportBucket: made('bucketName', 'must be a bucket, such as Bucket.fromBucketName makes').optional(),
  browser: z
    .looseObject({ memory: memory.optional(), allowHosts: z.array(allowedHost, HOSTS).optional() }, 'must be an object')
    .optional(),
  vpc: made('selectSubnets', 'must be a network, such as Vpc.fromVpcAttributes makes').optional(),
  // Each is looked at when it is added.
  schedules: z.record(z.string(), z.unknown(), 'must be an object of schedules by their names').optional(),
  alarms: z
    .strictObject(
      { notify: z.array(z.union([made('topicArn', ALARMS), z.custom(isAction)], ALARMS), ALARMS).optional() },
      ALARMS,
    )
    .optional(),
  // Neither a table nor a bucket nor a log group has snapshots that would stay.
  removalPolicy: z
    .enum([RemovalPolicy.DESTROY, RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE], REMOVAL)
    .optional(),
  // Neither a policy nor a log group takes an alias for the key.
  encryptionKey: made('addToResourcePolicy', KEY)
    .refine((key) => !('aliasName' in Object(key)), KEY)
    .optional(),
} satisfies Record<keyof NovaActWorkflowProps, z.ZodType>;

const schema = z.looseObject(shape);

/** What is wrong with props, a line per problem. */
export function propProblems(props: NovaActWorkflowProps): string[] {
  const parsed = schema.safeParse(props);
  const known = Object.keys(shape);
  return [
    ...Object.keys(props)
      .filter((key) => !known.includes(key))
      .map((key) => `${key}: no such prop; there are ${known.join(', ')}`),
    ...(parsed.success ? [] : settingProblems(parsed.error, props, [])),
  ];
}

/** What CDK makes is known by a name that it has. */
function made(name: string, error: string) {
  return z.custom((given) => Construct.isConstruct(given) && name in given, error);
}

function isAction(given: unknown): boolean {
  return typeof Object(given).bind === 'function';
}
