import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it, vi } from 'vitest';
import { openAccess } from '../../../lib/local/aws/access.ts';
import { AwsProblem } from '../../../lib/local/aws/aws-problem.ts';
import { type RunRecord, runRecord } from '../../../lib/local/aws/run-record.ts';
import { watchExecution } from '../../../lib/local/aws/watch-execution.ts';
import { type FakeAws, executionArn, recorderOf, resultOf, startFakeAws } from './fake-aws.ts';

interface Given {
  readonly stack?: string;
  readonly isNew?: boolean;
  /** Where what is told goes. */
  readonly told?: string[];
  /** Instead of that which the stack names. */
  readonly record?: RunRecord;
}

/** Watches an execution whose world goes on in each pause. */
async function watched(
  aws: FakeAws,
  pauses: (() => Promise<void> | void)[],
  { stack = 'NovaActServerlessStack', isNew = false, told = [], record }: Given = {},
) {
  for (const [name, value] of Object.entries(aws.variables)) vi.stubEnv(name, value);
  const stop = new AbortController();
  try {
    const access = await openAccess({ region: undefined, profile: undefined }, executionArn('one'));
    const ended = await watchExecution(
      {
        executionArn: executionArn('one'),
        record: record ?? (await runRecord(access, stack, executionArn('one'))),
        isNew,
      },
      {
        client: new SFNClient(access.client),
        tell: {
          event: ({ type, act }) => told.push(act === undefined ? type : `${type} ${act}`),
          line: (text) => told.push(text),
        },
        signal: stop.signal,
        async pause() {
          told.push('paused');
          const next = pauses.shift();
          if (next === undefined) stop.abort();
          await next?.();
        },
      },
    );
    return { ended, told };
  } finally {
    vi.unstubAllEnvs();
  }
}

const succeeded = { status: 'SUCCEEDED', output: JSON.stringify(resultOf('SUCCEEDED')) };

