import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { HEAD_FORMAT } from '../../lib/run/head.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const finish: PlannedCall[] = [{ name: 'return', input: ['ok'] }];
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };
const script = { Go: [[click, look], [click, look], finish] };
const stopped = { name: 'RunStopped', cause: 'the execution was stopped' };

function logOf(directory: string, workflowRunId: string | undefined): { type: string }[] {
  const path = join(directory, 'logs', 'chores', 'chores', `${workflowRunId}.jsonl`);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('closing a run from outside', () => {
  it('takes it away from the slice that acts for it, before its next effect', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, input);
    run.browsers.prepare = (browser) => {
      let clicks = 0;
      const perform = browser.perform.bind(browser);
      browser.perform = async (action, mayDispatch) => {
        if (action.kind === 'click') clicks += 1;
        await perform(action, mayDispatch);
        if (clicks === 1 && action.kind === 'click') await run.stop(one, stopped);
      };
    };
    await expect(run.slice(one)).rejects.toMatchObject({ name: 'LeaseLost' });
    expect(run.browsers.started[0]?.effects).toEqual(['click']);
    expect(run.browsers.ends).toBeGreaterThan(0);
    await expect(run.slice(one)).rejects.toMatchObject({
      name: 'RunStopped',
      message: 'execution one was stopped: RunStopped: the execution was stopped',
    });
    expect(await run.finalize(one, stopped)).toMatchObject({ status: 'FAILED', error: { name: 'RunStopped' } });
  });

  it('ends the open act and the run on the service, writes the log once, and changes nothing when it comes again', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...input, handBack: 'step' });
    await run.slice(one);
    const result = await run.close(one, { name: 'States.Timeout', cause: '' });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: { name: 'States.Timeout' },
      acts: [{ id: 'go', status: 'FAILED', steps: 1 }],
    });
    expect(run.emulator.acts[0]).toMatchObject({ status: 'FAILED', error: { type: 'States.Timeout' } });
    expect(run.emulator.runs[0]).toMatchObject({ status: 'FAILED' });
    const requests = run.emulator.requests.length;
    expect(await run.close(one, stopped)).toBeUndefined();
    expect(await run.finalize(one, stopped)).toEqual(result);
    expect(run.emulator.requests).toHaveLength(requests);
    const events = logOf(run.directory, result?.workflowRunId);
    expect(events.filter(({ type }) => type === 'RunEnded')).toEqual([
      expect.objectContaining({ status: 'FAILED', error: expect.objectContaining({ name: 'States.Timeout' }) }),
    ]);
    expect(await run.store.openRuns()).toEqual([]);
  });

  it('keeps a slice that comes late away from a run that is over', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...input, handBack: 'step' });
    await run.slice(one);
    await run.finalize(one, stopped);
    await expect(run.slice(one)).rejects.toMatchObject({
      name: 'RunStopped',
      message: 'the run of execution one is over',
    });
    expect(run.browsers.started).toHaveLength(1);
  });

  it('leaves a run alone that FinalizeRun has closed', async () => {
    await using run = await runUnderTest({ Go: [finish] });
    await run.create(one, input);
    await run.slice(one);
    const result = await run.finalize(one);
    expect(await run.close(one, stopped)).toBeUndefined();
    expect(await run.finalize(one)).toEqual(result);
    expect(run.emulator.runs[0]).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('says what FinalizeRun had said already, though that could not be finished', async () => {
    await using run = await runUnderTest({ Go: [finish] });
    await run.create(one, input);
    await run.slice(one);
    run.emulator.queueFaults('UpdateWorkflowRun', faults.error('AccessDeniedException'));
    await expect(run.finalize(one)).rejects.toMatchObject({ name: 'AuthError' });
    expect(await run.close(one, { name: 'FinalizeFailed', cause: '' })).toMatchObject({ status: 'SUCCEEDED' });
    expect(run.emulator.runs).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  it('ends the act for the reason that was decided first, though the service could not be told then', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...input, handBack: 'step' });
    await run.slice(one);
    run.emulator.queueFaults('UpdateAct', faults.error('AccessDeniedException'));
    run.emulator.queueFaults('UpdateWorkflowRun', faults.error('AccessDeniedException'));
    await expect(run.finalize(one, { name: 'NoProgress', cause: '' })).rejects.toMatchObject({ name: 'AuthError' });
    expect(await run.close(one, stopped)).toMatchObject({ error: { name: 'NoProgress', act: 'go' } });
    expect(run.emulator.acts).toMatchObject([{ status: 'FAILED', error: { type: 'NoProgress' } }]);
  });

  it('knows nothing of an execution that never had a run', async () => {
    await using run = await runUnderTest({});
    expect(await run.close(one, stopped)).toBeUndefined();
  });

  it('finds the run on the service whose creation was never answered', async () => {
    await using run = await runUnderTest(script);
    run.emulator.queueFaults('CreateWorkflowRun', faults.dropAfter(), faults.dropAfter());
    await expect(run.create(one, input)).rejects.toMatchObject({ name: 'ServiceUnreachable' });
    expect(run.emulator.runs).toMatchObject([{ status: 'RUNNING' }]);
    await run.finalize(one, { name: 'ServiceUnreachable', cause: '' });
    expect(run.emulator.runs).toMatchObject([{ status: 'FAILED' }]);
    expect(await run.store.openRuns()).toEqual([]);
  });

  it('closes the run on the service though another version wrote its journal, and leaves that as it is', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, input);
    const head = await run.store.readHead(one.name);
    if (head === undefined) throw new Error('there is a head');
    const future = JSON.parse(JSON.stringify({ ...head, version: head.version + 1, formatVersion: HEAD_FORMAT + 1 }));
    await run.store.replaceHead(future, head);
    await expect(run.slice(one)).rejects.toMatchObject({ name: 'JournalUnreadable' });
    await expect(run.finalize(one, { name: 'JournalUnreadable', cause: '' })).rejects.toMatchObject({
      name: 'JournalUnreadable',
    });
    expect(run.emulator.runs).toMatchObject([{ status: 'FAILED' }]);
    await expect(run.store.readHead(one.name)).rejects.toThrow(`has format ${HEAD_FORMAT + 1}`);
  });
});

