import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listExecutions, startExecution } from '../../../lib/local/aws/executions.ts';
import { fetchRun } from '../../../lib/local/aws/fetch-run.ts';
import { listDeployed } from '../../../lib/local/aws/list-deployed.ts';
import { resultDeployed } from '../../../lib/local/aws/result-deployed.ts';
import { startDeployed } from '../../../lib/local/aws/start-deployed.ts';
import { stopDeployed } from '../../../lib/local/aws/stop-deployed.ts';
import { watchDeployed } from '../../../lib/local/aws/watch-deployed.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executionArn, NOWHERE, performed, resultOf, startFakeAws, STATE_MACHINE } from './fake-aws.ts';

const workflow = { startingPage: 'https://shop.example.com', acts: [{ id: 'price', prompt: 'Return the price' }] };
const succeeded = { status: 'SUCCEEDED', output: JSON.stringify(resultOf('SUCCEEDED')) };
const error = { name: 'ActAgentFailed', message: 'there is none', act: 'price' };
/** As Step Functions tells a time. */
const at = (minute: number) => Date.UTC(2026, 0, 1, 0, minute) / 1_000;
const watching = {
  ...NOWHERE,
  verbose: false,
  json: false,
  pause: async () => {},
  signal: new AbortController().signal,
};
const start = (name: string, input: typeof workflow & { parameters?: { item: string } } = workflow) =>
  startDeployed(input, { ...watching, json: true, name, follow: false });

describe('start', () => {
  it('says that the same workflow runs already under the name, and refuses the name for another one', async () => {
    await using aws = await startFakeAws();
    const first = await performed(aws, () => start('one'));
    expect(JSON.parse(first.stdout)).toMatchObject({
      executionArn: executionArn('one'),
      name: 'one',
      wasRunning: false,
    });
    const again = await performed(aws, () => start('one'));
    expect(JSON.parse(again.stdout)).toMatchObject({ wasRunning: true });
    const inWords = await performed(aws, () => startDeployed(workflow, { ...watching, name: 'one', follow: false }));
    expect(inWords.stdout).toContain(`already running, with this input: ${executionArn('one')}\n`);

    const other = performed(aws, () => start('one', { ...workflow, parameters: { item: 'kettle' } }));
    await expect(other).rejects.toThrow(
      `--name: got 'one', which is taken by ${executionArn('one')} (running with another input), allowed: `,
    );
    aws.execution('one', succeeded);
    await expect(performed(aws, () => start('one'))).rejects.toThrow('(over, as SUCCEEDED)');
  });

  it('follows an execution that Step Functions does not describe yet', async () => {
    await using aws = await startFakeAws();
    const unknown = { __type: 'ExecutionDoesNotExist', message: 'not yet' };
    aws.stepFunctions.instead.set('DescribeExecution', unknown);
    const pause = async () => {
      aws.stepFunctions.instead.clear();
      aws.execution('one', succeeded);
    };
    const following = { ...watching, json: true, name: 'one', follow: true, pause };
    const { status, stdout } = await performed(aws, () => startDeployed(workflow, following));
    expect(JSON.parse(stdout)).toEqual(resultOf('SUCCEEDED'));
    expect(status).toBe(0);
  });

  it('starts for whoever may not look at executions', async () => {
    await using aws = await startFakeAws();
    aws.stepFunctions.instead.set('DescribeExecution', { __type: 'AccessDeniedException', message: 'no' });
    expect(await performed(aws, () => start('one'))).toMatchObject({ status: 0 });
  });

  it('sends state machine, name and input, and nothing else', async () => {
    const sfn = mockClient(SFNClient);
    sfn.on(StartExecutionCommand).resolves({ executionArn: executionArn('one'), startDate: new Date(0) });
    await startExecution(new SFNClient(), { stateMachineArn: STATE_MACHINE, name: 'one', input: workflow }, false);
    expect(sfn.calls().map(({ args: [command] }) => command.input)).toEqual([
      { stateMachineArn: STATE_MACHINE, name: 'one', input: JSON.stringify(workflow) },
    ]);
    sfn.restore();
  });
});

