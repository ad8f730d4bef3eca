/**
 * Every permission of the deployed roles, for review: what is not in this table must not be in the template.
 * Resources are written as `Construct`, `Construct/suffix` or an ARN with `<account>`.
 */
export interface Permission {
  effect?: string;
  actions: string[];
  resources: string[];
  condition?: object;
}

const definition = 'arn:aws:nova-act:us-east-1:<account>:workflow-definition/price-check';
const definitionAndRuns = [definition, `${definition}/workflow-run/*`];

// Of a session's tags.
const execution = '${aws:PrincipalTag/Execution}';
const workflowRunId = '${aws:PrincipalTag/WorkflowRunId}';
const stream = `log-stream:price-check/${workflowRunId}`;

const logGroup = (name: string) => `arn:aws:logs:us-east-1:<account>:log-group:${name}`;

// X-Ray has no resources to name.
const traces: Permission = { actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] };

const ownLog = (handler: string): Permission => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [`${handler}Logs`],
});

/** Its own log and the runs' log. */
const bothLogs = (handler: string): Permission => ({
  ...ownLog(handler),
  resources: [`${handler}Logs`, 'StorageRunLogs'].toSorted(),
});

// What a stream ends with, for whoever finds that its sending broke off.
const readRunLog: Permission = { actions: ['logs:GetLogEvents'], resources: ['StorageRunLogs'] };

const objects: Permission = { actions: ['s3:GetObject', 's3:PutObject'], resources: ['StorageArtifacts/runs/*'] };

// To be told that an object is missing, S3 wants this of the whole bucket: keys can be listed, no object be read by it.
const keys: Permission = { actions: ['s3:ListBucket'], resources: ['StorageArtifacts'] };

const journal = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'];

/** What ends a run: on the service, in the journal, in the runs' log, with result and replay page. */
const closing = (handler: string): Permission[] => [
  bothLogs(handler),
  readRunLog,
  { actions: ['nova-act:UpdateAct', 'nova-act:UpdateWorkflowRun'], resources: definitionAndRuns },
  { actions: journal, resources: ['StorageJournal'] },
  objects,
  keys,
  traces,
];

// Asked again with the same token, the service names the run whose creation it had not answered.
const findRun: Permission = { actions: ['nova-act:CreateWorkflowRun'], resources: [definition] };

/** Permissions by the construct that holds the role, of a stack that was told nothing but its definition's name. */
export const permissions: Record<string, Permission[]> = {
  CreateRun: [
    // A run whose log cannot be written is refused.
    bothLogs('CreateRun'),
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
  // What the browser runs beside: nothing of any run, but whoever lends it the rights on the one that it was handed.
  PerformSteps: [
    ownLog('PerformSteps'),
    { actions: ['lambda:InvokeFunction'], resources: ['GrantAccessFunction'] },
    traces,
  ],
  GrantAccess: [
    ownLog('GrantAccess'),
    {
      actions: ['dynamodb:GetItem'],
      resources: ['StorageJournal'],
      condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['registered#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    { actions: ['sts:AssumeRole', 'sts:TagSession'], resources: ['RunAccessRole'] },
    traces,
  ],
  // A session of this role is for one run, which its tags name.
  RunAccess: [
    {
      actions: ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'],
      resources: [definition, `${definition}/workflow-run/${workflowRunId}`],
    },
    {
      actions: journal,
      resources: ['StorageJournal'],
      condition: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`run#${execution}`] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    { ...objects, resources: [`StorageArtifacts/runs/${execution}/*`] },
    // Which events the run has, to go on counting and sending them, and no other keys.
    { ...keys, condition: { StringEquals: { 's3:prefix': `runs/${execution}/events/` } } },
    {
      actions: ['logs:CreateLogStream', 'logs:GetLogEvents', 'logs:PutLogEvents'],
      resources: [`${logGroup('<StorageRunLogs>')}:${stream}`],
    },
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

const oneKey = (service: string, actions: string[]): Permission => ({
  actions,
  resources: ['Key'],
  condition: { StringEquals: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` } },
});

const dynamoDbUse = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

// Where table and bucket are encrypted with a key of the customer's own, that key is used through them and no other way.
const useKey: Permission[] = [oneKey('dynamodb', dynamoDbUse), oneKey('s3', ['kms:Decrypt', 'kms:GenerateDataKey'])];

/** Those that an input may name beside the stack's own. */
export const logGroupsOfPrefix = logGroup('/shop/*');

const networkInterfaces = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * What the options add to it, in a workflow with all of them (`test/support/whole-workflow.ts`). What writes or reads the
 * runs' log does so in all groups of the prefix as well.
 */
export const addedByOptions: Record<string, Permission[]> = {
  CreateRun: useKey,
  PerformSteps: [
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: [
        'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/pin-a1B2c3',
        'arn:aws:secretsmanager:us-east-1:<account>:secret:shop/password-??????',
      ],
    },
    // The second secret is encrypted with the key.
    oneKey('secretsmanager', ['kms:Decrypt']),
    // The tool's function.
    { actions: ['lambda:InvokeFunction'], resources: ['arn:aws:lambda:eu-west-1:123456789012:function:order:live'] },
    // Lambda may join the network for the function, and the function's own code may not.
    { actions: networkInterfaces, resources: ['*'] },
    {
      effect: 'Deny',
      actions: networkInterfaces,
      resources: ['*'],
      condition: { ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:<account>:function:*' } },
    },
  ],
  GrantAccess: [oneKey('dynamodb', dynamoDbUse)],
  RunAccess: [
    ...useKey,
    // In all groups of the prefix, this one stream.
    {
      actions: ['logs:CreateLogStream', 'logs:GetLogEvents', 'logs:PutLogEvents'],
      resources: [`${logGroupsOfPrefix}:${stream}`],
    },
    // The service writes trajectories in the name of whoever asks for a step.
    { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::trajectories/price-check/*'] },
  ],
  FinalizeRun: useKey,
  CloseRun: useKey,
  SweepRuns: [...useKey, oneKey('states', ['kms:Decrypt'])],
  // Only there where there are schedules.
  Schedules: [
    { actions: ['states:StartExecution'], resources: ['<RunWorkflowStateMachine>'] },
    // What starts an encrypted state machine, and sends to an encrypted queue.
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['Key'] },
    { actions: ['sqs:SendMessage'], resources: ['SchedulesDeadLetters'] },
  ],
  RunWorkflow: [
    {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['Key'],
      condition: {
        StringEquals: {
          'kms:EncryptionContext:aws:states:stateMachineArn': 'arn:aws:states:us-east-1:<account>:stateMachine:<name>',
        },
      },
    },
    {
      actions: ['kms:GenerateDataKey'],
      resources: ['Key'],
      condition: { StringEquals: { 'kms:EncryptionContext:SourceArn': 'arn:aws:logs:us-east-1:<account>:*' } },
    },
  ],
};
