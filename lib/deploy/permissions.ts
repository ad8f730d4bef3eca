import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { HandlerName } from '../../lambdas/bundling.ts';
import type { Permission } from './acknowledge.ts';
import { useOf } from './encryption.ts';
import { networkInterfaces } from './network-permissions.ts';
import { workflowDefinitionArn, logGroupArn } from './arns.ts';
import { JOURNAL, leadingKeys, OBJECTS } from './run-permissions.ts';
import type { RunStorage } from './storage.ts';
import type { AnyBucket, AnySecret } from './workflow-props.ts';

/** What the handlers act upon. */
export interface PermittedResources {
  readonly workflowDefinitionName: string;
  readonly storage: RunStorage;
  /** ARNs of the Lambda functions that agents may call. */
  readonly toolFunctions: readonly string[];
  /** How the names of further log groups begin that an input may name. */
  readonly logGroupPrefix?: string | undefined;
  /** What a `fill` may name. */
  readonly secrets: readonly AnySecret[];
  /** The secret, or its name or ARN, with the API key that is used instead of the roles' own rights on the service. */
  readonly apiKeySecret?: AnySecret | string | undefined;
  /** Where the service writes trajectories in the name of whoever asks it for a step. */
  readonly trajectories?: { readonly bucket: AnyBucket; readonly prefix: string } | undefined;
  /** The network that PerformSteps is in. */
  readonly vpc?: IVpc | undefined;
  /** The key of table, log groups and state machine. */
  readonly encryptionKey?: IKey | undefined;
}

type Permissions<Name extends string> = Record<Name, Permission[]>;

/** What the role of each state's handler may do, beyond writing its own log and traces. One row per reason. */
export function statePermissions(
  stack: Stack,
  resources: PermittedResources & { readonly grantAccess: IFunction },
): Permissions<HandlerName> {
  const { definition, onRuns, records, keys, runLogs } = permitted(stack, resources);
  return {
    CreateRun: [
      ...onService(stack, resources, [
        { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] },
        { actions: ['nova-act:CreateSession'], ...onRuns },
        createServiceLinkedRole(stack),
      ]),
      // Reads what an earlier run left that is to be resumed, and may find that it left nothing.
      ...records,
      keys,
      // Shows that a run's log can be written before anything of it costs money.
      runLogs,
    ],
    PerformSteps: [
      // With an API key, whose rights are the same for all runs.
      ...onService(stack, resources, []),
      // What lends it everything that is a run's own.
      { actions: ['lambda:InvokeFunction'], resources: [resources.grantAccess.functionArn] },
      ...resources.secrets.flatMap((secret) => readSecret(stack, secret)),
      ...(resources.vpc === undefined ? [] : networkInterfaces(stack)),
      // One statement each: CDK merges them, and spreads those that are too many for one policy over several. It divides
      // none, and a hundred ARNs in one are more than IAM takes.
      ...resources.toolFunctions.map((functionArn) => ({
        actions: ['lambda:InvokeFunction'],
        resources: [functionArn],
      })),
    ],
    FinalizeRun: closing(stack, resources),
  };
}

/** What lends the rights on a run: which run that is stands in the journal. */
export function grantingPermissions(stack: Stack, { storage, encryptionKey }: PermittedResources): Permission[] {
  return [
    {
      actions: ['dynamodb:GetItem'],
      resources: [storage.journal.tableArn],
      conditions: leadingKeys('StringLike', 'registered#*'),
    },
    ...useOf(stack, encryptionKey, 'dynamodb'),
  ];
}