describe('the state machine', () => {
  it('is looked for in the stack that is named, and has to be named where a stack has several', async () => {
    await using aws = await startFakeAws();
    const outputs = { FirstStateMachineArn: `${STATE_MACHINE}-1`, SecondStateMachineArn: `${STATE_MACHINE}-2` };
    aws.query.stacks.set('Shop', { status: 'CREATE_COMPLETE', outputs });
    aws.query.stacks.set('Empty', { status: 'CREATE_COMPLETE', outputs: {} });
    const list = (stack: string) => performed(aws, () => listDeployed({ ...NOWHERE, stack, ...query }));
    const query = { status: undefined, limit: undefined, json: true };
    await expect(list('Shop')).rejects.toThrow(`one of the 2 of Shop: ${STATE_MACHINE}-1, ${STATE_MACHINE}-2`);
    await expect(list('Empty')).rejects.toThrow('--stack: Empty has no output StateMachineArn');
    await expect(list('None')).rejects.toThrow("--stack: got 'None', allowed: a stack of this account in us-east-1");
  });
});

describe('list', () => {
  it('tells executions newest first, as many as are asked for, from all pages, and those of one status', async () => {
    await using aws = await startFakeAws();
    for (const minute of [1, 2, 3, 4])
      aws.execution(`run-${minute}`, {
        startDate: at(minute),
        ...(minute < 4 && { status: 'FAILED', stopDate: at(minute) + 75 }),
      });
    const query = { ...NOWHERE, status: undefined, limit: '3', json: false };
    const all = await performed(aws, () => listDeployed(query));
    expect(all).toEqual({
      status: 0,
      stderr: 'these are the newest 3; --limit N lists more\n',
      stdout: `run-4  RUNNING  2026-01-01T00:04:00Z
run-3  FAILED   2026-01-01T00:03:00Z  1 min 15 s
run-2  FAILED   2026-01-01T00:02:00Z  1 min 15 s
`,
    });
    const failed = await performed(aws, () => listDeployed({ ...query, status: 'FAILED', json: true }));
    expect(JSON.parse(failed.stdout)).toMatchObject([{ name: 'run-3' }, { name: 'run-2' }, { name: 'run-1' }]);
  });

  it('tells how long it took in minutes from the first of them on', async () => {
    await using aws = await startFakeAws();
    for (const [name, took] of Object.entries({ shorter: 59.94, longer: 59.96 }))
      aws.execution(name, { status: 'SUCCEEDED', startDate: at(0), stopDate: at(0) + took });
    const query = { ...NOWHERE, status: undefined, limit: undefined, json: false };
    const { stdout, stderr } = await performed(aws, () => listDeployed(query));
    expect(stdout).toMatch(/longer .* 1 min 0 s\nshorter .* 59.9 s\n$/);
    expect(stderr).toBe('');
  });

  it('asks for no more pages than it needs', async () => {
    const sfn = mockClient(SFNClient);
    const executions = Array.from({ length: 20 }, (_, index) => ({
      executionArn: executionArn(`run-${index}`),
      stateMachineArn: STATE_MACHINE,
      name: `run-${index}`,
      status: 'RUNNING' as const,
      startDate: new Date(0),
    }));
    sfn.on(ListExecutionsCommand).resolvesOnce({ executions, nextToken: 'more' }).resolves({ executions });
    expect(await listExecutions(new SFNClient(), STATE_MACHINE, { status: 'RUNNING', limit: 20 })).toHaveLength(20);
    expect(sfn.calls().map(({ args: [command] }) => command.input)).toEqual([
      { stateMachineArn: STATE_MACHINE, statusFilter: 'RUNNING', maxResults: 20 },
    ]);
    sfn.restore();
  });
});