describe('watching an execution', () => {
  it('tells each event once, in order, as its record grows, and then how it ended', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    const first = await recorderOf(aws, 'one');
    first.recordOfRun({ type: 'RunRequested', workflowDefinitionName: 'price-check', acts: 1 });
    await first.flush();
    const { told, ended } = await watched(aws, [
      () => {},
      async () => {
        first.enter({ id: 'price', index: 0 });
        first.record({ type: 'ActStarted', actId: 'act-1', task: 'Return the price' });
        await first.flush();
      },
      async () => {
        const second = await recorderOf(aws, 'one', 2);
        second.recordOfRun({ type: 'HandedBack', reason: 'deadline' });
        await second.flush();
        aws.execution('one', succeeded);
      },
    ]);
    expect(told).toEqual(['RunRequested', 'paused', 'paused', 'ActStarted price', 'paused', 'HandedBack']);
    expect(ended?.end).toEqual({ status: 'SUCCEEDED', result: resultOf('SUCCEEDED') });
    expect(ended?.events.map(({ type }) => type)).toEqual(['RunRequested', 'ActStarted', 'HandedBack']);
  });

  it('says once why events cannot be read, and then how the execution stands', async () => {
    await using aws = await startFakeAws({ mayList: false });
    aws.execution('one', {});
    const { told, ended } = await watched(aws, [() => {}, () => void aws.execution('one', succeeded)]);
    expect(told).toEqual([
      expect.stringMatching(
        /^its events cannot be read.*s3:ListBucket on bucket bucket: AccessDenied.*allow s3:ListBucket/,
      ),
      'the execution is RUNNING',
      'paused',
      'paused',
      'the execution is SUCCEEDED',
    ]);
    expect(ended?.end).toMatchObject({ result: { status: 'SUCCEEDED' } });
  });

  it('looks again after what may pass, and says so once', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    const throttled = { __type: 'ThrottlingException', message: 'Rate exceeded' };
    const { told, ended } = await watched(aws, [
      () => void aws.stepFunctions.instead.set('DescribeExecution', throttled),
      () => {},
      () => {
        aws.stepFunctions.instead.clear();
        aws.execution('one', succeeded);
      },
    ]);
    expect(told).toEqual([
      'paused',
      expect.stringMatching(/^states:DescribeExecution on .*: ThrottlingException: Rate exceeded; looking again$/),
      'paused',
      'paused',
    ]);
    expect(ended?.end).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('reads the events on after a request for them failed for a while', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    const recorder = await recorderOf(aws, 'one');
    recorder.recordOfRun({ type: 'HandedBack', reason: 'deadline' });
    await recorder.flush();
    const kept = aws.artifactsOf('one');
    const problems = [new AwsProblem('SlowDown', 'what AWS says', 'Wait.')];
    const list = async (prefix: string) => {
      const problem = problems.pop();
      if (problem !== undefined) throw problem;
      return kept.list(prefix);
    };
    const artifacts = { list, get: kept.get.bind(kept), put: kept.put.bind(kept), location: kept.location.bind(kept) };
    const { told } = await watched(aws, [() => {}, () => void aws.execution('one', succeeded)], {
      record: { artifacts },
    });
    expect(told).toEqual(['what AWS says; looking again', 'paused', 'HandedBack', 'paused']);
  });

  it('does not look again after what will not pass, and says that the execution goes on', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    const told: string[] = [];
    const expired = { __type: 'ExpiredTokenException', message: 'expired' };
    const watching = watched(aws, [() => void aws.stepFunctions.instead.set('DescribeExecution', expired)], { told });
    await expect(watching).rejects.toThrow('ExpiredTokenException: expired');
    expect(told).toEqual(['paused', 'no longer watched; the execution goes on']);
  });

  it('waits until Step Functions describes an execution that was started just now, and only such a one', async () => {
    await using aws = await startFakeAws();
    const pauses = [() => {}, () => void aws.execution('one', succeeded)];
    const { told, ended } = await watched(aws, pauses, { isNew: true });
    expect(told).toEqual(['paused', 'paused']);
    expect(ended?.end).toMatchObject({ status: 'SUCCEEDED' });
    aws.stepFunctions.executions.clear();
    await expect(watched(aws, [])).rejects.toThrow('ExecutionDoesNotExist');
  });

  it('says that the events cannot be found where the stack is another', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', succeeded);
    const { told } = await watched(aws, [], { stack: 'Other' });
    expect(told[0]).toMatch(/^its events cannot be read.*--stack: got 'Other'/);
  });

  it('ends when it is told to, and the execution goes on', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', {});
    expect((await watched(aws, [])).ended).toBeUndefined();
    expect(aws.stepFunctions.executions.get(executionArn('one'))).toMatchObject({ status: 'RUNNING' });
  });

  it('finds the result of an execution that failed in its record, since it has no output', async () => {
    await using aws = await startFakeAws();
    const failed = resultOf('FAILED', { error: { name: 'ActAgentFailed', message: 'there is none', act: 'price' } });
    await aws.artifactsOf('one').put('result.json', JSON.stringify(failed), 'application/json');
    aws.execution('one', { status: 'FAILED', error: 'ActAgentFailed', cause: 'there is none' });
    expect((await watched(aws, [])).ended?.end).toEqual({ status: 'FAILED', result: failed });
  });

  it('gives error and cause where there is no result, as of an execution that was stopped just now', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', { status: 'ABORTED', error: 'RunStopped', cause: 'by hand' });
    expect((await watched(aws, [])).ended?.end).toEqual({ status: 'ABORTED', error: 'RunStopped', cause: 'by hand' });
  });

  it('tells how the execution stands where its record is not what a run writes', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', succeeded);
    await aws.artifactsOf('one').put('events/00001-00001.jsonl', 'torn', '');
    const { told, ended } = await watched(aws, []);
    expect(told).toEqual([
      expect.stringMatching(
        /^its events cannot be read.*: they are not what a run writes \(line 1 of .*events\/00001-00001\.jsonl\)$/,
      ),
      'the execution is SUCCEEDED',
    ]);
    expect(ended?.end).toMatchObject({ result: { status: 'SUCCEEDED' } });
  });

  it('refuses the output of some other state machine', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', { status: 'SUCCEEDED', output: '{"orders":[]}' });
    await expect(watched(aws, [])).rejects.toThrow(`the output of ${executionArn('one')} is no result of a workflow`);
  });
});
