import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BrowserCrashed } from '../../lib/act/errors.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const finish = (value: string): PlannedCall[] => [{ name: 'return', input: [value] }];
const refuse: PlannedCall[] = [{ name: 'throw', input: ['no'] }];
const one = execution('one');
const two = execution('two');
const input = {
  startingPage: 'http://a.test',
  acts: [
    { id: 'login', prompt: 'Log in' },
    { id: 'find', prompt: 'Find', schema: { type: 'string' } },
    { id: 'tell', prompt: 'Tell {{ acts.login.response }}' },
  ],
};
const long = 'x'.repeat(9_000);

/** A run whose second act failed, after an effect or before any. */
async function failedRun({ afterEffect }: { afterEffect: boolean }) {
  const run = await runUnderTest({
    'Log in': [[click, look], finish(long)],
    Find: afterEffect ? [[click, look], refuse] : [refuse],
    'Find it': [finish('found')],
    [`Tell ${long}`]: [finish('told')],
  });
  await run.create(one, input);
  await run.slice(one);
  const failed = await run.finalize(one);
  expect(failed).toMatchObject({ status: 'FAILED', error: { name: 'ActAgentFailed', act: 'find' } });
  return { run, failed };
}

const mended = {
  ...input,
  acts: input.acts.map((act) => (act.id === 'find' ? { ...act, prompt: 'Find it' } : act)),
};

