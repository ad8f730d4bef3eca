import { describe, expect, it } from 'vitest';
import { JournalUnreadable } from '../../lib/run/errors.ts';
import { grantAccess } from '../../lib/run/grant-access.ts';
import { Lease } from '../../lib/run/lease.ts';
import type { RunAccess } from '../../lib/run/ports.ts';
import { passing } from '../storage/passing-store.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };
const FAILED = { name: 'Forged', cause: '' };
const access: RunAccess = { lend: async () => ({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }) };

/** A run whose slice is in the hands of somebody who may write its items and its artifacts. */
async function handedRun(more: object = {}) {
  const runs = await runUnderTest({ Go: [[{ name: 'return', input: ['ok'] }]] });
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
    spoil: () => runs.artifactsOf(one).put('events/99999-00001.jsonl', 'no JSON\n'),
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

  it('nobody is lent its rights, though its record cannot be read', async () => {
    await using run = await handedRun();
    await run.spoil();
    await run.finalize(one, FAILED).catch(() => {});
    await expect(run.lent()).rejects.toMatchObject({ name: 'AccessRefused' });
  });

  it('the run is closed on the service, though its record cannot be read', async () => {
    await using run = await handedRun();
    await run.spoil();
    await run.finalize(one, FAILED).catch(() => {});
    expect(run.status()).toBe('FAILED');
  });

  it('the next one with the same input may begin, though its record cannot be read', async () => {
    await using run = await handedRun({ overlap: 'skip' });
    await run.spoil();
    await run.finalize(one, FAILED).catch(() => {});
    await run.close(one, FAILED).catch(() => {});
    await expect(run.create(execution('two'), { ...input, overlap: 'skip' })).resolves.toMatchObject({});
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
