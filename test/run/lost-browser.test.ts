import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BrowserCrashed } from '../../lib/act/errors.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import type { FakeBrowser } from '../support/fake-browser.ts';
import { readEvents } from '../../lib/run/recorder.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const click: PlannedCall = { name: 'agentClick', input: ['<box>1,1,9,9</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const finish: PlannedCall[] = [{ name: 'return', input: ['ok'] }];
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }], handBack: 'step' };

type Run = Awaited<ReturnType<typeof runUnderTest>>;

async function toTheEnd(run: Run) {
  let last = await run.slice(one);
  while (!last.done) {
    expect(run.events.length).toBeLessThan(60);
    last = await run.slice(one);
  }
  return last;
}

/** What the service was told in its last request for a step. */
function lastTold(run: Run): string[] {
  return (run.emulator.acts[0]?.steps.at(-2)?.results ?? []).map(({ text }) => text);
}

function losesItAt(kind: 'click', browser: FakeBrowser): void {
  browser.failures.set(kind, new BrowserCrashed('gone'));
}

describe('a run whose browser is lost', () => {
  it('goes on in a fresh one on the starting page while nothing but reads happened', async () => {
    await using run = await runUnderTest({ Go: [[look], [look], finish] });
    await run.create(one, input);
    await run.slice(one);
    run.browsers.lose();
    await toTheEnd(run);
    expect(run.browsers.restored).toEqual([undefined, undefined]);
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('goes on in one restored from the checkpoint of its last effect, and performs nothing again', async () => {
    await using run = await runUnderTest({ Go: [[click, look], [click, look], finish] });
    await run.create(one, input);
    await run.slice(one);
    run.browsers.lose();
    await toTheEnd(run);
    const [first, second] = run.browsers.started;
    expect([first?.effects, second?.effects]).toEqual([['click'], ['click']]);
    expect(run.browsers.restored).toEqual([
      undefined,
      { state: { performed: ['click'] }, forms: 'unseen', secrets: [] },
    ]);
    expect(run.events).toContainEqual(expect.objectContaining({ type: 'BrowserRestored', lost: [] }));
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('goes on in the act after, from what the act before had led to', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish], On: [finish] });
    await run.create(one, { ...input, acts: [...input.acts, { id: 'on', prompt: 'On' }], handBack: 'act' });
    await run.slice(one);
    run.browsers.lose();
    await toTheEnd(run);
    expect(run.browsers.restored.at(-1)).toMatchObject({ state: { performed: ['click'] } });
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('gives the secrets of its earlier acts to the browser that may show them again', async () => {
    await using run = await runUnderTest({ Go: [finish] });
    const fill = { id: 'login', fill: { secret: 'shop/password', into: 'Password' } };
    await run.create(one, { ...input, acts: [fill, ...input.acts], handBack: 'act' });
    await run.slice(one);
    run.browsers.lose();
    await toTheEnd(run);
    expect(run.browsers.restored.at(-1)).toMatchObject({ secrets: ['value of shop/password'] });
  });

  it('ends as EffectUnknown when nobody knows whether its effect happened, and does not repeat it', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => losesItAt('click', browser);
    await expect(run.slice(one)).rejects.toThrow('gone');
    expect(await run.slice(one)).toMatchObject({ done: true, failure: { name: 'EffectUnknown' } });
    expect(run.browsers.started).toHaveLength(1);
    expect(await run.finalize(one)).toMatchObject({ status: 'FAILED', error: { name: 'EffectUnknown', act: 'go' } });
    expect(run.emulator.acts[0]).toMatchObject({ status: 'FAILED', error: { type: 'EffectUnknown' } });
  });

  it('has in its record what failed with the browser, and what came before in that step', async () => {
    await using run = await runUnderTest({ Go: [[look, click, look], finish] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => losesItAt('click', browser);
    await expect(run.slice(one)).rejects.toThrow('gone');
    await run.slice(one);
    await run.finalize(one);
    const events = await readEvents(run.artifactsOf(one));
    expect(events.filter(({ type }) => ['StepAnswered', 'CallEnded', 'StepResumed'].includes(type))).toMatchObject([
      { type: 'StepAnswered', step: 1 },
      { type: 'CallEnded', name: 'takeObservation' },
      { type: 'CallEnded', name: 'agentClick', error: { name: 'BrowserCrashed', message: 'gone' } },
      { type: 'StepResumed', step: 1 },
    ]);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('goes on when its effect certainly never left for the browser: the agent hears that and looks at the new page', async () => {
    await using run = await runUnderTest({ Go: [[click, look], [click, look], finish] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => {
      // Dead before it is asked.
      browser.before = ({ kind }) => {
        if (kind === 'click') throw new BrowserCrashed('gone');
      };
    };
    await expect(run.slice(one)).rejects.toThrow('gone');
    run.browsers.prepare = () => {};
    await toTheEnd(run);
    expect(run.browsers.started.map(({ effects }) => effects)).toEqual([[], ['click']]);
    expect(run.emulator.acts[0]?.steps[0]?.results[0]?.text).toMatch(/^AgentRedirectError: not performed/);
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('goes on when its lease ran out between the beginning of an effect and its dispatch, and nobody took over', async () => {
    await using run = await runUnderTest({ Go: [[click, look], [click, look], finish] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => {
      browser.before = ({ kind }) => {
        // A freeze: both clocks have moved, and nothing was done.
        if (kind === 'click') void run.clock.sleep(30_000);
      };
    };
    await expect(run.slice(one)).rejects.toMatchObject({ name: 'LeaseLost' });
    run.browsers.prepare = () => {};
    await toTheEnd(run);
    expect(run.browsers.started.map(({ effects }) => effects)).toEqual([[], ['click']]);
  });

  it('lets nothing be dispatched late, after the effect was given up', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish] });
    await run.create(one, input);
    let late: (() => void) | undefined;
    run.browsers.prepare = (browser) => {
      browser.perform = async ({ kind }, mayDispatch) => {
        if (kind !== 'click') return;
        late = mayDispatch;
        throw new BrowserCrashed('silent');
      };
    };
    await expect(run.slice(one)).rejects.toThrow('silent');
    expect(late).toThrow('the effect was given up before it was dispatched');
  });

  it('ends as BrowserStateLost when its effect was done and what that led to was never saved', async () => {
    await using run = await runUnderTest({ Go: [[click, { name: 'wait', input: [1] }, look], finish] });
    await run.create(one, input);
    run.browsers.prepare = (browser) => browser.failures.set('wait', new BrowserCrashed('gone'));
    await expect(run.slice(one)).rejects.toThrow('gone');
    expect(await run.slice(one)).toMatchObject({ failure: { name: 'BrowserStateLost' } });
    expect(run.browsers.started[0]?.effects).toEqual(['click']);
  });

  it('ends as BrowserStateLost when the page does not come back as it was, and says what is missing', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish] });
    run.browsers.lost = ['the field “name” is empty'];
    await run.create(one, input);
    await run.slice(one);
    run.browsers.lose();
    expect(await run.slice(one)).toMatchObject({
      failure: { name: 'BrowserStateLost', cause: expect.stringContaining('the field “name” is empty') },
    });
    const result = await run.finalize(one);
    expect(result.acts[0]).toMatchObject({ status: 'FAILED', lost: ['the field “name” is empty'] });
  });
});

describe('a run that tells its agent of a loss', () => {
  const telling = { ...input, afterLoss: 'tellModel' };

  it('says that the effect may have been done, leaves out what was to follow, and goes on', async () => {
    await using run = await runUnderTest({ Go: [[click, click, { name: 'wait', input: [0] }, look], finish] });
    await run.create(one, telling);
    run.browsers.prepare = (browser) => losesItAt('click', browser);
    await expect(run.slice(one)).rejects.toThrow('gone');
    run.browsers.prepare = () => {};
    await toTheEnd(run);
    expect(lastTold(run).slice(0, 3)).toEqual([
      expect.stringMatching(/^AgentRedirectError: .* it may have been done\. The page was reloaded/),
      expect.stringMatching(/^AgentRedirectError: not performed.* The page was reloaded/),
      'null',
    ]);
    expect(run.browsers.started.at(-1)?.effects).toEqual(['wait']);
    expect(run.browsers.restored.at(-1)).toBeUndefined();
    expect(await run.finalize(one)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('says of what was done that the page is gone, and what did not come back', async () => {
    await using run = await runUnderTest({ Go: [[click, look], [click, { name: 'wait', input: [1] }, look], finish] });
    run.browsers.lost = ['the page led elsewhere'];
    await run.create(one, telling);
    await run.slice(one);
    run.browsers.started[0]?.failures.set('wait', new BrowserCrashed('gone'));
    await expect(run.slice(one)).rejects.toThrow('gone');
    await toTheEnd(run);
    expect(run.browsers.restored.at(-1)).toEqual({ state: { performed: ['click'] }, forms: 'told', secrets: [] });
    expect(lastTold(run)[0]).toMatch(/^AgentRedirectError: this was done.*Not brought back: the page led elsewhere$/);
    expect(await run.finalize(one)).toMatchObject({
      status: 'SUCCEEDED',
      acts: [{ status: 'SUCCEEDED', lost: ['the page led elsewhere'] }],
    });
  });

  it('fails all the same where a step cannot bring the news, since it ends the act', async () => {
    await using run = await runUnderTest({ Go: [[click, ...finish]] });
    await run.create(one, telling);
    run.browsers.prepare = (browser) => losesItAt('click', browser);
    await expect(run.slice(one)).rejects.toThrow('gone');
    expect(await run.slice(one)).toMatchObject({ failure: { name: 'EffectUnknown' } });
  });
});

describe('the checkpoint', () => {
  it('is sealed wherever it is kept, in the journal or, when it is large, among the artifacts', async () => {
    for (const bytes of [100, 200_000]) {
      await using run = await runUnderTest({ Go: [[click, look], finish] });
      const canary = Array.from({ length: bytes / 20 }, (_, n) => `canary-${n}-${Math.random()}`).join(' ');
      run.browsers.prepare = (browser) => {
        browser.capture = async () => canary;
      };
      await run.create(one, input);
      await run.slice(one);
      const files = readdirSync(run.directory, { recursive: true, withFileTypes: true });
      const kept = files.filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name)));
      expect(kept.some((content) => content.includes('canary-'))).toBe(false);
      expect(JSON.stringify(await run.store.readHead(one.name)).length).toBeLessThan(60_000);
      run.browsers.lose();
      await run.slice(one);
      expect(run.browsers.restored.at(-1)?.state).toBe(canary);
    }
  });

  it('ends the run as CheckpointUnreadable when it is damaged', async () => {
    await using run = await runUnderTest({ Go: [[click, look], finish] });
    await run.create(one, input);
    await run.slice(one);
    run.browsers.lose();
    const head = await run.store.readHead(one.name);
    if (head === undefined) throw new Error('there is a head');
    const sealed = Buffer.from('not what was sealed').toString('base64');
    await run.store.replaceHead({ ...head, version: head.version + 1, checkpoint: { sealed } }, head);
    expect(await run.slice(one)).toMatchObject({ failure: { name: 'CheckpointUnreadable' } });
    expect(await run.finalize(one)).toMatchObject({ status: 'FAILED', error: { name: 'CheckpointUnreadable' } });
  });
});
