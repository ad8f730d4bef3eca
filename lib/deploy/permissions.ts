import type { Stack } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { HandlerName } from '../../lambdas/bundling.ts';
import { novaActRegion } from './context.ts';
import type { RunStorage } from './storage.ts';

/** What the handlers act upon. */
export interface PermittedResources {
  readonly workflowDefinitionName: string;
  readonly storage: RunStorage;
}

/** What each handler's role may do, beyond writing its own log and traces. One row per reason. */
export function handlerPermissions(
  stack: Stack,
  { workflowDefinitionName, storage }: PermittedResources,
): Record<HandlerName, PolicyStatementProps[]> {
  const definition = workflowDefinitionArn(stack, workflowDefinitionName);
  // Operations on a run are checked against the definition and the run, so both have to be covered.
  const definitionAndRuns = [definition, `${definition}/workflow-run/*`];
  const journal = [storage.journal.tableArn];
  const runObjects = [storage.artifacts.arnForObjects('runs/*')];

  return {
    CreateRun: [
      { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] },
      { actions: ['nova-act:CreateSession'], resources: definitionAndRuns },
      createServiceLinkedRole(stack),
      {
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        resources: journal,
      },
      { actions: ['s3:PutObject'], resources: runObjects },
    ],
    PerformSteps: [
      { actions: ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'], resources: definitionAndRuns },
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], resources: journal },
      { actions: ['s3:GetObject', 's3:PutObject'], resources: runObjects },
    ],
    FinalizeRun: [
      { actions: ['nova-act:UpdateWorkflowRun', 'nova-act:UpdateAct'], resources: definitionAndRuns },
      {
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        resources: journal,
      },
      { actions: ['s3:GetObject', 's3:PutObject'], resources: runObjects },
      // Reading what a run that failed early never wrote must be answered "no such key" and not "access denied". A
      // condition on the prefix would spoil that, since reading an object carries none.
      { actions: ['s3:ListBucket'], resources: [storage.artifacts.bucketArn] },
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [storage.logGroup.logGroupArn],
      },
    ],
  };
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
