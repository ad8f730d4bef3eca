/**
 * Every permission of the deployed roles, for review: what is not in this table must not be in the template.
 * Resources are written as `Construct`, `Construct/suffix` or an ARN with `<account>`.
 */
interface Permission {
  actions: string[];
  resources: string[];
  condition?: object;
}

const definition = 'arn:aws:nova-act:us-east-1:<account>:workflow-definition/price-check';
const definitionAndRuns = [definition, `${definition}/workflow-run/*`];

// X-Ray has no resources to name.
const traces: Permission = { actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] };

const ownLog = (handler: string): Permission => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [`${handler}Logs`],
});

/** Permissions by the construct that holds the role. */
export const permissions: Record<string, Permission[]> = {
  CreateRun: [
    ownLog('CreateRun'),
    { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] },
    { actions: ['nova-act:CreateSession'], resources: definitionAndRuns },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: ['arn:aws:iam::<account>:role/aws-service-role/nova-act.amazonaws.com/AWSServiceRoleForNovaAct'],
      condition: { StringEquals: { 'iam:AWSServiceName': 'nova-act.amazonaws.com' } },
    },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: ['StorageJournal'],
    },
    { actions: ['s3:PutObject'], resources: ['StorageArtifacts/runs/*'] },
    traces,
  ],
  PerformSteps: [
    ownLog('PerformSteps'),
    { actions: ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'], resources: definitionAndRuns },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], resources: ['StorageJournal'] },
    { actions: ['s3:GetObject', 's3:PutObject'], resources: ['StorageArtifacts/runs/*'] },
    traces,
  ],
  FinalizeRun: [
    // Its own log and the runs' log.
    { ...ownLog('FinalizeRun'), resources: ['FinalizeRunLogs', 'StorageRunLogs'] },
    { actions: ['nova-act:UpdateAct', 'nova-act:UpdateWorkflowRun'], resources: definitionAndRuns },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      resources: ['StorageJournal'],
    },
    { actions: ['s3:GetObject', 's3:PutObject'], resources: ['StorageArtifacts/runs/*'] },
    { actions: ['s3:ListBucket'], resources: ['StorageArtifacts'] },
    traces,
  ],
  RunWorkflow: [
    {
      // Neither the delivery of logs nor X-Ray takes a narrower resource.
      actions: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      resources: ['*'],
    },
    {
      actions: ['lambda:InvokeFunction'],
      resources: ['CreateRunFunction', 'FinalizeRunFunction', 'PerformStepsFunction'],
    },
  ],
};
