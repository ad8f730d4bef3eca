import { describe, expect, it } from 'vitest';
import { lossSinceCheckpoint, toldOfLoss } from '../../lib/act/loss.ts';
import { answered, asking, begun, checkpointed, done, NOT_STARTED, type ActProgress } from '../../lib/act/progress.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { actUnderTest, click, look } from './act-under-test.ts';

const think: PlannedCall = { name: 'think', input: ['…'] };
const finish: PlannedCall = { name: 'return', input: [] };

/** An act whose first step has these calls; their ids are their places. */
function inStep(...planned: PlannedCall[]): ActProgress {
  const calls = planned.map((call, index) => ({ ...call, callId: String(index) }));
  return answered(asking(NOT_STARTED), { stepId: 's', calls }, undefined);
}

function texts(progress: ActProgress | undefined): (string | undefined)[] | undefined {
  return progress?.step?.calls.map((entry) => (entry.state === 'done' ? entry.text : undefined));
}

describe('the checkpoint of an act', () => {
  it('goes with the next asking after a step with an effect, and with no other write', async () => {
    await using test = await actUnderTest([[think, look], [click, look], [look], [finish]]);
    await test.perform();
    const withState = test.saved.filter((_, index) => test.states[index] !== undefined);
    expect(withState).toEqual([expect.objectContaining({ stepsTaken: 2, asked: 1, isSaved: true })]);
    expect(test.states.filter(Boolean)).toEqual([{ performed: ['click'] }]);
  });
});

describe('what is certain of an effect', () => {
  it('is that it was not performed, where the slice ends before its turn', async () => {
    await using test = await actUnderTest([[think, click, look], [finish]]);
    expect(await test.perform({}, { msForACall: () => 0 })).toEqual({ kind: 'handBack', reason: 'deadline' });
    expect(test.saved.at(-1)?.step?.calls.map(({ state }) => state)).toEqual(['waiting', 'begun', 'waiting']);
    expect(test.journal.progress.step?.calls.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(test.browser.effects).toEqual([]);
  });

  it('is that it was done, also where that cannot be kept in the usual way any more', async () => {
    await using test = await actUnderTest([[click, look], [finish]]);
    const { save, lastWord } = test.journal;
    const lastWords: ActProgress[] = [];
    test.journal.save = async (progress, state) => {
      if (progress.step?.calls.some((entry) => entry.state === 'done')) throw new Error('the lease has run out');
      await save(progress, state);
    };
    test.journal.lastWord = async (progress) => {
      lastWords.push(progress);
      await lastWord(progress);
    };
    await expect(test.perform()).rejects.toThrow('the lease has run out');
    expect(lastWords.map(({ step }) => step?.calls.map(({ state }) => state))).toEqual([['done', 'waiting']]);
  });
});

it('keeps the answer of a step that came too late for its calls to be performed', async () => {
  await using test = await actUnderTest([[click, look], [finish]]);
  const { save } = test.journal;
  let hasRunOut = false;
  test.journal.save = async (progress, state) => {
    hasRunOut ||= progress.step !== undefined;
    if (hasRunOut) throw new Error('the lease has run out');
    await save(progress, state);
  };
  await expect(test.perform()).rejects.toThrow('the lease has run out');
  expect(test.browser.effects).toEqual([]);
  expect(test.saved.at(-1)).toMatchObject({ stepsTaken: 1, isSaved: true, effectBegun: false });
  expect(test.saved.at(-1)?.step?.calls.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
});

describe('what is lost with a browser', () => {
  it('is nothing where no effect was begun, or all are saved', () => {
    expect(lossSinceCheckpoint(NOT_STARTED)).toBeUndefined();
    expect(lossSinceCheckpoint(inStep(think, look))).toBeUndefined();
    const saved = checkpointed(done(begun(inStep(click, look), '0'), '0', 'null'));
    expect(lossSinceCheckpoint(saved)).toBeUndefined();
  });

  it('is unknown where an effect was begun, and named where it was done and not saved', () => {
    const under = begun(inStep(click, look), '0');
    expect(lossSinceCheckpoint(under)).toMatchObject({
      name: 'EffectUnknown',
      message: expect.stringContaining('agentClick (call 0 of step 1)'),
    });
    expect(lossSinceCheckpoint(done(under, '0', 'null'))).toMatchObject({ name: 'BrowserStateLost' });
    expect(lossSinceCheckpoint({ ...NOT_STARTED, isSaved: false })).toMatchObject({
      name: 'BrowserStateLost',
      message: expect.stringContaining('the earlier acts'),
    });
  });
});

describe('an agent that is told of a loss', () => {
  it('hears of each call that it concerns, and no other result changes', () => {
    const progress = begun(
      done(begun(done(inStep(think, click, click, click, look), '0', 'null'), '1'), '1', '1'),
      '2',
    );
    expect(texts(toldOfLoss(progress, [], new Set()))).toEqual([
      'null',
      expect.stringMatching(/^AgentRedirectError: this was done, but/),
      expect.stringMatching(/it may have been done/),
      expect.stringMatching(/^AgentRedirectError: not performed/),
      undefined,
    ]);
  });

  it('hears by its last call that something did not come back, where no call was under way', () => {
    const saved = checkpointed(done(begun(inStep(click, think, look), '0'), '0', 'null'));
    expect(texts(toldOfLoss(saved, ['the field is empty', 'the tab is gone'], new Set()))).toEqual([
      'null',
      'AgentRedirectError: the browser was lost. The page was reloaded: look at it before going on. Not brought back: the field is empty; the tab is gone',
      undefined,
    ]);
  });

  it.each([
    ['was lost before the page was saved', (progress: ActProgress) => progress],
    ['was lost later', checkpointed],
  ])('still hears what a tool had given where the browser %s', (_, then) => {
    const call = { name: 'order', input: { item: 'kettle' } };
    const given = then(done(begun(inStep(call, look), '0'), '0', '{"order":4711}'));
    expect(texts(toldOfLoss(given, ['the tab is gone'], new Set(['order'])))).toEqual([
      expect.stringMatching(/the browser was lost\. .*the tab is gone\. Its result: \{"order":4711\}$/),
      undefined,
    ]);
  });

  it.each([
    ['there is no step yet', NOT_STARTED],
    ['the step ends the act', begun(inStep(click, finish), '0')],
    ['the step looks at nothing', begun(inStep(click), '0')],
    ['the step does nothing but look', inStep(look)],
  ])('cannot hear of it where %s', (_, progress) => {
    expect(toldOfLoss(progress, ['gone'], new Set())).toBeUndefined();
  });

  it('takes at most ten sentences into the outcome of its act', () => {
    const lost = Array.from({ length: 30 }, (_, index) => `thing ${index}`);
    expect(toldOfLoss(begun(inStep(click, look), '0'), lost, new Set())?.lost).toEqual(lost.slice(0, 10));
  });
});
