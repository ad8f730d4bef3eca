import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, vi } from 'vitest';
import { checkClock, checkRegion } from '../../../lib/local/aws/doctor/check-caller.ts';
import type { Check } from '../../../lib/local/aws/doctor/check.ts';
import { checkDeployment } from '../../../lib/local/aws/doctor/check-deployment.ts';
import { checkMachine } from '../../../lib/local/aws/doctor/check-machine.ts';
import { doctor } from '../../../lib/local/aws/doctor/doctor.ts';
import { startEmulator } from '../../../lib/local/emulator/emulator.ts';
import { CreateWorkflowDefinitionCommand, NovaActClient } from '../../../lib/nova-act/client/index.ts';
import { openAccess } from '../../../lib/local/aws/access.ts';
import { looking } from '../../nova-act/emulated-service.ts';
import { novaWith } from '../../support/command-line.ts';
import { type FakeAws, NOWHERE, performed, startFakeAws } from './fake-aws.ts';

/** What is found of the deployment, by the names of its checks, and what is wrong. */
async function examined({ variables }: Pick<FakeAws, 'variables'>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const checks = await checkDeployment(NOWHERE).finally(() => vi.unstubAllEnvs());
  const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
  return { states, problems: checks.filter(({ state }) => state === 'problem') };
}

/** An account in which all is well, with the service and a log group. */
async function startWorld() {
  const aws = await startFakeAws();
  const emulator = await startEmulator({ planner: looking });
  const service = new NovaActClient({
    endpoint: emulator.url,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  await service.send(new CreateWorkflowDefinitionCommand({ name: 'price-check' }));
  const logs = mockClient(CloudWatchLogsClient);
  logs.on(DescribeLogStreamsCommand).resolves({ logStreams: [] });
  return {
    ...aws,
    logs,
    variables: { ...aws.variables, AWS_ENDPOINT_URL_NOVA_ACT: emulator.url },
    async [Symbol.asyncDispose]() {
      logs.restore();
      await Promise.all([aws[Symbol.asyncDispose](), emulator.close()]);
    },
  };
}

const WELL = {
  credentials: 'ok',
  clock: 'ok',
  region: 'ok',
  stack: 'ok',
  'state machine': 'ok',
  'workflow definition': 'ok',
  artifacts: 'ok',
  'log group': 'ok',
  quota: 'skipped',
};

describe('nova-act doctor', () => {
  it('finds nothing wrong where all is there', async () => {
    await using world = await startWorld();
    const { status, stdout } = await performed(world, () =>
      doctor({ ...NOWHERE, json: true, nodeVersion: process.version }),
    );
    const answer: { ok: boolean; checks: Check[] } = JSON.parse(stdout);
    expect(answer.checks.map(({ name, state }) => [name, state])).toEqual([
      ['node', 'ok'],
      ['chromium', 'ok'],
      ...Object.entries(WELL),
    ]);
    expect(answer.ok).toBe(true);
    expect(status).toBe(0);
    expect(stdout).not.toContain('the-secret-key');
  });

  it('names what is missing of a stack, what was asked and what to do', async () => {
    await using world = await startWorld();
    world.query.stacks.set('NovaActServerlessStack', {
      status: 'UPDATE_ROLLBACK_FAILED',
      outputs: {
        StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:gone',
        ArtifactsBucketName: 'bucket',
        RunLogGroupName: '/nova-act/gone',
        WorkflowDefinitionName: 'gone',
      },
    });
    world.logs
      .on(DescribeLogStreamsCommand)
      .rejects(new ResourceNotFoundException({ message: 'no such group', $metadata: {} }));
    const { states, problems } = await examined(world);
    const problem = 'problem';
    expect(states).toEqual({
      ...WELL,
      stack: problem,
      'state machine': problem,
      'workflow definition': problem,
      'log group': problem,
    });
    expect(problems.map(({ found }) => found)).toEqual([
      'NovaActServerlessStack is UPDATE_ROLLBACK_FAILED, with 1 state machine among its outputs',
      expect.stringContaining(
        'states:DescribeStateMachine on arn:aws:states:us-east-1:123456789012:stateMachine:gone: StateMachineDoesNotExist',
      ),
      expect.stringContaining('nova-act:GetWorkflowDefinition on gone: ResourceNotFoundException'),
      'logs:DescribeLogStreams on log group /nova-act/gone: ResourceNotFoundException: no such group',
    ]);
    for (const { advice } of problems) expect(advice).toMatch(/\.$/);
  });

  it('says which stack it looked for where there is none, and leaves out what only its outputs name', async () => {
    await using world = await startWorld();
    world.query.stacks.clear();
    const { problems, states } = await examined(world);
    expect(problems.map(({ found }) => found)).toEqual([
      expect.stringContaining("--stack: got 'NovaActServerlessStack', allowed: a stack of this account in us-east-1"),
    ]);
    expect(states).toMatchObject({ 'state machine': 'skipped', 'log group': 'skipped' });
  });

  it('asks for nothing more when AWS does not know who asks, and shows no secret', async () => {
    await using aws = await startFakeAws();
    aws.query.faults.set('GetCallerIdentity', { code: 'InvalidClientTokenId', message: 'The token is invalid' });
    const { status, stdout, stderr } = await novaWith(aws.variables, 'doctor').ended();
    expect(stdout).toContain('PROBLEM  credentials          sts:GetCallerIdentity on us-east-1: InvalidClientTokenId');
    expect(stdout).toMatch(/^ +→ Check the keys/m);
    expect(stdout).toMatch(/^- +stack +not looked at: AWS has to accept the credentials first$/m);
    expect(stdout + stderr).not.toContain('the-secret-key');
    expect(status).toBe(1);
  });

  it('starts no Chromium with a Node that cannot, and says which can', async () => {
    const found = 'v22.18.0, needed: 24 or newer for runs on this machine';
    expect(await checkMachine('v22.18.0')).toMatchObject([
      { name: 'node', state: 'problem', found, advice: expect.stringContaining('Install Node 24') },
      { name: 'chromium', state: 'skipped' },
    ]);
  });

  it('knows a clock that AWS does not believe, and where Nova Act is', async () => {
    expect(checkClock(600_000, true)).toMatchObject({ state: 'problem', found: '10 minutes behind that of AWS' });
    expect(checkClock(-600_000, false)).toMatchObject({ state: 'problem', found: '10 minutes ahead of that of AWS' });
    expect(checkClock(0, false)).toMatchObject({ state: 'skipped' });
    const frankfurt = await openAccess({ region: 'eu-central-1', profile: undefined });
    expect(checkRegion(frankfurt).found).toContain('eu-central-1; Nova Act itself is asked in us-east-1');
  });
});
