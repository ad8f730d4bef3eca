import { describe, expect, it } from 'vitest';
import type { Tool } from '../../lib/act/ports.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const order: PlannedCall = { name: 'order', input: { item: 'kettle' } };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const finish: PlannedCall[] = [{ name: 'return', input: ['ok'] }];
const one = execution('one');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };

function orderTool(run: Tool['run'], timeoutSeconds = 60): Tool {
  return {
    spec: { name: 'order', description: 'Orders', inputSchema: { json: { type: 'object' } } },
    timeoutSeconds,
    run,
  };
}

/**
 * A run that another slice took over while a tool was under way: how that went, how often the tool was called and what the
 * agent was told of it.
 */
async function takenOverInATool(afterLoss: 'fail' | 'tellModel') {
  const called = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  let calls = 0;
  const tool = orderTool(() => {
    calls += 1;
    called.resolve();
    return answer.promise;
  });
  await using run = await runUnderTest({ Go: [[order, look], finish] }, { tools: [tool] });
  await run.create(one, { ...input, acts: [{ ...input.acts[0], afterLoss }] });
  const frozen = run.slice(one);
  await called.promise;
  run.browsers.lose();
  const next = await run.slice(one);
  answer.resolve('ordered');
  await expect(frozen).rejects.toThrow(expect.objectContaining({ name: 'LeaseLost' }));
  return { next, calls, told: run.emulator.acts[0]?.steps[0]?.results[0]?.text };
}

describe('a tool of a run', () => {
  it('that was under way when its slice was lost is not called again, and the act ends as EffectUnknown', async () => {
    const { next, calls } = await takenOverInATool('fail');
    expect(next).toMatchObject({
      done: true,
      failure: { name: 'EffectUnknown', cause: expect.stringContaining('order') },
    });
    expect(calls).toBe(1);
  });

  it('that was under way is not called again where the agent is told, who hears that it may have been done', async () => {
    const { next, calls, told } = await takenOverInATool('tellModel');
    expect(next).toMatchObject({ done: true, failure: null });
    expect(told).toMatch(/^AgentRedirectError: .*it may have been done/);
    expect(calls).toBe(1);
  });

  it('waits for a slice that has room for all of its time, and is then called once, by the key of its call', async () => {
    const keys: string[] = [];
    const tool = orderTool(async (_, { idempotencyKey }) => keys.push(idempotencyKey), 300);
    await using run = await runUnderTest({ Go: [[order, look], finish] }, { tools: [tool] });
    const { run: ids } = await run.create(one, input);
    // A step may be asked for, and what is left then is less than 300 s.
    expect(await run.slice(one, () => 200_000)).toMatchObject({ done: false, position: { act: 0, step: 1 } });
    expect(keys).toEqual([]);
    expect(await run.slice(one)).toMatchObject({ done: true, failure: null });
    const [act] = run.emulator.acts;
    const [step] = act?.steps ?? [];
    expect(keys).toEqual([[ids.workflowRunId, act?.actId, step?.stepId, step?.calls[0]?.callId].join('/')]);
  });
});

describe('a step with more long calls than slices may begin without progress', () => {
  it.each<[string, PlannedCall]>([
    ['tools', order],
    ['waits', { name: 'wait', input: [50] }],
  ])('goes on slice by slice where they are %s', async (_, call) => {
    const tool = orderTool(async () => 'ordered', 600);
    await using run = await runUnderTest({ Go: [[...Array(5).fill(call), look], finish] }, { tools: [tool] });
    await run.create(one, input);
    const calls = () => run.events.filter((event) => event.type === 'CallEnded' && event.name === call.name).length;
    for (let made = 1; made < 5; made += 1) {
      // Room for one call, and none when it has been made.
      await run.slice(one, () => (calls() < made ? 900_000 : 50_000));
      expect(calls()).toBe(made);
    }
    expect(await run.slice(one)).toMatchObject({ done: true, failure: null });
    expect(calls()).toBe(5);
  });
});
