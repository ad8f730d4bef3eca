import type { Stack } from 'aws-cdk-lib';
import type { Permission } from './acknowledge.ts';
import { logGroupArn, workflowDefinitionArn } from './arns.ts';
import { useOf } from './encryption.ts';
import type { PermittedResources } from './permissions.ts';
import { sessionTag } from './run-access.ts';

/** All that is ever done in the journal. */
export const JOURNAL = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'];
/** All that is ever done with artifacts. */
export const OBJECTS = ['s3:GetObject', 's3:PutObject'];

/** What a slice may do with the run it was handed, and with no other: the session's tags say which. */
export function runPermissions(stack: Stack, resources: PermittedResources): Permission[] {
  const { workflowDefinitionName, storage, logGroupPrefix, encryptionKey, apiKeySecret } = resources;
  const [execution, workflowRunId] = [sessionTag('execution'), sessionTag('workflowRunId')];
  const definition = workflowDefinitionArn(stack, workflowDefinitionName);
  const logGroups = [storage.logGroup.logGroupName, ...(logGroupPrefix === undefined ? [] : [`${logGroupPrefix}*`])];
  const stream = `${workflowDefinitionName}/${workflowRunId}`;
  return [
    ...(apiKeySecret === undefined
      ? [
          {
            actions: ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'],
            // Checked against the definition and the run, so both have to be covered.
            resources: [definition, `${definition}/workflow-run/${workflowRunId}`],
          },
        ]
      : []),
    {
      actions: JOURNAL,
      resources: [storage.journal.tableArn],
      conditions: leadingKeys('StringEquals', `run#${execution}`),
    },
    ...useOf(stack, encryptionKey, 'dynamodb'),
    {
      actions: OBJECTS,
      resources: [storage.artifacts.arnForObjects(`runs/${execution}/*`)],
      reason: "All that this one run has left, under the run's own names",
    },
    // What was kept of the run, to go on with it.
    {
      actions: ['s3:ListBucket'],
      resources: [storage.artifacts.bucketArn],
      conditions: { StringEquals: { 's3:prefix': `runs/${execution}/events/` } },
    },
    ...useOf(stack, storage.artifacts.encryptionKey, 's3'),
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:GetLogEvents'],
      resources: logGroups.map((name) => logGroupArn(stack, `${name}:log-stream:${stream}`)),
      reason: "The run's one stream, in the group that its input names",
    },
    ...exported(stack, resources),
  ];
}

/** Items whose partition key is this one. A request without a key would fulfil the condition on all of its keys. */
export function leadingKeys(operator: 'StringEquals' | 'StringLike', key: string): object {
  return {
    [`ForAllValues:${operator}`]: { 'dynamodb:LeadingKeys': [key] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

function exported(stack: Stack, { trajectories }: PermittedResources): Permission[] {
  if (trajectories === undefined) return [];
  const { bucket, prefix } = trajectories;
  return [
    {
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${prefix}*`)],
      reason: 'The service writes there in the name of whoever asks for a step, under names of its own',
    },
    ...useOf(stack, bucket.encryptionKey, 's3'),
  ];
}