describe('result', () => {
  it('prints the output alone; of an execution that is not over how it stands, with exit status 3', async () => {
    await using aws = await startFakeAws();
    const [act] = resultOf('SUCCEEDED').acts;
    const result = resultOf('SUCCEEDED', { acts: [{ ...act, response: 'red \u007f\u009b31m \u202e' }] });
    aws.execution('over', { status: 'SUCCEEDED', output: JSON.stringify(result) });
    aws.execution('going', {});
    const asked = { ...NOWHERE, json: true };
    const over = await performed(aws, () => resultDeployed('over', asked));
    expect(over).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(over.stdout)).toEqual(result);
    expect(over.stdout).toMatch(/^[\n -~]+$/);
    const going = await performed(aws, () => resultDeployed(executionArn('going'), asked));
    expect(going).toMatchObject({ status: 3, stderr: '' });
    expect(JSON.parse(going.stdout)).toMatchObject({ status: 'RUNNING', executionArn: executionArn('going') });
  });

  it('prints the result that a failed run has kept, or else what Step Functions says, and why', async () => {
    await using aws = await startFakeAws();
    const failure = { status: 'FAILED', error: error.name, cause: error.message };
    aws.execution('kept', failure);
    aws.execution('lost', failure);
    const kept = resultOf('FAILED', { error });
    await aws.artifactsOf('kept').put('result.json', JSON.stringify(kept), 'application/json');
    const ofKept = await performed(aws, () => resultDeployed('kept', { ...NOWHERE, json: true }));
    expect(ofKept.status).toBe(1);
    expect(JSON.parse(ofKept.stdout)).toEqual(kept);
    const elsewhere = { ...NOWHERE, stack: 'None', json: true };
    const ofLost = await performed(aws, () => resultDeployed(executionArn('lost'), elsewhere));
    expect(ofLost.stderr).toMatch(/^its record cannot be read: --stack: got 'None'/);
    expect(JSON.parse(ofLost.stdout)).toEqual({
      status: 'FAILED',
      error: { name: 'ActAgentFailed', message: 'there is none' },
    });
  });

  it('shows nothing raw of what an execution says', async () => {
    await using aws = await startFakeAws();
    const raw = '\u001b]0;title\u0007\u001b[31mred\u009b2J\u202e\u2028\r\n';
    const failure = { error: raw, cause: raw };
    const acts = [{ id: raw, status: raw, response: raw, steps: 1, timeWorkedSeconds: 1 }];
    const log = { logGroupName: raw, logStreamName: raw };
    const more = { acts, log, replay: raw, error: { name: raw, message: raw, act: raw } };
    aws.execution('output', { status: 'SUCCEEDED', output: JSON.stringify(resultOf('SUCCEEDED', more)) });
    aws.execution('failed', { status: 'FAILED', ...failure });
    for (const name of ['output', 'failed']) {
      const { stdout, stderr } = await performed(aws, () => resultDeployed(name, { ...NOWHERE, json: false }));
      expect(stdout + stderr).toContain('[31mred');
      expect(stdout + stderr).toMatch(/^[\n -~…]+$/);
      const json = await performed(aws, () => resultDeployed(name, { ...NOWHERE, json: true }));
      expect(json.stdout).toMatch(/^[\n -~]+$/);
      expect(JSON.parse(json.stdout)).toMatchObject({ error: { name: raw, message: raw } });
    }
  });

  it('says where an answer is that is too long for the result', async () => {
    await using aws = await startFakeAws();
    const [act] = resultOf('FAILED').acts;
    const responseLocation = 's3://bucket/runs/one/responses/0.json';
    const result = resultOf('SUCCEEDED', { acts: [{ ...act, responseLocation }] });
    aws.execution('one', { status: 'SUCCEEDED', output: JSON.stringify(result) });
    const { stdout } = await performed(aws, () => resultDeployed('one', { ...NOWHERE, json: false }));
    expect(stdout).toContain(`answer:  price: ${responseLocation}\n`);
  });

  it.each(['<html>', '{"status":"FAILED","timeWorkedSeconds":1,"acts":[],"replay":"","error":{"name":"x"}}'])(
    'refuses the output %s, and passes over a kept result that is so',
    async (text) => {
      await using aws = await startFakeAws();
      aws.execution('output', { status: 'SUCCEEDED', output: text });
      const asked = { ...NOWHERE, json: true };
      await expect(performed(aws, () => resultDeployed('output', asked))).rejects.toThrow('is no result of a workflow');
      aws.execution('kept', { status: 'FAILED', error: 'ActAgentFailed', cause: 'there is none' });
      await aws.artifactsOf('kept').put('result.json', text, 'application/json');
      const { stdout } = await performed(aws, () => resultDeployed('kept', asked));
      expect(JSON.parse(stdout)).toMatchObject({ status: 'FAILED', error: { message: 'there is none' } });
    },
  );

  it.each([
    ['TIMED_OUT', 'States.Timeout'],
    ['ABORTED', 'RunStopped'],
  ])('says of one that is %s without saying why what it was, and that its result follows', async (status, name) => {
    await using aws = await startFakeAws();
    aws.execution('one', { status });
    const { stderr } = await performed(aws, () => resultDeployed('one', { ...NOWHERE, json: false }));
    expect(stderr).toMatch(new RegExp(`^${status}  ${name}\n  the execution .*\ntry:     nova-act result in a minute`));
  });

  it('does not call a run succeeded whose execution failed when it was to be closed', async () => {
    await using aws = await startFakeAws();
    const cause = 'LogGroupUnwritable: {"errorMessage":"the group is gone"}';
    aws.execution('unclosed', { status: 'FAILED', error: 'FinalizeFailed', cause });
    const kept = resultOf('SUCCEEDED', {});
    await aws.artifactsOf('unclosed').put('result.json', JSON.stringify(kept), 'application/json');
    const { status, stdout } = await performed(aws, () => resultDeployed('unclosed', { ...NOWHERE, json: true }));
    expect(status).toBe(1);
    const message = 'LogGroupUnwritable: the group is gone';
    expect(JSON.parse(stdout)).toEqual({ ...kept, status: 'FAILED', error: { name: 'FinalizeFailed', message } });
  });
});

