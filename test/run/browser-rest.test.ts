import { describe, expect, it } from 'vitest';
import { BrowserCrashed } from '../../lib/act/errors.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const finish: PlannedCall[] = [{ name: 'return', input: [] }];
const click: PlannedCall[] = [{ name: 'agentClick', input: ['<box>1,1,9,9</box>'] }];
const look: PlannedCall[] = [{ name: 'takeObservation', input: [] }];
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };

/** Notes of each rest and each end whether the run's lease was still held. */
async function runThatTells(steps: PlannedCall[][], held: string[]) {
  const run = await runUnderTest({ Go: steps });
  const note = (what: string) => async () => {
    held.push(`${what}, ${(await run.store.readHead(one.name))?.leaseUntil === 0 ? 'free' : 'held'}`);
  };
  run.browsers.rest = note('rest');
  run.browsers.end = note('end');
  return run;
}

describe('the browser of a run', () => {
  it('rests when a slice hands back, before another may act', async () => {
    const held: string[] = [];
    await using run = await runThatTells([look, finish], held);
    await run.create(one, { ...input, handBack: 'step' });
    await run.slice(one);
    expect(held).toEqual(['rest, held']);
    expect((await run.store.readHead(one.name))?.leaseUntil).toBe(0);
  });

  it('is ended when the run is over, before anybody else may act', async () => {
    const held: string[] = [];
    await using run = await runThatTells([finish], held);
    await run.create(one, input);
    await run.slice(one);
    expect(held).toEqual(['end, held']);
  });

  it('is ended when the slice breaks off', async () => {
    const held: string[] = [];
    await using run = await runThatTells([click, finish], held);
    await run.create(one, input);
    run.browsers.prepare = (browser) => browser.failures.set('click', new BrowserCrashed('The browser is gone.'));
    await expect(run.slice(one)).rejects.toThrow(BrowserCrashed);
    expect(held).toEqual(['end, held']);
  });
});
