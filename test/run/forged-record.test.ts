import { describe, expect, it } from 'vitest';
import { JournalUnreadable, LogGroupUnwritable } from '../../lib/run/errors.ts';
import { grantAccess } from '../../lib/run/grant-access.ts';
import { Lease } from '../../lib/run/lease.ts';
import type { LogGroup, RunAccess } from '../../lib/run/ports.ts';
import { passing } from '../storage/passing-store.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };
const FAILED = { name: 'Forged', cause: '' };
const access: RunAccess = { lend: async () => ({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }) };

/** A run whose slice is in the hands of somebody who may write its items and its artifacts. */
async function handedRun(more: object = {}, options: Parameters<typeof runUnderTest>[1] = {}) {
  const runs = await runUnderTest({ Go: [[{ name: 'return', input: ['ok'] }]] }, options);
  const { run, accessToken } = await runs.create(one, { ...input, ...more });
  return {
    ...runs,
    status: () => runs.emulator.runs.find(({ workflowRunId }) => workflowRunId === run.workflowRunId)?.status,
    lent: () => grantAccess({ execution: 'one', accessToken }, { store: runs.store, access }),
    async end(): Promise<void> {
      const head = await runs.store.readHead('one');
      if (head === undefined) throw new Error('the run has no head');
      await runs.store.replaceHead({ ...head, closed: true }, head);
      await runs.artifactsOf(one).put('result.json', '{"status":"SUCCEEDED","acts":[]}');
    },
    spoil: () =>
      runs.artifactsOf(one).put('events/99999-00001.jsonl', 'no JSON\n{"type":"BrowserStarted","at":"never"}\nnull\n'),
  };
}

describe('after FinalizeRun has come to a run', () => {
  it('nobody is lent its rights, though its head said that it was closed', async () => {
    await using run = await handedRun();
    await run.end();
    await run.finalize(one);
    await expect(run.lent()).rejects.toMatchObject({ name: 'AccessRefused' });
  });

  it('the run is closed on the service, though its head said that it was closed', async () => {
    await using run = await handedRun();
    await run.end();
    await run.finalize(one, FAILED);
    expect(run.status()).toBe('FAILED');
  });

  it('the run is closed with all that belongs to it, though there are other things among its events', async () => {
    await using run = await handedRun();
    await run.spoil();
    await expect(run.finalize(one, FAILED)).resolves.toMatchObject({ status: 'FAILED' });
    expect(run.status()).toBe('FAILED');
    expect(await run.store.registeredRun('one')).toMatchObject({ state: 'closed' });
  });

  it('the run is closed on the service, though its input cannot be read', async () => {
    await using run = await handedRun();
    await run.artifactsOf(one).put('input.json', 'no JSON');
    await expect(run.finalize(one, FAILED)).rejects.toMatchObject({ name: 'SyntaxError' });
    expect(run.status()).toBe('FAILED');
    await expect(run.lent()).rejects.toMatchObject({ name: 'AccessRefused' });
  });

  it('nobody is lent its rights, and the next one with the same input may begin, though it could not be closed', async () => {
    let isWritable = true;
    const logs: LogGroup = {
      append: async (_, events) => {
        if (!isWritable) throw new LogGroupUnwritable('not now');
        return { taken: events.length, rejected: [] };
      },
      newestIds: async () => new Set(),
    };
    await using run = await handedRun({ overlap: 'skip' }, { logs });
    isWritable = false;
    await expect(run.finalize(one, FAILED)).rejects.toMatchObject({ name: 'LogGroupUnwritable' });
    isWritable = true;
    await expect(run.lent()).rejects.toMatchObject({ message: 'the run of execution one is closing' });
    await expect(run.create(execution('two'), { ...input, overlap: 'skip' })).resolves.toMatchObject({
      run: { workflowDefinitionName: 'chores' },
    });
  });
});

// Its item says another fence than its body: then no write is ever done, and the sweeper would come no further.
it('a head that nobody can replace is given up', async () => {
  await using run = await handedRun();
  let writes = 0;
  const store = {
    ...passing(run.store),
    replaceHead: async () => {
      writes += 1;
      if (writes > 100) throw new Error('it goes on without end');
      return false;
    },
  };
  await expect(Lease.take(store, run.clock, 'one', { force: true })).rejects.toBeInstanceOf(JournalUnreadable);
});