describe('stop', () => {
  it('refuses an execution that is over, which Step Functions would not', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', succeeded);
    const stopping = performed(aws, () => stopDeployed(executionArn('one'), { ...NOWHERE, json: false }));
    await expect(stopping).rejects.toThrow(`${executionArn('one')}: is over already, as SUCCEEDED`);
  });

  it('stops for whoever may not look at executions', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    aws.stepFunctions.instead.set('DescribeExecution', { __type: 'AccessDeniedException', message: 'no' });
    const stopped = await performed(aws, () => stopDeployed(executionArn('one'), { ...NOWHERE, json: false }));
    expect(stopped.status).toBe(0);
    expect(aws.stepFunctions.executions.get(executionArn('one'))).toMatchObject({ status: 'ABORTED' });
  });
});

describe('replay', () => {
  it('says which directory cannot take what is fetched', async () => {
    await using aws = await startFakeAws();
    using out = temporaryDirectory();
    await aws.artifactsOf('one').put('result.json', '{}', 'application/json');
    mkdirSync(join(out.path, 'one', 'result.json'), { recursive: true });
    const fetching = performed(aws, async () => {
      await fetchRun(executionArn('one'), { ...NOWHERE, out: out.path });
      return 0;
    });
    await expect(fetching).rejects.toThrow(`--out: ${join(out.path, 'one')} cannot be written (EISDIR`);
  });
});

