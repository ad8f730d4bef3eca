import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it, vi } from 'vitest';
import { openAccess } from '../../../lib/local/aws/access.ts';
import { runRecord } from '../../../lib/local/aws/run-record.ts';
import { watchExecution } from '../../../lib/local/aws/watch-execution.ts';
import { type FakeAws, executionArn, recorderOf, resultOf, startFakeAws } from './fake-aws.ts';

/** Watches an execution whose world goes on in each pause. */
async function watched(aws: FakeAws, pauses: (() => Promise<void> | void)[], stack = 'NovaActServerlessStack') {
  for (const [name, value] of Object.entries(aws.variables)) vi.stubEnv(name, value);
  const told: string[] = [];
  const stop = new AbortController();
  try {
    const access = await openAccess({ region: undefined, profile: undefined }, executionArn('one'));
    const ended = await watchExecution(
      { executionArn: executionArn('one'), record: await runRecord(access, stack, executionArn('one')) },
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

  it('says that the events cannot be found where the stack is another', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', succeeded);
    const { told } = await watched(aws, [], 'Other');
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

  it('refuses the output of some other state machine', async () => {
    await using aws = await startFakeAws();
    aws.execution('one', { status: 'SUCCEEDED', output: '{"orders":[]}' });
    await expect(watched(aws, [])).rejects.toThrow(`the output of ${executionArn('one')} is no result of a workflow`);
  });
});