/** The same of the handlers that rules invoke: they close runs as FinalizeRun does. */
export function rulePermissions(
  stack: Stack,
  resources: PermittedResources & { readonly stateMachine: StateMachine },
): Permissions<'CloseRun' | 'SweepRuns'> {
  const { definition } = permitted(stack, resources);
  return {
    CloseRun: closing(stack, resources),
    SweepRuns: [
      ...closing(stack, resources),
      { actions: ['dynamodb:Query'], resources: [resources.storage.openRunsIndexArn] },
      // Whoever has an API key cannot ask which runs are open.
      ...(resources.apiKeySecret === undefined
        ? [{ actions: ['nova-act:ListWorkflowRuns'], resources: [definition] }]
        : []),
      {
        actions: ['states:DescribeExecution'],
        resources: [
          stack.formatArn({
            service: 'states',
            resource: 'execution',
            resourceName: `${resources.stateMachine.stateMachineName}:*`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
        reason: 'Executions of this state machine, whatever their names',
      },
      // Whoever asks how an execution ended is shown its input and output as well.
      ...useOf(stack, resources.encryptionKey, 'states'),
    ],
  };
}

/** What it takes to end a run, whoever does it. */
function closing(stack: Stack, resources: PermittedResources): Permission[] {
  const { definition, onRuns, records, keys, runLogs, runLogsRead } = permitted(stack, resources);
  return [
    ...onService(stack, resources, [
      { actions: ['nova-act:UpdateWorkflowRun', 'nova-act:UpdateAct'], ...onRuns },
      // A run whose creation was never answered is found by asking for it again.
      { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] },
    ]),
    ...records,
    keys,
    runLogs,
    runLogsRead,
  ];
}

/** What lets a role use the service: rights of its own, or the API key. */
function onService(stack: Stack, { apiKeySecret }: PermittedResources, rights: Permission[]): Permission[] {
  if (apiKeySecret === undefined) return rights;
  if (typeof apiKeySecret !== 'string') return readSecret(stack, apiKeySecret);
  const named = {
    service: 'secretsmanager',
    resource: 'secret',
    // Secrets Manager adds a hyphen and six characters to a name.
    resourceName: `${apiKeySecret}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  };
  const secret = apiKeySecret.startsWith('arn:') ? apiKeySecret : stack.formatArn(named);
  return [{ actions: ['secretsmanager:GetSecretValue'], resources: [secret] }];
}

function readSecret(stack: Stack, { secretArn, secretFullArn, encryptionKey }: AnySecret): Permission[] {
  return [
    // Of a secret that is known by its name, Secrets Manager's own six characters are not.
    { actions: ['secretsmanager:GetSecretValue'], resources: [secretFullArn ?? `${secretArn}-??????`] },
    ...useOf(stack, encryptionKey, 'secretsmanager'),
  ];
}

function permitted(stack: Stack, resources: PermittedResources) {
  const { workflowDefinitionName, storage, logGroupPrefix, encryptionKey } = resources;
  const definition = workflowDefinitionArn(stack, workflowDefinitionName);
  const below = logGroupPrefix === undefined ? [] : [logGroupArn(stack, `${logGroupPrefix}*`)];
  const onRunLogs = {
    // With `:*` at the end: of a group's streams, which is what all three actions ask for.
    resources: [storage.logGroup.logGroupArn, ...below],
    reason: 'A run makes a stream of its own, in the group that its input names',
  };
  return {
    definition,
    // Operations on a run are checked against the definition and the run, so both have to be covered.
    onRuns: {
      resources: [definition, `${definition}/workflow-run/*`],
      reason: 'A run has its id from the service, when it begins',
    },
    /** The journal, and what runs keep beside it. */
    records: [
      {
        actions: JOURNAL,
        resources: [storage.journal.tableArn],
      },
      ...useOf(stack, encryptionKey, 'dynamodb'),
      {
        actions: OBJECTS,
        resources: [storage.artifacts.arnForObjects('runs/*')],
        reason: 'A function acts for one run after another, and for whichever an execution begins',
      },
      ...useOf(stack, storage.artifacts.encryptionKey, 's3'),
    ],
    // Reading what a run that failed early never wrote must be answered "no such key" and not "access denied". A
    // condition on the prefix would spoil that, since reading an object carries none.
    keys: { actions: ['s3:ListBucket'], resources: [storage.artifacts.bucketArn] },
    // Where the events of runs go: exactly where an input may send them.
    runLogs: { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], ...onRunLogs },
    // Whoever goes on with a log of which it is unknown how far it was sent.
    runLogsRead: { actions: ['logs:GetLogEvents'], ...onRunLogs },
  } satisfies Record<string, string | Permission | Permission[]>;
}

/** An account's very first run makes the service create its own role, in the name of whoever creates the run. */
function createServiceLinkedRole(stack: Stack): Permission {
  return {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [
      stack.formatArn({
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: 'aws-service-role/nova-act.amazonaws.com/AWSServiceRoleForNovaAct',
      }),
    ],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'nova-act.amazonaws.com' } },
  };
}
