import { describe, expect, it } from 'vitest';
import { looking, startResults } from '../../nova-act/emulated-service.ts';
import { callResults, rawService, stillClock } from './raw-service.ts';
import type { Answer } from './raw-service.ts';

const start = { callResults: callResults(startResults) };
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);

async function times(count: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) answers.push(await ask());
  return answers;
}

/** With a clock that stands still; `steps` and `reads` send so many requests, one after another. */
async function limitedService() {
  const clock = stillClock();
  const service = await rawService({ quotas: 'aws', clock });
  const steps = (count: number) => times(count, () => service.put(service.paths.step, start));
  const reads = (count: number) => times(count, () => service.get(service.paths.run));
  return { ...service, clock, steps, reads };
}

describe("the service's quotas of requests", () => {
  it('are 5 steps per second', async () => {
    await using service = await limitedService();

    const [sixth, ...others] = (await service.steps(6)).toReversed();

    expect(statusesOf(others)).toEqual([200, 200, 200, 200, 200]);
    expect(sixth).toMatchObject({ status: 429, body: { message: expect.stringContaining('5 InvokeActStep') } });
    expect(sixth?.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
    expect(sixth?.headers.get('retry-after')).toBe('1');
  });

  it('begin anew as the second passes, and what was refused does not count', async () => {
    await using service = await limitedService();
    await service.steps(2);
    service.clock.pass(600);
    expect(statusesOf(await service.steps(5))).toEqual([200, 200, 200, 429, 429]);
    service.clock.pass(399);
    expect(statusesOf(await service.steps(1))).toEqual([429]);
    service.clock.pass(1);
    expect(statusesOf(await service.steps(3))).toEqual([200, 200, 429]);
    service.clock.pass(1_000);
    expect(statusesOf(await service.steps(6))).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('are 100 per second of each other operation, each for itself', async () => {
    await using service = await limitedService();
    const reads = statusesOf(await service.reads(101));
    expect(reads.filter((status) => status === 200)).toHaveLength(100);
    expect(reads.at(-1)).toBe(429);
    expect((await service.post(service.paths.run, {})).status).toBe(200);
    expect(statusesOf(await service.steps(1))).toEqual([200]);
  });

  it('are not kept where nobody asked for them', async () => {
    await using service = await rawService({ clock: stillClock() });
    for (let count = 0; count < 6; count += 1) expect((await service.put(service.paths.step, start)).status).toBe(200);
  });
});

describe('a step latency', () => {
  it('is how long a step is planned; what is refused is refused at once', async () => {
    const clock = stillClock();
    let plans = 0;
    const planner = {
      name: 'counting',
      nextCalls: () => [{ name: 'takeObservation', input: [] }].slice(0, (plans += 1)),
    };
    await using service = await rawService({ stepLatencyMs: 5_000, clock, planner });

    expect((await service.put(service.paths.step, { callResults: [] })).status).toBe(400);
    const step = service.put(service.paths.step, start);
    while (clock.sleepers() === 0) await service.get(service.paths.run);
    clock.pass(4_999);
    expect([clock.sleepers(), plans]).toEqual([1, 0]);
    clock.pass(1);

    expect((await step).status).toBe(200);
    expect(plans).toBe(1);
  });

  it('is none where nobody asked for one', async () => {
    await using service = await rawService({ clock: stillClock(), planner: looking });
    expect((await service.put(service.paths.step, start)).status).toBe(200);
  });
});
