/**
 * Every permission of the deployed roles, for review: what is not in this table must not be in the template.
 * Resources are written as `Construct`, `Construct/suffix` or an ARN with `<account>`.
 */
export interface Permission {
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

const objects: Permission = { actions: ['s3:GetObject', 's3:PutObject'], resources: ['StorageArtifacts/runs/*'] };

// To be told that an object is missing, S3 wants this of the whole bucket: keys can be listed, no object be read by it.
const keys: Permission = { actions: ['s3:ListBucket'], resources: ['StorageArtifacts'] };

const journal = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'];

/** What ends a run: on the service, in the journal, in the runs' log, with result and replay page. */
const closing = (handler: string): Permission[] => [
  // Its own log and the runs' log.
  { ...ownLog(handler), resources: [`${handler}Logs`, 'StorageRunLogs'].toSorted() },
  { actions: ['nova-act:UpdateAct', 'nova-act:UpdateWorkflowRun'], resources: definitionAndRuns },
  { actions: journal, resources: ['StorageJournal'] },
  objects,
  keys,
  traces,
];

// Asked again with the same token, the service names the run whose creation it had not answered.
const findRun: Permission = { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] };

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
    { actions: journal, resources: ['StorageJournal'] },
    // Reads what an earlier run left, to resume it.
    objects,
    keys,
    traces,
  ],
  PerformSteps: [
    ownLog('PerformSteps'),
    { actions: ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'], resources: definitionAndRuns },
    { actions: journal, resources: ['StorageJournal'] },
    objects,
    traces,
  ],
  FinalizeRun: [...closing('FinalizeRun'), findRun],
  CloseRun: [...closing('CloseRun'), findRun],
  SweepRuns: [
    ...closing('SweepRuns'),
    // Which runs are open: on the service, and in the journal.
    { ...findRun, actions: [...findRun.actions, 'nova-act:ListWorkflowRuns'] },
    { actions: ['dynamodb:Query'], resources: ['StorageJournal/index/open-runs'] },
    // How the executions of this state machine ended, and of no other.
    {
      actions: ['states:DescribeExecution'],
      resources: ['arn:aws:states:us-east-1:<account>:execution:RunWorkflowStateMachine:*'],
    },
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
