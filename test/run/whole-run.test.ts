import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BrowserCrashed } from '../../lib/act/errors.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { readInput } from '../../lib/run/resolved-input.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const finish = (value: string): PlannedCall[] => [{ name: 'return', input: [value] }];
const one = execution('one');
const twoActs = {
  startingPage: 'http://a.test',
  acts: [
    { id: 'find', prompt: 'Find' },
    { id: 'price', prompt: 'Price of {{ acts.find.response.name }}', schema: { type: 'number' } },
  ],
};
const script = {
  Find: [[click, look], finish('{"name":"kettle"}')],
  'Price of kettle': [[click, look], finish('39.9')],
};
const filling = (secret: string) => ({ ...twoActs, acts: [{ fill: { secret, into: 'Password' } }] });
const withName = { ...twoActs, acts: [{ ...twoActs.acts[0], schema: { type: 'object' } }, twoActs.acts[1]] };

describe('a run', () => {
  it('goes over its acts in one slice and gives their answers', async () => {
    await using run = await runUnderTest(script);
    const created = await run.create(one, withName);
    expect(created).toEqual({
      run: { workflowDefinitionName: 'chores', workflowRunId: expect.any(String), sessionId: expect.any(String) },
      position: { act: 0, step: 0 },
      accessToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await run.slice(one)).toEqual({
      done: true,
      position: { act: 2, step: 0 },
      outcomes: [
        { id: 'find', status: 'SUCCEEDED' },
        { id: 'price', status: 'SUCCEEDED' },
      ],
      failure: null,
    });
    const result = await run.finalize(one);
    expect(result).toEqual({
      status: 'SUCCEEDED',
      ...created.run,
      timeWorkedSeconds: expect.any(Number),
      acts: [
        {
          id: 'find',
          actId: expect.any(String),
          status: 'SUCCEEDED',
          response: { name: 'kettle' },
          steps: 2,
          timeWorkedSeconds: expect.any(Number),
        },
        {
          id: 'price',
          actId: expect.any(String),
          status: 'SUCCEEDED',
          response: 39.9,
          steps: 2,
          timeWorkedSeconds: expect.any(Number),
        },
      ],
      log: { logGroupName: '/chores', logStreamName: `chores/${created.run.workflowRunId}` },
      replay: join(run.directory, 'runs/one/replay.html'),
    });
    expect(run.emulator.runs[0]?.status).toBe('SUCCEEDED');
  });

  it('writes its events to the log group once, in order, however often it is closed', async () => {
    await using run = await runUnderTest(script);
    const { run: ids } = await run.create(one, withName);
    await run.slice(one);
    await run.finalize(one);
    await run.finalize(one);
    expect(run.counted).toMatchObject([
      { metric: 'started', workflowRunId: ids.workflowRunId },
      { metric: 'closed', workflowRunId: ids.workflowRunId, status: 'SUCCEEDED', figures: { acts: 2, steps: 4 } },
    ]);
    const log = readFileSync(join(run.directory, 'logs/chores/chores', `${ids.workflowRunId}.jsonl`), 'utf8');
    const types = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    const act = [
      'ActStarted',
      'StepAsked',
      'StepAnswered',
      'CallEnded',
      'CallEnded',
      'StepAsked',
      'StepAnswered',
      'ActEnded',
    ];
    expect(types.filter((type) => type !== 'BrowserStarted')).toEqual([
      'RunRequested',
      'RunCreated',
      ...act,
      ...act,
      'RunEnded',
    ]);
  });

  it.each(['act', 'step'] as const)('hands back after each %s and goes on in the same browser', async (handBack) => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...withName, handBack });
    const slices = [];
    do slices.push(await run.slice(one));
    while (slices.at(-1)?.done === false && slices.length < 10);
    expect(slices).toHaveLength(handBack === 'act' ? 2 : 4);
    expect(run.browsers.started).toHaveLength(1);
    expect(run.browsers.started[0]?.effects).toEqual(['click', 'click']);
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('asks no step when too little time is left, and the next slice goes on', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, withName);
    expect(await run.slice(one, () => 89_000)).toMatchObject({ done: false, position: { act: 0, step: 0 } });
    expect(await run.slice(one)).toMatchObject({ done: true });
  });

  it('performs nothing of a step again after a hand back, reads included', async () => {
    const scroll: PlannedCall = { name: 'agentScroll', input: ['down', '<box>1,1,9,9</box>'] };
    await using run = await runUnderTest({ Find: [[scroll, look], finish('ok')] });
    await run.create(one, { ...twoActs, acts: [twoActs.acts[0]], handBack: 'step' });
    await run.slice(one);
    expect(await run.slice(one)).toMatchObject({ done: true });
    expect(run.browsers.started[0]?.effects).toEqual(['scroll']);
  });

  it('does not go on after an act that failed, also when the answer that said so was lost', async () => {
    await using run = await runUnderTest({ Find: [[{ name: 'throw', input: ['no'] }]] });
    await run.create(one, twoActs);
    const first = await run.slice(one);
    expect(await run.slice(one)).toEqual(first);
    expect(run.emulator.acts).toHaveLength(1);
  });

  it('keeps the state small, however many acts end in a slice and however much is said', async () => {
    const acts = Array.from({ length: 100 }, (_, index) => ({
      id: `${'a'.repeat(37)}${index}`,
      prompt: index < 99 ? 'Find' : 'Fail',
    }));
    await using run = await runUnderTest({
      Find: [finish('x')],
      Fail: [[{ name: 'throw', input: ['n'.repeat(60_000)] }]],
    });
    await run.create(one, { ...twoActs, acts });
    const slice = await run.slice(one);
    expect(slice.failure?.name).toBe('ActAgentFailed');
    expect(JSON.stringify(slice).length).toBeLessThan(4_096);
  });

  it('has its log, its result and its replay page even when the service is gone, and is told to it later', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...withName, handBack: 'step' });
    await run.slice(one);
    run.emulator.queueFaults('UpdateAct', faults.dropBefore(), faults.dropBefore());
    run.emulator.queueFaults('UpdateWorkflowRun', faults.dropBefore(), faults.dropBefore());
    const failure = { name: 'BrowserCrashed', cause: 'it died' };
    await expect(run.finalize(one, failure)).rejects.toThrow(expect.objectContaining({ name: 'ServiceUnreachable' }));
    const files = ['runs/one/result.json', 'runs/one/replay.html', 'logs/chores/chores'];
    expect(files.filter((file) => !existsSync(join(run.directory, file)))).toEqual([]);
    expect(await run.finalize(one, failure)).toMatchObject({
      status: 'FAILED',
      error: { name: 'BrowserCrashed', act: 'find' },
    });
    expect(run.emulator.acts[0]?.status).toBe('FAILED');
    expect(run.emulator.runs[0]?.status).toBe('FAILED');
  });

  it('gives up as NoProgress after three slices that began at one position and broke off', async () => {
    await using run = await runUnderTest({ Find: [[look], finish('ok')] });
    await run.create(one, { ...twoActs, acts: [twoActs.acts[0]] });
    run.browsers.prepare = (browser) =>
      browser.failures.set('waitForPageToSettle', new BrowserCrashed('out of memory'));
    for (let slice = 1; slice <= 3; slice += 1) await expect(run.slice(one)).rejects.toThrow('out of memory');
    await expect(run.slice(one)).rejects.toThrow(
      expect.objectContaining({
        name: 'NoProgress',
        message: expect.stringContaining('BrowserCrashed: out of memory'),
      }),
    );
  });

  it('stops at the act that fails', async () => {
    await using run = await runUnderTest({ Find: [[{ name: 'throw', input: ['there is none'] }]] });
    await run.create(one, twoActs);
    expect(await run.slice(one)).toMatchObject({
      done: true,
      failure: { name: 'ActAgentFailed', cause: 'there is none' },
    });
    expect(await run.finalize(one, { name: 'ActAgentFailed', cause: 'there is none' })).toMatchObject({
      status: 'FAILED',
      error: { name: 'ActAgentFailed', message: 'there is none', act: 'find' },
      acts: [{ id: 'find', status: 'FAILED' }],
    });
    expect(run.emulator.runs[0]?.status).toBe('FAILED');
  });

  it('fails an act whose template names something the earlier answer does not have', async () => {
    await using run = await runUnderTest({ Find: [finish('{}')] });
    await run.create(one, withName);
    expect(await run.slice(one)).toMatchObject({ failure: { name: 'TemplateValueMissing' } });
  });

  it('is not called a success when the journal is gone', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, withName);
    await expect(run.finalize(execution('another'))).rejects.toThrow(
      expect.objectContaining({ name: 'JournalUnreadable' }),
    );
  });

  it('is closed with its open act when the execution broke', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...withName, handBack: 'step' });
    await run.slice(one);
    const cause = JSON.stringify({ errorType: 'BrowserCrashed', errorMessage: 'it died', trace: [] });
    expect(await run.finalize(one, { name: 'BrowserCrashed', cause })).toMatchObject({
      status: 'FAILED',
      error: { name: 'BrowserCrashed', message: 'it died', act: 'find' },
    });
    expect(run.emulator.acts[0]).toMatchObject({ status: 'FAILED', error: { type: 'BrowserCrashed' } });
    expect(run.emulator.runs[0]?.status).toBe('FAILED');
  });

  it('puts a secret into a field once, and neither service, journal, record nor result ever hold it', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, {
      ...withName,
      acts: [{ id: 'login', fill: { secret: 'shop/password', into: 'Password' } }, ...withName.acts],
    });
    await run.slice(one);
    const result = await run.finalize(one);
    expect(result.acts[0]).toEqual({
      id: 'login',
      status: 'SUCCEEDED',
      steps: 0,
      timeWorkedSeconds: expect.any(Number),
    });
    expect(run.browsers.started[0]?.filled).toEqual(['Password']);
    expect(run.emulator.acts).toHaveLength(2);
    const kept = readdirSync(run.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept.length).toBeGreaterThan(5);
    for (const { parentPath, name } of kept)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain('value of shop/password');
    expect(JSON.stringify(run.emulator.requests.map(({ body }) => body))).not.toContain('value of shop/password');
  });

  it('does not put a secret in a second time when it is unknown whether it was', async () => {
    await using run = await runUnderTest({});
    await run.create(one, { ...twoActs, acts: [{ id: 'login', fill: { secret: 'shop/password', into: 'Password' } }] });
    run.browsers.prepare = (browser) => {
      browser.fill = async (_field, _secret, mayDispatch) => {
        mayDispatch();
        throw new BrowserCrashed('gone');
      };
    };
    await expect(run.slice(one)).rejects.toThrow('gone');
    expect(await run.slice(one)).toMatchObject({ failure: { name: 'EffectUnknown' } });
    expect(run.emulator.acts).toEqual([]);
  });

  it('is told of even when it was never created', async () => {
    await using run = await runUnderTest({});
    const problem = await run.create(one, { acts: [] }).catch((error: unknown) => String(error));
    const cause = JSON.stringify({ errorType: 'InvalidInput', errorMessage: problem });
    expect(await run.finalize(one, { name: 'InvalidInput', cause })).toMatchObject({
      status: 'FAILED',
      error: { name: 'InvalidInput', message: expect.stringContaining('startingPage: is missing') },
      log: { logStreamName: 'chores/one' },
    });
    expect(run.emulator.requests).toEqual([]);
  });

  it('is created once, however often its creation is tried', async () => {
    await using run = await runUnderTest(script);
    const first = await run.create(one, withName);
    expect(await run.create(one, withName)).toEqual(first);
    expect(run.emulator.runs).toHaveLength(1);
    expect(run.emulator.sessions).toHaveLength(1);
  });

  it('is refused on AWS when it names what the stack cannot reach, and created when it names what it can', async () => {
    await using run = await runUnderTest(script, { stack: { permitted: { secrets: [] } } });
    await expect(run.create(one, { ...withName, logGroupName: '/others' })).rejects.toThrow(
      'logGroupName: got "/others", allowed: this stack\'s "/chores"',
    );
    expect(run.emulator.requests).toEqual([]);
    await run.create(one, { ...withName, logGroupName: '/chores', workflowDefinitionName: 'chores' });
  });

  it('may on AWS name a log group below the prefix of the stack, and no other', async () => {
    const stack = { permitted: { logGroupPrefix: '/shop/', secrets: [] } };
    await using run = await runUnderTest(script, { stack });
    for (const logGroupName of ['/shopping/a', '/other/shop/a'])
      await expect(run.create(one, { ...withName, logGroupName })).rejects.toThrow(
        `logGroupName: got "${logGroupName}", allowed: this stack's "/chores", and names that begin with "/shop/"`,
      );
    expect(run.emulator.requests).toEqual([]);
    await run.create(one, { ...withName, logGroupName: '/shop/a' });
    await run.create(execution('two'), { ...withName, logGroupName: '/chores' });
  });

  it('is refused on AWS when a fill names a secret that the stack was not given', async () => {
    await using none = await runUnderTest(script, { stack: { permitted: { secrets: [] } } });
    await expect(none.create(one, filling('shop/pin'))).rejects.toThrow(
      'acts.0.fill.secret: got "shop/pin", allowed: none: this stack has no secrets',
    );
    await using run = await runUnderTest(script, { stack: { permitted: { secrets: ['shop/password', 'shop/user'] } } });
    await expect(run.create(one, filling('shop/pin'))).rejects.toThrow(
      'acts.0.fill.secret: got "shop/pin", allowed: this stack\'s shop/password, shop/user',
    );
    expect(run.emulator.requests).toEqual([]);
    await run.create(one, filling('shop/user'));
  });

  it('is held to the guardrails of the stack, whatever its input says', async () => {
    const stack = { guardrails: { allowedDomains: ['*.example.com'], strict: false } };
    await using run = await runUnderTest(script, { stack });
    const away = { ...withName, startingPage: 'https://example.org/' };
    await expect(run.create(one, away)).rejects.toThrow("a page within this stack's guardrails: example.org is not");
    expect(run.emulator.requests).toEqual([]);

    await run.create(one, { ...withName, startingPage: 'https://shop.example.com/' });
    expect((await readInput(run.artifactsOf(one)))?.guardrails).toEqual(stack.guardrails);
  });

  it('refuses a request that another execution has claimed', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, { ...withName, requestId: 'order-1' });
    await expect(run.create(execution('two'), { ...withName, requestId: 'order-1' })).rejects.toThrow(
      "requestId 'order-1' was already used by execution one",
    );
    expect(run.emulator.runs).toHaveLength(1);
  });

  it('refuses the name of an execution that has been forgotten and whose journal is still there', async () => {
    await using run = await runUnderTest(script);
    await run.create(one, withName);
    const startTime = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const refused = {
      name: 'JournalUnreadable',
      message: expect.stringContaining('an earlier execution with the name one'),
    };
    await expect(
      run.create({ ...one, startTime }, { ...withName, startingPage: 'http://b.test' }),
    ).rejects.toMatchObject(refused);
    await expect(run.finalize({ ...one, startTime }, { name: 'JournalUnreadable', cause: '' })).rejects.toMatchObject(
      refused,
    );
    // Nothing of the earlier one has changed.
    expect(await readInput(run.artifactsOf(one))).toMatchObject({ startingPage: 'http://a.test/' });
    expect(run.emulator.runs).toMatchObject([{ status: 'RUNNING' }]);
  });

  it('keeps long answers among its artifacts and gives them to later acts', async () => {
    const name = 'k'.repeat(5_000);
    await using run = await runUnderTest({
      Find: [finish(JSON.stringify({ name }))],
      [`Price of ${name}`]: [finish('1')],
    });
    await run.create(one, withName);
    await run.slice(one);
    const result = await run.finalize(one);
    expect(result.acts[0]).toMatchObject({ responseLocation: expect.stringContaining('responses/00000.json') });
    expect(result.acts[0]).not.toHaveProperty('response');
    expect(result.acts[1]?.response).toBe(1);
  });

  it('keeps its result under 32 KB with 100 answers', async () => {
    const acts = Array.from({ length: 100 }, (_, index) => ({ id: `act-${index}`, prompt: 'Find' }));
    await using run = await runUnderTest({ Find: [finish('x'.repeat(1_000))] });
    await run.create(one, { ...twoActs, acts });
    await run.slice(one);
    const result = await run.finalize(one);
    expect(JSON.stringify(result).length).toBeLessThanOrEqual(32_000);
    expect(result.acts).toHaveLength(100);
  });
});
