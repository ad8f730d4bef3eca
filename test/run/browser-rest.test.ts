import { describe, expect, it } from 'vitest';
import { BrowserCrashed } from '../../lib/act/errors.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const finish: PlannedCall[] = [{ name: 'return', input: [] }];
const click: PlannedCall[] = [{ name: 'agentClick', input: ['<box>1,1,9,9</box>'] }];
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };

/** Notes of each rest whether the run's lease was still held. */
async function runThatRests(steps: PlannedCall[][], held: boolean[]) {
  const run = await runUnderTest({ Go: steps });
  run.browsers.rest = async () => {
    held.push((await run.store.readHead(one.name))?.leaseUntil !== 0);
  };
  await run.create(one, input);
  return run;
}

describe('the browser of a run', () => {
  it('is cut off from the sites at the end of a slice, before another may act', async () => {
    const held: boolean[] = [];
    await using run = await runThatRests([finish], held);
    await run.slice(one);
    expect(held).toEqual([true]);
    expect((await run.store.readHead(one.name))?.leaseUntil).toBe(0);
  });

  it('is cut off just the same when the slice breaks off', async () => {
    const held: boolean[] = [];
    await using run = await runThatRests([click, finish], held);
    run.browsers.prepare = (browser) => browser.failures.set('click', new BrowserCrashed('The browser is gone.'));
    await expect(run.slice(one)).rejects.toThrow(BrowserCrashed);
    expect(held).toEqual([true]);
  });
});
