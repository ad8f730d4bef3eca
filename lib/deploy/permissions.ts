import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { DeployedHandlerName, HandlerName } from '../../lambdas/bundling.ts';
import { novaActRegion } from './context.ts';
import type { RunStorage } from './storage.ts';

/** What the handlers act upon. */
export interface PermittedResources {
  readonly workflowDefinitionName: string;
  readonly storage: RunStorage;
  /** ARNs of the Lambda functions that agents may call. */
  readonly toolFunctions: readonly string[];
  /** Name or ARN of the secret with the API key that is used instead of the roles' own rights on the service. */
  readonly apiKeySecret?: string | undefined;
}

type Permissions<Name extends string> = Record<Name, PolicyStatementProps[]>;

/** What the role of each state's handler may do, beyond writing its own log and traces. One row per reason. */
export function statePermissions(stack: Stack, resources: PermittedResources): Permissions<HandlerName> {
  const { definition, definitionAndRuns, journal, runObjects, keys } = permitted(stack, resources);
  return {
    CreateRun: [
      ...onService(stack, resources, [
        { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] },
        { actions: ['nova-act:CreateSession'], resources: definitionAndRuns },
        createServiceLinkedRole(stack),
      ]),
      journal,
      // Reads what an earlier run left that is to be resumed, and may find that it left nothing.
      runObjects,
      keys,
    ],
    PerformSteps: [
      ...onService(stack, resources, [
        {
          actions: ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'],
          resources: definitionAndRuns,
        },
      ]),
      journal,
      runObjects,
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

/** The same of the handlers that rules invoke: they close runs as FinalizeRun does. */
export function rulePermissions(
  stack: Stack,
  resources: PermittedResources & { readonly stateMachine: StateMachine },
): Permissions<Exclude<DeployedHandlerName, HandlerName>> {
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
      },
    ],
  };
}

/** What it takes to end a run, whoever does it. */
function closing(stack: Stack, resources: PermittedResources): PolicyStatementProps[] {
  const { definition, definitionAndRuns, journal, runObjects, keys } = permitted(stack, resources);
  return [
    ...onService(stack, resources, [
      { actions: ['nova-act:UpdateWorkflowRun', 'nova-act:UpdateAct'], resources: definitionAndRuns },
      // A run whose creation was never answered is found by asking for it again.
      { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] },
    ]),
    journal,
    runObjects,
    keys,
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [resources.storage.logGroup.logGroupArn],
    },
  ];
}

/** What lets a role use the service: rights of its own, or the API key. */
function onService(
  stack: Stack,
  { apiKeySecret }: PermittedResources,
  rights: PolicyStatementProps[],
): PolicyStatementProps[] {
  if (apiKeySecret === undefined) return rights;
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

function permitted(stack: Stack, { workflowDefinitionName, storage }: PermittedResources) {
  const definition = workflowDefinitionArn(stack, workflowDefinitionName);
  return {
    definition,
    // Operations on a run are checked against the definition and the run, so both have to be covered.
    definitionAndRuns: [definition, `${definition}/workflow-run/*`],
    journal: {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: [storage.journal.tableArn],
    },
    runObjects: { actions: ['s3:GetObject', 's3:PutObject'], resources: [storage.artifacts.arnForObjects('runs/*')] },
    // Reading what a run that failed early never wrote must be answered "no such key" and not "access denied". A
    // condition on the prefix would spoil that, since reading an object carries none.
    keys: { actions: ['s3:ListBucket'], resources: [storage.artifacts.bucketArn] },
  } satisfies Record<string, string | string[] | PolicyStatementProps>;
}

/** The definition lies where the service is, whatever the stack's region. */
function workflowDefinitionArn(stack: Stack, workflowDefinitionName: string): string {
  return stack.formatArn({
    service: 'nova-act',
    region: novaActRegion,
    resource: 'workflow-definition',
    resourceName: workflowDefinitionName,
  });
}

/** An account's very first run makes the service create its own role, in the name of whoever creates the run. */
function createServiceLinkedRole(stack: Stack): PolicyStatementProps {
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
