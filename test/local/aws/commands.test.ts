import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nova, novaWith } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executionArn, recorderOf, resultOf, startFakeAws, STATE_MACHINE } from './fake-aws.ts';

const workflow = { startingPage: 'https://shop.example.com', acts: [{ id: 'price', prompt: 'Return the price' }] };
const succeeded = { status: 'SUCCEEDED', output: JSON.stringify(resultOf('SUCCEEDED')) };

/** A workflow's file in a directory that goes with it. */
function workflowFile(content: object = workflow) {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'workflow.json');
  writeFileSync(file, JSON.stringify(content));
  return { file, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

describe.concurrent('nova-act on AWS', () => {
  it('starts an execution of the state machine that the stack names, and tells how to watch it', async () => {
    await using aws = await startFakeAws();
    using given = workflowFile();
    const ended = await novaWith(aws.variables, 'start', given.file, '--name', 'one').ended();
    expect(ended).toEqual({
      status: 0,
      stderr: '',
      stdout: `started: ${executionArn('one')}
console: https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${executionArn('one')}
watch:   npm run nova-act -- watch ${executionArn('one')}
`,
    });
    expect(aws.stepFunctions.executions.get(executionArn('one'))).toMatchObject({ input: JSON.stringify(workflow) });
  });

  it('refuses an input that cannot be run before AWS is asked for anything', async () => {
    using given = workflowFile({ ...workflow, retries: 1 });
    const { status, stderr } = await nova('start', given.file, '--profile', 'none').ended();
    expect(stderr).toContain('retries: unknown key');
    expect(status).toBe(2);
  });

  it('starts an input that leaves out what the stack gives', async () => {
    await using aws = await startFakeAws();
    const input = { parameters: { item: 'kettle' } };
    using given = workflowFile(input);
    expect(await novaWith(aws.variables, 'start', given.file, '--name', 'one').ended()).toMatchObject({ status: 0 });
    expect(aws.stepFunctions.executions.get(executionArn('one'))).toMatchObject({ input: JSON.stringify(input) });
  });

  it('follows an execution to its end and prints its result alone with --json', async () => {
    await using aws = await startFakeAws();
    using given = workflowFile();
    const recorder = await recorderOf(aws, 'one');
    recorder.enter({ id: 'price', index: 0 });
    recorder.record({ type: 'ActStarted', actId: 'act-1', task: 'Return \u001b[31mthe price' });
    await recorder.flush();
    const following = novaWith(
      aws.variables,
      'start',
      given.file,
      '--name',
      'one',
      '--follow',
      '--json',
      '--state-machine',
      STATE_MACHINE,
    );
    await following.said('act price: Return');
    aws.execution('one', succeeded);
    const { status, stdout, stderr } = await following.ended();
    expect(JSON.parse(stdout)).toEqual(resultOf('SUCCEEDED'));
    expect(stderr).not.toContain('\u001b');
    expect(status).toBe(0);
  });

  it('stops watching at Ctrl-C and says that the execution goes on', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    const recorder = await recorderOf(aws, 'one');
    recorder.recordOfRun({ type: 'HandedBack', reason: 'deadline' });
    await recorder.flush();
    const watching = novaWith(aws.variables, 'watch', executionArn('one'));
    await watching.said('handed back');
    watching.kill('SIGINT');
    const { status, stderr } = await watching.ended();
    expect(stderr).toContain(`
no longer watched; one goes on
watch:   npm run nova-act -- watch ${executionArn('one')}
stop:    npm run nova-act -- stop ${executionArn('one')}
`);
    expect(status).toBe(130);
    expect(aws.stepFunctions.executions.get(executionArn('one'))).toMatchObject({ status: 'RUNNING' });
  });

  it('stops watching at Ctrl-C also while AWS does not answer', async () => {
    await using aws = await startFakeAws();
    aws.execution("o'ne", {});
    const arn = executionArn("o'ne");
    const asked = aws.stepFunctions.hanging('DescribeExecution');
    const watching = novaWith(aws.variables, 'watch', arn, '--stack', 'Shop');
    await asked;
    watching.kill('SIGINT');
    const { status, stderr } = await watching.ended();
    expect(stderr).toBe(`no longer watched; o'ne goes on
watch:   npm run nova-act -- watch '${executionArn(String.raw`o'\''ne`)}' --stack Shop
stop:    npm run nova-act -- stop '${executionArn(String.raw`o'\''ne`)}' --stack Shop
`);
    expect(status).toBe(130);
  });

  it('says that nobody knows whether it was started when Ctrl-C came in the middle of it', async () => {
    await using aws = await startFakeAws();
    using given = workflowFile();
    const asked = aws.stepFunctions.hanging('StartExecution');
    const starting = novaWith(aws.variables, 'start', given.file, '--name', 'one');
    await asked;
    starting.kill('SIGINT');
    const { status, stderr } = await starting.ended();
    expect(stderr).toBe('broken off while one was being started: nova-act list tells whether it was\n');
    expect(status).toBe(130);
  });

  it('stops an execution by its name when the stack is named', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    const stack = ['--stack', 'NovaActServerlessStack'];
    const { status, stdout } = await novaWith(aws.variables, 'stop', 'one', ...stack, '--json').ended();
    expect(JSON.parse(stdout)).toMatchObject({ executionArn: executionArn('one') });
    expect(status).toBe(0);
    expect(aws.stepFunctions.executions.get(executionArn('one'))).toMatchObject({
      status: 'ABORTED',
      error: 'RunStopped',
    });
  });

  it('makes the replay of an execution from what its bucket has of it, and takes nothing that leads elsewhere', async () => {
    await using aws = await startFakeAws();
    using directory = temporaryDirectory();
    aws.execution('one', succeeded);
    const recorder = await recorderOf(aws, 'one');
    recorder.enter({ id: 'price', index: 0 });
    recorder.record({ type: 'ActStarted', actId: 'act-1', task: 'Return the price' });
    await recorder.flush();
    const result = resultOf('FAILED', {
      error: { name: 'ActAgentFailed', message: 'there is no kettle', act: 'price' },
    });
    await aws.artifactsOf('one').put('result.json', JSON.stringify(result), 'application/json');
    aws.bucket.objects.set('runs/one/events/../../../../outside.jsonl', {
      body: Buffer.from(''),
      contentType: undefined,
    });
    const out = join(directory.path, 'out');
    const { status, stdout } = await novaWith(aws.variables, 'replay', executionArn('one'), '--out', out).ended();
    expect(stdout).toBe(`${join(out, 'aws', 'one', 'replay.html')}\n`);
    const page = readFileSync(stdout.trim(), 'utf8');
    expect(page).toContain('Return the price');
    expect(page).toContain('there is no kettle');
    expect(existsSync(join(directory.path, 'outside.jsonl'))).toBe(false);
    expect(status).toBe(0);
  });

  it('says in a line each what AWS refused and what to do, without a stack trace', async () => {
    await using aws = await startFakeAws();
    aws.stepFunctions.instead.set('ListExecutions', {
      __type: 'ExpiredTokenException',
      message: 'The security token is expired',
    });
    const { status, stdout, stderr } = await novaWith(aws.variables, 'list').ended();
    expect(stderr).toBe(
      `states:ListExecutions on ${STATE_MACHINE}: ExpiredTokenException: The security token is expired\ntry:     Sign in again: the session is over.\n`,
    );
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });
});