describe('resuming a run', () => {
  it('goes on after the last completed act with its answer and its browser, and leaves the old run FAILED', async () => {
    const { run: opened, failed } = await failedRun({ afterEffect: false });
    await using run = opened;
    const created = await run.create(two, { ...mended, resume: { execution: 'one' } });
    expect(created.position).toEqual({ act: 1, step: 0 });
    await run.slice(two);
    const result = await run.finalize(two);
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      resumed: { execution: 'one', workflowRunId: failed.workflowRunId },
      acts: [
        { id: 'login', status: 'SUCCEEDED', execution: 'one', actId: failed.acts[0]?.actId },
        { id: 'find', status: 'SUCCEEDED', response: 'found' },
        { id: 'tell', status: 'SUCCEEDED', response: 'told' },
      ],
    });
    expect(result.acts[0]?.responseLocation).toContain('/two/');
    expect(run.browsers.restored.at(-1)).toMatchObject({ state: { performed: ['click'] } });
    expect(run.browsers.started.at(-1)?.effects).toEqual([]);
    expect(run.emulator.runs.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(run.events).toContainEqual(expect.objectContaining({ type: 'RunResumed', from: 'one', acts: ['login'] }));
  });

  it('refuses to perform an act again that had begun to change things, and lists what it had begun', async () => {
    const { run: opened } = await failedRun({ afterEffect: true });
    await using run = opened;
    const runs = run.emulator.runs.length;
    await expect(run.create(two, { ...mended, resume: { execution: 'one' } })).rejects.toThrow(
      /^resume: execution one cannot be resumed: act find had begun to change things: agentClick \(step 1, call \S+\)\. Say repeatAct \(--repeat-act find\).* or skipAct \(--skip-act find\)/,
    );
    expect(run.emulator.runs).toHaveLength(runs);
    expect(await run.store.readHead('two')).toBeUndefined();
  });

  it('lists an effect of which nobody knows whether it happened', async () => {
    await using run = await runUnderTest({ 'Log in': [[click, look]] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => browser.failures.set('click', new BrowserCrashed('gone'));
    await expect(run.slice(one)).rejects.toThrow('gone');
    await run.slice(one);
    await run.finalize(one);
    await expect(run.create(two, { ...input, resume: { execution: 'one' } })).rejects.toThrow(
      /agentClick \(step 1, call \S+, never known to be done\)/,
    );
  });

  it('performs it again when told to, from where it had begun', async () => {
    const { run: opened } = await failedRun({ afterEffect: true });
    await using run = opened;
    await run.create(two, { ...mended, resume: { execution: 'one', repeatAct: 'find' } });
    await run.slice(two);
    expect(await run.finalize(two)).toMatchObject({ status: 'SUCCEEDED' });
    expect(run.browsers.restored.at(-1)).toMatchObject({ state: { performed: ['click'] } });
  });

  it('leaves it as it is when told to, and goes on from what it had led to', async () => {
    const { run: opened } = await failedRun({ afterEffect: true });
    await using run = opened;
    await run.create(two, { ...input, resume: { execution: 'one', skipAct: 'find' } });
    await run.slice(two);
    expect(await run.finalize(two)).toMatchObject({
      status: 'SUCCEEDED',
      acts: [{ id: 'login' }, { id: 'find', status: 'SKIPPED', steps: 0 }, { id: 'tell', status: 'SUCCEEDED' }],
    });
    expect(run.browsers.restored.at(-1)).toMatchObject({ state: { performed: ['click', 'click'] } });
  });

  it('does not go on silently where what the earlier acts led to was never saved', async () => {
    const { run: opened } = await failedRun({ afterEffect: false });
    await using run = opened;
    rmSync(join(run.directory, 'runs', 'one', 'checkpoints'), { recursive: true });
    await run.create(two, { ...mended, resume: { execution: 'one' } });
    await run.slice(two);
    expect(await run.finalize(two)).toMatchObject({
      status: 'FAILED',
      error: { name: 'BrowserStateLost', act: 'find' },
    });
  });

  it('is done once, and what it made can be resumed in turn', async () => {
    const { run: opened } = await failedRun({ afterEffect: false });
    await using run = opened;
    await run.create(two, { ...input, resume: { execution: 'one' } });
    await expect(run.create(execution('three'), { ...input, resume: { execution: 'one' } })).rejects.toThrow(
      'execution one was resumed by execution two already; if that one failed, resume that one',
    );
    await run.slice(two);
    await run.finalize(two);
    await run.create(execution('four'), { ...mended, resume: { execution: 'two' } });
    await run.slice(execution('four'));
    expect(await run.finalize(execution('four'))).toMatchObject({
      status: 'SUCCEEDED',
      acts: [{ execution: 'one' }, {}, {}],
    });
  });

  it('is refused with the reason, before anything is created', async () => {
    const { run: opened } = await failedRun({ afterEffect: true });
    await using run = opened;
    const [login, ...others] = input.acts;
    const cases: [object, string][] = [
      [{ ...input, resume: { execution: 'none' } }, 'there is no such run'],
      [{ ...input, resume: { execution: 'one', repeatAct: 'tell' } }, 'the act to go on with is find, not tell'],
      [
        { ...input, parameters: { item: 'cup' }, resume: { execution: 'one' } },
        'parameters is not what it was there, and 1 act(s) were completed with that',
      ],
      [
        { ...input, acts: [{ ...login, prompt: 'Sign in' }, ...others], resume: { execution: 'one' } },
        'its act login was completed and is another one in this input',
      ],
    ];
    for (const [given, reason] of cases)
      await expect(run.create(two, given)).rejects.toMatchObject({
        name: 'ResumeRefused',
        message: expect.stringContaining(reason),
      });
    await run.create(execution('open'), input);
    await expect(run.create(two, { ...input, resume: { execution: 'open' } })).rejects.toThrow('it is not over yet');
    expect(await run.store.readHead('two')).toBeUndefined();
  });
});

describe('an input that asks not to overlap', () => {
  const chore = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }], overlap: 'skip' };

  it('is not run while another execution with the same input is, and run again when that one is closed', async () => {
    await using run = await runUnderTest({ Go: [finish('ok')] });
    await run.create(one, { ...chore, requestId: 'a' });
    await expect(run.create(two, { ...chore, requestId: 'b' })).rejects.toMatchObject({
      name: 'OverlapSkipped',
      message: 'execution one with the same input is under way, and the input says overlap: skip',
    });
    await run.finalize(two, { name: 'OverlapSkipped', cause: '' });
    expect(run.emulator.runs).toHaveLength(1);
    await run.slice(one);
    await run.finalize(one);
    await run.create(execution('three'), { ...chore, requestId: 'c' });
    expect(run.emulator.runs).toHaveLength(2);
  });

  it('knows the same input by what it says, in whatever order', async () => {
    await using run = await runUnderTest({});
    await run.create(one, { ...chore, parameters: { item: 'cup', colour: 'blue' } });
    const same = { parameters: { colour: 'blue', item: 'cup' }, ...chore };
    await expect(run.create(two, same)).rejects.toMatchObject({ name: 'OverlapSkipped' });
  });

  it('does not mind executions with another input, nor its own retry', async () => {
    await using run = await runUnderTest({});
    await run.create(one, chore);
    await run.create(one, chore);
    await run.create(two, { ...chore, parameters: { item: 'cup' } });
    expect(run.emulator.runs).toHaveLength(2);
  });
});