describe('the sweeper', () => {
  it('closes the runs whose execution has ended, and no other', async () => {
    await using run = await runUnderTest(script);
    const two = execution('two');
    await run.create(one, input);
    await run.create(two, input);
    expect(await run.sweep({ one: stopped })).toEqual({ closed: ['one'], orphans: [], left: [] });
    expect(run.emulator.runs.map(({ status }) => status)).toEqual(['FAILED', 'RUNNING']);
    expect(await run.sweep({ one: stopped })).toEqual({ closed: [], orphans: [], left: [] });
  });

  it('does not call its own what another one has closed meanwhile', async () => {
    await using run = await runUnderTest({ Go: [finish] });
    await run.create(one, input);
    await run.slice(one);
    await run.finalize(one);
    run.store.openRuns = async () => [one.name];
    expect(await run.sweep({ one: stopped })).toEqual({ closed: [], orphans: [], left: [] });
    expect(run.emulator.runs[0]).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('begins no more than it has time for, names the rest, and closes that the next time', async () => {
    await using run = await runUnderTest(script);
    for (const name of ['one', 'three', 'two']) await run.create(execution(name), input);
    const endings = { one: stopped, two: stopped, three: stopped };
    const answers = [true, true];
    expect(await run.sweep(endings, 'chores', () => answers.shift() ?? false)).toEqual({
      closed: ['one'],
      orphans: [],
      left: ['three', 'two', 'the runs on the service'].map((what) => ({ what, error: 'NotReached' })),
    });
    expect((await run.sweep(endings)).closed).toEqual(['three', 'two']);
  });

  it('goes on where one cannot be closed, and closes that one the next time', async () => {
    await using run = await runUnderTest(script);
    const two = execution('two');
    await run.create(one, input);
    await run.create(two, input);
    const denied = faults.error('AccessDeniedException');
    run.emulator.queueFaults('UpdateWorkflowRun', denied);
    expect(await run.sweep({ one: stopped, two: stopped })).toEqual({
      closed: ['two'],
      orphans: [],
      left: [{ what: 'one', error: 'AuthError' }],
    });
    expect(await run.sweep({ one: stopped, two: stopped })).toMatchObject({ closed: ['one'], left: [] });
    expect(run.emulator.runs.map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
  });

  it('closes what is older than any execution can be and no journal knows, where all runs are its own', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, input);
    for (const clientToken of ['a'.repeat(40), 'b'.repeat(40)])
      await run.service.createWorkflowRun({ workflowDefinitionName: 'chores', modelId: 'm', clientToken });
    expect(await run.sweep({}, 'chores')).toEqual({ closed: [], orphans: [], left: [] });
    await run.clock.sleep(10 * 3_600_000);
    expect(await run.sweep({})).toEqual({ closed: [], orphans: [], left: [] });
    expect((await run.sweep({}, 'chores')).orphans).toHaveLength(2);
    expect(run.emulator.runs.map(({ status }) => status)).toEqual(['RUNNING', 'FAILED', 'FAILED']);
  });
});
