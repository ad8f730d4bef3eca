import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { HEAD_FORMAT, type Head } from '../../lib/run/head.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const finish: PlannedCall[] = [{ name: 'return', input: ['ok'] }];
const [one, two] = [execution('one'), execution('two')];
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };

/** Two runs, and a way to write the first one's head as whoever has taken over its slice can. */
async function twoRuns() {
  const run = await runUnderTest({ Go: [finish] });
  const [mine, other] = [await run.create(one, input), await run.create(two, input)];
  return {
    ...run,
    mine: mine.run,
    other: other.run,
    async forge(change: Partial<Record<keyof Head, unknown>>): Promise<void> {
      const head = await run.store.readHead('one');
      if (head === undefined) throw new Error('the run has no head');
      // The item's own attributes stay, as they would: no more than its body is read.
      using database = new DatabaseSync(join(run.directory, 'journal.sqlite'), { timeout: 5_000 });
      database
        .prepare('UPDATE head SET body = ? WHERE execution = ?')
        .run(JSON.stringify({ ...head, ...change }), 'one');
    },
    statuses: () =>
      Object.fromEntries(run.emulator.runs.map(({ workflowRunId, status }) => [workflowRunId, status] as const)),
  };
}

/** The ways in which FinalizeRun and the closer come to a run. */
const closings = {
  FinalizeRun: (runs: Awaited<ReturnType<typeof twoRuns>>) => runs.finalize(one, { name: 'Forged', cause: '' }),
  CloseRun: (runs: Awaited<ReturnType<typeof twoRuns>>) => runs.close(one, { name: 'Forged', cause: '' }),
};

describe.each(Object.entries(closings))('a head that says it is of another run, when %s comes to it', (_, close) => {
  it('does not have the other run closed', async () => {
    await using runs = await twoRuns();
    await runs.forge({ run: runs.other });
    const result = await close(runs);
    expect(result).toMatchObject({ workflowRunId: runs.mine.workflowRunId });
    expect(runs.statuses()).toEqual({ [runs.mine.workflowRunId]: 'FAILED', [runs.other.workflowRunId]: 'RUNNING' });
  });

  it("does not have the other run's log written", async () => {
    await using runs = await twoRuns();
    await runs.forge({ run: runs.other, log: { stream: `chores/${runs.other.workflowRunId}` } });
    await close(runs);
    const logOf = (workflowRunId: string) => join(runs.directory, 'logs', 'chores', 'chores', `${workflowRunId}.jsonl`);
    expect(existsSync(logOf(runs.mine.workflowRunId))).toBe(true);
    expect(existsSync(logOf(runs.other.workflowRunId))).toBe(false);
  });

  it('does not have the other run closed though it cannot be read', async () => {
    await using runs = await twoRuns();
    await runs.forge({ run: runs.other, formatVersion: HEAD_FORMAT + 1 });
    await expect(close(runs)).rejects.toMatchObject({ name: 'JournalUnreadable' });
    expect(runs.statuses()).toEqual({ [runs.mine.workflowRunId]: 'FAILED', [runs.other.workflowRunId]: 'RUNNING' });
  });
});

describe.each(Object.entries(closings))('a head that is none, when %s comes to it', (_, close) => {
  it.each<Partial<Record<keyof Head, unknown>>>([
    { fence: 'abc' },
    { fence: 1e300 },
    { version: {} },
    { version: 7 },
    { leaseUntil: 'never' },
    { position: null },
    { act: 'none' },
    { log: 7 },
    { logKey: 7 },
    { ended: { status: 'BOGUS' } },
    { ended: { status: 'RUNNING' } },
    { stopped: 'yes' },
    { run: 'mine' },
  ])('has its run closed as FAILED, and nobody is lent its rights: %j', async (change) => {
    await using runs = await twoRuns();
    await runs.forge(change);
    await expect(close(runs)).rejects.toMatchObject({ name: 'JournalUnreadable' });
    expect(runs.statuses()).toEqual({ [runs.mine.workflowRunId]: 'FAILED', [runs.other.workflowRunId]: 'RUNNING' });
    expect(await runs.store.registeredRun('one')).toMatchObject({ state: 'closed' });
  });

  it('that says it is older than its execution has its run closed like any other', async () => {
    await using runs = await twoRuns();
    await runs.forge({ startedAt: 1 });
    await expect(close(runs)).resolves.toMatchObject({ workflowRunId: runs.mine.workflowRunId });
    expect(await runs.store.registeredRun('one')).toMatchObject({ state: 'closed' });
  });
});

it('a head that says it is of another run keeps no orphan from being closed', async () => {
  await using runs = await twoRuns();
  const orphan = await runs.service.createWorkflowRun({
    workflowDefinitionName: 'chores',
    modelId: 'm',
    clientToken: 'f'.repeat(40),
  });
  await runs.forge({ run: { ...runs.mine, workflowRunId: orphan } });
  await runs.clock.sleep(10 * 3_600_000);
  expect(await runs.sweep({}, 'chores')).toMatchObject({ orphans: [orphan] });
});