describe('a profile', () => {
  it.each([
    ['--profile', { profile: 'mistyped' }, {}],
    ['AWS_PROFILE', { profile: undefined }, { AWS_PROFILE: 'mistyped' }],
  ])('that there is not is named, given as %s', async (_, given, variables) => {
    await using aws = await startFakeAws();
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...others } = aws.variables;
    const nobody = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', ...others, ...variables };
    const query = { ...NOWHERE, ...given, status: undefined, limit: undefined, json: false };
    await expect(performed({ variables: nobody }, () => listDeployed(query))).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: expect.stringContaining('profile: [mistyped]'),
    });
  });

  it('that is named is not made up for by whoever is found elsewhere', async () => {
    await using aws = await startFakeAws();
    using directory = temporaryDirectory();
    const file = join(directory.path, 'config');
    writeFileSync(file, '[profile region-only]\nregion = us-east-1\n');
    const variables = { ...aws.variables, AWS_CONFIG_FILE: file };
    const query = { ...NOWHERE, profile: 'region-only', status: undefined, limit: undefined, json: false };
    await expect(performed({ variables }, () => listDeployed(query))).rejects.toThrow('profile: [region-only]');
  });
});

describe('watch', () => {
  it('prints the result of an execution by its name, with the error and what to try', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', { status: 'FAILED', error: error.name, cause: error.message });
    const kept = JSON.stringify(resultOf('FAILED', { error }));
    await aws.artifactsOf('one').put('result.json', kept, 'application/json');
    const { status, stdout } = await performed(aws, () => watchDeployed('one', watching));
    expect(stdout).toMatch(/^\nFAILED {2}ActAgentFailed in act price\n {2}there is none\n/);
    expect(stdout).toContain('\ntry:     ');
    expect(status).toBe(1);
  });
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'an ARN of something else',
    () => watchDeployed('arn:aws:s3:::bucket', watching),
    "EXECUTION: got 'arn:aws:s3:::bucket'",
  ],
  [
    'a name that cannot be',
    () => stopDeployed('a b', { ...NOWHERE, json: false }),
    "EXECUTION: got 'a b', allowed: 1 to 80",
  ],
  ['a name for a new one that cannot be', () => start('a/b'), "--name: got 'a/b', allowed: 1 to 80 letters, digits"],
  ['a name that CreateRun would refuse', () => start("it's"), "--name: got 'it's', allowed: 1 to 80 letters, digits"],
  [
    'a state machine that is none',
    () => watchDeployed('one', { ...watching, stateMachine: 'mine' }),
    "--state-machine: got 'mine', allowed: an ARN such as",
  ],
  [
    "a state machine that is not the execution's",
    () => watchDeployed(executionArn('one'), { ...watching, stateMachine: `${STATE_MACHINE}-2` }),
    `allowed: ${STATE_MACHINE}, which the execution's ARN names`,
  ],
  [
    "a region that is not the ARN's",
    () => fetchRun(executionArn('one'), { ...NOWHERE, region: 'eu-west-1', out: '/dev/null' }),
    "--region: got 'eu-west-1', allowed: us-east-1, which the ARN names",
  ],
  [
    'a region that cannot be',
    () => watchDeployed('one', { ...watching, region: 'mars' }),
    "--region: got 'mars', allowed: the name of a region",
  ],
  [
    'a status that there is not',
    () => listDeployed({ ...NOWHERE, status: 'DONE', limit: undefined, json: false }),
    "--status: got 'DONE', allowed: ",
  ],
  [
    'a profile without a name',
    () => watchDeployed('one', { ...watching, profile: '' }),
    "--profile: got '', allowed: the name of a profile",
  ],
  [
    'a name that leads out of the directory',
    () => fetchRun(executionArn('..'), { ...NOWHERE, out: '/dev/null' }),
    'no directory can be called ..',
  ],
  ['an ARN whose name has a slash', () => watchDeployed(executionArn('a/b'), watching), 'EXECUTION: got '],
  [
    'a limit of nothing',
    () => listDeployed({ ...NOWHERE, status: undefined, limit: '0', json: false }),
    "--limit: got '0', allowed: a whole number from 1 to",
  ],
])('%s is refused before AWS is asked', async (_, perform, message) => {
  await expect(perform()).rejects.toMatchObject({ name: 'InvalidInput', message: expect.stringContaining(message) });
});
