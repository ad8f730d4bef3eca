import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DefaultInput, DeployedBrowser, DeployedGuardrails } from '../../lambdas/deployed-defaults.ts';
import type { DeployedTool } from '../../lambdas/deployed-tools.ts';
import type { WorkflowAlarmsProps } from './alarms.ts';
import type { WorkflowScheduleProps } from './workflow-schedule.ts';

/** A bucket of one's own or one that was looked up; under `exactOptionalPropertyTypes` the first is not the second. */
export type AnyBucket = Bucket | IBucket;

/** The same of a secret. */
export type AnySecret = Secret | ISecret;

/** A Lambda function that the agent of every act may call: by its ARN, or as a construct of the same app. */
export type WorkflowTool = DeployedTool | (Omit<DeployedTool, 'functionArn'> & { readonly function: IFunction });

/** The browser of a workflow: what it is given, and how it presents itself where an input's `browser` is silent. */
export interface WorkflowBrowser extends DeployedBrowser {
  /**
   * Memory of the function that drives it, in MB, 1024 to 10240; a processor comes with each 1,769 MB.
   * @default 3008, the most that a new account may ask for
   */
  readonly memory?: number | undefined;
  /** Hosts that pages may reach though they are private or at another port, as `host:port`. @default - none */
  readonly allowHosts?: readonly string[] | undefined;
}

/** What a {@link NovaActWorkflow} may be told; it needs nothing. */
export interface NovaActWorkflowProps {
  /**
   * Name of the workflow definition on the service, 1 to 40 letters, digits, "_" or "-".
   * @default - derived from the construct's path, so that two never have the same; with `apiKeySecret` the key's only
   * definition, `default`
   */
  readonly workflowDefinitionName?: string | undefined;
  /**
   * Whether the definition is made with the construct, or is there already. It can only be made in us-east-1; everything
   * else may be anywhere.
   * @default 'create'; 'existing' with `apiKeySecret`
   */
  readonly workflowDefinition?: 'create' | 'existing' | undefined;
  /** Model of the runs whose input names none. @default 'nova-act-latest' */
  readonly modelId?: string | undefined;
  /**
   * Where the events of runs go.
   * @default - a group named `/nova-act/<workflowDefinitionName>` (for an existing definition `-` and a name derived
   * from the construct's path follow), kept for three months
   */
  readonly logGroup?: ILogGroup | undefined;
  /** How the names of further log groups begin that an input may name. @default - an input may name `logGroup` only */
  readonly logGroupPrefix?: string | undefined;
  /** What holds where an execution's input is silent: its top-level keys win over these. @default - nothing */
  readonly defaultInput?: DefaultInput | undefined;
  /** Where browsers may be: hold for every run; an input can narrow them and never widen them. @default - an input's alone */
  readonly guardrails?: DeployedGuardrails | undefined;
  /** Lambda functions that the agent of every act may call. @default - none */
  readonly tools?: readonly WorkflowTool[] | undefined;
  /** Secrets that a `fill` may name; PerformSteps may read these and no others. @default - none */
  readonly secrets?: readonly AnySecret[] | undefined;
  /**
   * Secret with an API key of nova.amazon.com, or its name or ARN, that is used instead of the roles' own rights.
   * @default - the roles' own rights
   */
  readonly apiKeySecret?: AnySecret | string | undefined;
  /**
   * For screenshots, results and replay pages, below `runs/`.
   * @default - a private, versioned bucket that keeps them for 90 days
   */
  readonly artifactsBucket?: AnyBucket | undefined;
  /**
   * Where the service itself puts its trajectories, below the definition's name; a bucket of this account. The service
   * takes it only when the definition is created: for an existing one only the right to write there is given.
   * @default - the service keeps them for a while and exports nothing
   */
  readonly exportBucket?: AnyBucket | undefined;
  /** @default - see its keys */
  readonly browser?: WorkflowBrowser | undefined;
  /**
   * Puts the function that drives the browser, and only that one, into private subnets whose traffic leaves through a NAT:
   * Nova Act has no endpoint inside a VPC.
   * @default - no VPC
   */
  readonly vpc?: IVpc | undefined;
  /** When it is run, by the schedule's id: as `addSchedule` would be told. @default - when somebody starts it */
  readonly schedules?: Readonly<Record<string, WorkflowScheduleProps>> | undefined;
  /**
   * Alarms for runs that failed, took too long, were throttled, stay open or were left open; `{}` for alarms that tell
   * nobody. Each costs $0.10 a month, also while nothing runs.
   * @default - none
   */
  readonly alarms?: WorkflowAlarmsProps | undefined;
  /** What becomes of table, bucket and log group when the construct goes: DESTROY takes the records along. @default RETAIN */
  readonly removalPolicy?: RemovalPolicy | undefined;
  /**
   * Encrypts table, bucket, log groups and state machine. Its policy is written for that, unless the key was looked up.
   * @default - keys that AWS keeps
   */
  readonly encryptionKey?: IKey | undefined;
}
