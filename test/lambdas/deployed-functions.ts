import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import * as z from 'zod';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import type { Planner } from '../../lib/local/emulator/planner.ts';
import { startDynamoDbTable } from '../support/dynamodb-table.ts';
import { startS3Bucket } from '../support/s3-bucket.ts';
import { startStepFunctions } from '../support/step-functions.ts';
import { looking } from '../nova-act/emulated-service.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';

const streamSchema = z.object({ logGroupName: z.string(), logStreamName: z.string() });

/** Time enough, and a request id. */
export const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 300_000 };

export function executionArn(name: string): string {
  return `arn:aws:states:us-east-1:000000000000:execution:m:${name}`;
}

/**
 * What the functions of a stack find around them, and their environment in this process: table, bucket, the service and
 * Step Functions over HTTP. The handlers must be imported after this, and keep what they find first.
 */
export async function startDeployment(planner: Planner = looking) {
  const [table, bucket, emulator, stepFunctions] = await Promise.all([
    startDynamoDbTable(),
    startS3Bucket(),
    startEmulator({ planner }),
    startStepFunctions(),
  ]);
  const logs = mockClient(CloudWatchLogsClient);
  logs.onAnyCommand().resolves({});
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_DYNAMODB: await urlOf(table.client),
    AWS_ENDPOINT_URL_S3: await urlOf(bucket.client),
    AWS_ENDPOINT_URL_SFN: stepFunctions.url,
    AWS_ENDPOINT_URL_NOVA_ACT: emulator.url,
    TABLE_NAME: table.name,
    ARTIFACTS_BUCKET: bucket.name,
    WORKFLOW_DEFINITION_NAME: 'price-check',
    LOG_GROUP_NAME: '/nova-act/price-check',
    STATE_MACHINE_ARN: stateMachineArn,
    OWNS_DEFINITION: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return {
    table,
    bucket,
    emulator,
    executions: stepFunctions.executions,
    /** Every line that the runs' log got, of all streams. */
    logLines: () =>
      logs
        .commandCalls(PutLogEventsCommand)
        .flatMap(({ args: [command] }) => command.input.logEvents ?? [])
        .map(({ message = '' }) => message),
    /** What was asked of CloudWatch Logs, and with whose rights. */
    logRequests: () =>
      Promise.all(
        logs.calls().map(async ({ thisValue: client, args: [command] }) => {
          const { logGroupName: group, logStreamName: stream } = streamSchema.parse(command.input);
          const { accessKeyId } = await client.config.credentials();
          return { operation: command.constructor.name.replace(/Command$/, ''), group, stream, accessKeyId };
        }),
      ),
    /** Types of the events that the runs' log got, in its order, by stream. */
    logged: (logStreamName: string) =>
      logs
        .commandCalls(PutLogEventsCommand)
        .filter(({ args: [command] }) => command.input.logStreamName === logStreamName)
        .flatMap(({ args: [command] }) => command.input.logEvents ?? [])
        .map(({ message = '' }): string => JSON.parse(message).type),
    async [Symbol.asyncDispose]() {
      vi.unstubAllEnvs();
      logs.restore();
      await Promise.all([
        table[Symbol.asyncDispose](),
        bucket[Symbol.asyncDispose](),
        emulator.close(),
        stepFunctions[Symbol.asyncDispose](),
      ]);
    },
  };
}

/** Where a client of AWS sends its requests. */
async function urlOf(client: {
  config: { endpoint?: () => Promise<{ protocol: string; hostname: string; port?: number }> };
}): Promise<string> {
  const endpoint = await client.config.endpoint?.();
  if (endpoint === undefined) throw new Error('the client has no endpoint');
  return `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`;
}
