import { vi } from 'vitest';
import { RunRecorder } from '../../../lib/run/recorder.ts';
import { S3Artifacts } from '../../../lib/storage/s3-artifacts.ts';
import { startAwsQuery } from '../../support/aws-query.ts';
import { startS3Bucket } from '../../support/s3-bucket.ts';
import { startStepFunctions } from '../../support/step-functions.ts';

export const STATE_MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:price-check';

export function executionArn(name: string): string {
  return `arn:aws:states:us-east-1:123456789012:execution:price-check:${name}`;
}

/** An account with one stack, over HTTP, and what a process needs to reach it and nothing else. */
export async function startFakeAws({ mayList = true } = {}) {
  const [stepFunctions, query, bucket] = await Promise.all([
    startStepFunctions([STATE_MACHINE]),
    startAwsQuery(),
    startS3Bucket({ mayList }),
  ]);
  query.stacks.set('NovaActServerlessStack', {
    status: 'UPDATE_COMPLETE',
    outputs: {
      StateMachineArn: STATE_MACHINE,
      ArtifactsBucketName: bucket.name,
      RunLogGroupName: '/nova-act/price-check',
      WorkflowDefinitionName: 'price-check',
    },
  });
  const variables = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'the-secret-key',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_SFN: stepFunctions.url,
    AWS_ENDPOINT_URL_CLOUDFORMATION: query.url,
    AWS_ENDPOINT_URL_STS: query.url,
    AWS_ENDPOINT_URL_S3: bucket.url,
  };
  return {
    stepFunctions,
    query,
    bucket,
    variables,
    artifactsOf: (execution: string) => new S3Artifacts(bucket.client, bucket.name, `runs/${execution}/`),
    /** Puts an execution there as Step Functions describes it. */
    execution: (name: string, described: object) =>
      stepFunctions.executions.set(executionArn(name), {
        executionArn: executionArn(name),
        stateMachineArn: STATE_MACHINE,
        name,
        status: 'RUNNING',
        startDate: Date.UTC(2026, 0, 1) / 1_000,
        ...described,
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([stepFunctions, query, bucket].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

export type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;

/** What an execution writes of itself into its bucket, as the handlers do. */
export async function recorderOf(aws: FakeAws, execution: string, fence = 1): Promise<RunRecorder> {
  return RunRecorder.open({ artifacts: aws.artifactsOf(execution), execution, fence, tell: () => {} });
}

/** The result of a run of one act. */
export function resultOf(status: 'SUCCEEDED' | 'FAILED', more: object = {}) {
  return {
    status,
    timeWorkedSeconds: 1.5,
    acts: [{ id: 'price', status, steps: 2, timeWorkedSeconds: 1.5, ...(status === 'SUCCEEDED' && { response: 128 }) }],
    replay: 's3://bucket/runs/one/replay.html',
    ...more,
  };
}

/** What no option says. */
export const NOWHERE = { region: undefined, profile: undefined, stack: undefined, stateMachine: undefined };

/** Performs what a command does, in this process and with the account's variables. */
export async function performed(aws: Pick<FakeAws, 'variables'>, perform: () => Promise<number>) {
  for (const [name, value] of Object.entries(aws.variables)) vi.stubEnv(name, value);
  const texts = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      texts[stream] += String(text);
      return true;
    }),
  );
  try {
    return { status: await perform(), ...texts };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
