import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { FileLogGroup } from '../../lib/report/file-log-group.ts';
import { LogGroupUnwritable } from '../../lib/run/errors.ts';
import { Lease } from '../../lib/run/lease.ts';
import type { LoggedEvent } from '../../lib/run/logged-event.ts';
import type { LogGroup } from '../../lib/run/ports.ts';
import { readEvents } from '../../lib/run/recorder.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };
/** Two and a half minutes long, if each click takes 15 s: less than a lease. */
const script = { Go: [...Array.from({ length: 10 }, () => [click, look]), [{ name: 'return', input: [] }]] };
const CLICK_MS = 15_000;

/** A run whose log group can be broken, each click of which takes its time. */
async function slowRun() {
  const directory = temporaryDirectory();
  const file = new FileLogGroup(directory.path);
  const broken: { error?: LogGroupUnwritable | undefined; times: number } = { times: 0 };
  const appended: string[] = [];
  const logs: LogGroup = {
    append: async (stream, events) => {
      appended.push(stream.logStreamName);
      if (broken.error === undefined || broken.times === 0) return file.append(stream, events);
      broken.times -= 1;
      throw broken.error;
    },
    newestIds: (stream) => file.newestIds(stream),
  };
  const run = await runUnderTest(script, { logs });
  run.browsers.prepare = (browser) => {
    browser.before = ({ kind }) => {
      if (kind === 'click') void run.clock.sleep(CLICK_MS);
    };
  };
  return {
    ...run,
    appended,
    breakLog: (error: LogGroupUnwritable | undefined, times = Infinity) => Object.assign(broken, { error, times }),
    logged: (stream: string): LoggedEvent[] => {
      const path = join(directory.path, 'chores', `chores/${stream}.jsonl`);
      const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
      return lines.map((line) => JSON.parse(line));
    },
    async [Symbol.asyncDispose]() {
      await run[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

const ids = (events: readonly { readonly eventId: string }[]) => events.map(({ eventId }) => eventId);

describe('the log of a run', () => {
  it('is sent while the run goes on, and whole and once when it is over', async () => {
    await using run = await slowRun();
    const { workflowRunId } = (await run.create(one, input)).run;
    expect(run.logged(workflowRunId)).toEqual([]);
    await run.slice(one);
    const during = run.logged(workflowRunId);
    expect(during.filter(({ type }) => type === 'StepAnswered').length).toBeGreaterThan(3);
    expect(during.some(({ type }) => type === 'ActEnded')).toBe(false);

    await run.finalize(one);
    const record = await readEvents(run.artifactsOf(one));
    expect(record.at(-1)?.type).toBe('RunEnded');
    expect(ids(run.logged(workflowRunId))).toEqual(ids(record));
    expect(run.logged(workflowRunId).map(({ seq }) => seq)).toEqual(record.map((_, index) => index + 1));
    expect((await run.store.readHead('one'))?.log).not.toHaveProperty('open');
    expect(run.warnings).toEqual([]);
  });

  it('goes on from slice to slice: those shorter than a minute send what has gathered over several', async () => {
    await using run = await slowRun();
    const { workflowRunId } = (await run.create(one, { ...input, handBack: 'step' })).run;
    const sizes: number[] = [];
    for (let isDone = false; !isDone && sizes.length < 20; sizes.push(run.logged(workflowRunId).length))
      isDone = (await run.slice(one)).done;
    expect(sizes[0]).toBe(0);
    expect(sizes.at(-1)).toBeGreaterThan(10);
    await run.finalize(one);
    expect(ids(run.logged(workflowRunId))).toEqual(ids(await readEvents(run.artifactsOf(one))));
  });

  it('is not sent by a slice that follows a silent holder until what that one still kept has had a minute', async () => {
    await using run = await slowRun();
    const { workflowRunId } = (await run.create(one, { ...input, handBack: 'step' })).run;
    await using silent = await Lease.take(run.store, run.clock, 'one');
    await run.clock.sleep(100_000);
    expect(silent.isHeld).toBe(false);
    await run.slice(one);
    expect(run.logged(workflowRunId)).toEqual([]);
    await run.slice(one);
    expect(run.logged(workflowRunId)).not.toEqual([]);
  });

  it('that cannot be sent for a while hinders no act, is warned of once in a slice, and is sent later', async () => {
    await using run = await slowRun();
    const { workflowRunId } = (await run.create(one, input)).run;
    run.breakLog(new LogGroupUnwritable('not now'));
    expect(await run.slice(one)).toMatchObject({ done: true, outcomes: [{ status: 'SUCCEEDED' }] });
    expect(run.warnings).toEqual(['the log could not be sent and is sent later: LogGroupUnwritable: not now']);
    expect(run.appended.filter((stream) => stream.endsWith(workflowRunId)).length).toBeGreaterThan(1);
    expect(run.logged(workflowRunId)).toEqual([]);

    run.breakLog(undefined);
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
    expect(ids(run.logged(workflowRunId))).toEqual(ids(await readEvents(run.artifactsOf(one))));
  });

  it('is waited for by FinalizeRun while the group is busy, and no longer than it has time for', async () => {
    await using run = await slowRun();
    const { workflowRunId } = (await run.create(one, input)).run;
    await run.slice(one);
    run.breakLog(new LogGroupUnwritable('busy', { mayPass: true }));
    const before = run.clock.now();
    await expect(run.finalize(one)).rejects.toMatchObject({ name: 'LogGroupUnwritable' });
    expect(run.clock.now() - before).toBeGreaterThan(60_000);
    expect(run.clock.now() - before).toBeLessThan(100_000);

    run.breakLog(new LogGroupUnwritable('busy', { mayPass: true }), 3);
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
    expect(ids(run.logged(workflowRunId))).toEqual(ids(await readEvents(run.artifactsOf(one))));
    expect(await run.store.readHead('one')).toMatchObject({ closed: true });
  });

  it('begins with the event that also stands among the requests of its definition', async () => {
    await using run = await slowRun();
    const { workflowRunId } = (await run.create(one, input)).run;
    expect(run.logged('requests')).toMatchObject([
      { type: 'RunRequested', execution: 'one', workflowDefinitionName: 'chores' },
    ]);
    await run.create(one, input);
    expect(run.logged('requests')).toHaveLength(1);
    await run.slice(one);
    await run.finalize(one);
    expect(run.logged(workflowRunId)[0]).toEqual(run.logged('requests')[0]);
  });

  it('that cannot be written refuses the run: nothing exists on the service, and the run is closed', async () => {
    await using run = await slowRun();
    run.breakLog(new LogGroupUnwritable('log group /chores cannot be written: create it'));
    await expect(run.create(one, input)).rejects.toMatchObject({ name: 'LogGroupUnwritable' });
    expect(run.emulator.requests).toEqual([]);

    const cause = JSON.stringify({ errorMessage: 'log group /chores cannot be written: create it' });
    const result = await run.finalize(one, { name: 'LogGroupUnwritable', cause });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: { name: 'LogGroupUnwritable', message: 'log group /chores cannot be written: create it' },
      acts: [],
    });
    expect(result).not.toHaveProperty('log');
    expect(existsSync(join(run.directory, 'runs/one/result.json'))).toBe(true);
    expect(run.emulator.requests).toEqual([]);
    expect(run.appended).toEqual(['chores/requests']);
    expect(await run.store.readHead('one')).toMatchObject({ closed: true });
  });

  it('that is busy when the run is asked for is waited for', async () => {
    await using run = await slowRun();
    run.breakLog(new LogGroupUnwritable('busy', { mayPass: true }), 2);
    await run.create(one, input);
    expect(run.appended).toEqual(['chores/requests', 'chores/requests', 'chores/requests']);
    expect(run.emulator.runs).toHaveLength(1);
  });
});
