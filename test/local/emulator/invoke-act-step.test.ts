import { describe, expect, it } from 'vitest';
import type { Planner } from '../../../lib/local/emulator/planner.ts';
import { observation, startResults } from '../../nova-act/emulated-service.ts';
import { callIdsOf, callResults, rawService } from './raw-service.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const start = { callResults: callResults(startResults) };
const seen = JSON.stringify(observation);

/** Clicks for ever. */
const clicking: Planner = {
  name: 'clicking',
  nextCalls: () => [
    { name: 'agentClick', input: ['<box>1,1,2,2</box>'] },
    { name: 'takeObservation', input: [] },
  ],
};

describe('InvokeActStep', () => {
  it('answers with and without the slash at the end, with unique ids in lower case', async () => {
    await using service = await rawService({ planner: clicking });
    const first = await service.put(`${service.paths.act}/invoke-step/`, start);
    const [click = '', look = ''] = callIdsOf(first);

    const second = await service.put(`${service.paths.act}/invoke-step`, {
      previousStepId: first.body['stepId'],
      callResults: callResults([
        { callId: click, text: 'null' },
        { callId: look, text: seen },
      ]),
    });

    expect([first.status, second.status]).toEqual([200, 200]);
    const ids = [...callIdsOf(first), ...callIdsOf(second), first.body['stepId'], second.body['stepId']];
    expect(new Set(ids).size).toBe(6);
    for (const id of ids) expect(id).toMatch(UUID);
  });

  it('tells the planner the task, the steps with their results, and the newest observation', async () => {
    const told: Parameters<Planner['nextCalls']>[0][] = [];
    await using service = await rawService({
      planner: {
        name: 'listening',
        nextCalls: (request) => {
          told.push(request);
          return clicking.nextCalls(request);
        },
      },
    });
    const first = await service.put(`${service.paths.act}/invoke-step/`, start);
    const [click = '', look = ''] = callIdsOf(first);
    const newer = { ...observation, activeURL: 'http://127.0.0.1/next' };
    const results = [
      { callId: click, text: 'null' },
      { callId: look, text: JSON.stringify(newer) },
    ];
    const previousStepId = first.body['stepId'];
    await service.put(`${service.paths.act}/invoke-step/`, { previousStepId, callResults: callResults(results) });

    expect(told).toMatchObject([
      { task: 'Find it', steps: [], observation },
      { task: 'Find it', steps: [{ stepId: previousStepId, results }], observation: newer },
    ]);
  });

  const wrongStarts = [
    ['only initiateAct', 'callResults', { callResults: callResults(startResults.slice(0, 1)) }],
    ['only an observation', 'callResults', { callResults: callResults(startResults.slice(1)) }],
    [
      'an observation that is none',
      'callResults.1.content.0.text.activeURL',
      {
        callResults: callResults([
          { callId: 'initiateAct', text: '{}' },
          { callId: 'takeObservation', text: JSON.stringify({ ...observation, activeURL: 1 }) },
        ]),
      },
    ],
    ['a previous step', 'previousStepId', { ...start, previousStepId: '00000000-0000-0000-0000-000000000000' }],
  ] as const;

  it.for(wrongStarts)('refuses a first request with %s', async ([, name, body]) => {
    await using service = await rawService({ planner: clicking });

    const answer = await service.put(`${service.paths.act}/invoke-step/`, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ reason: 'FieldValidationFailed', fieldList: [{ name }] });
    expect(service.emulator.acts[0]?.steps).toEqual([]);
  });

  type Results = (ids: readonly [string, string]) => { callId: string; text: string }[];
  const followUps: readonly (readonly [what: string, status: number, results: Results])[] = [
    ['is complete', 200, ([click, look]) => [{ callId: click, text: 'null' }, { callId: look, text: seen }]], // prettier-ignore
    ['ends with a failed call', 200, ([click]) => [{ callId: click, text: 'ActActuationError: gone' }]],
    ['misses a result', 400, ([click]) => [{ callId: click, text: 'null' }]],
    ['is out of order', 400, ([click, look]) => [{ callId: look, text: seen }, { callId: click, text: 'null' }]], // prettier-ignore
    ['has a call nobody made', 400, ([click]) => [{ callId: click, text: 'null' }, { callId: 'other', text: seen }]], // prettier-ignore
  ];

  it.for(followUps)('whose list of results %s is answered with %i', async ([, status, results]) => {
    await using service = await rawService({ planner: clicking });
    const first = await service.put(`${service.paths.act}/invoke-step/`, start);
    const [click = '', look = ''] = callIdsOf(first);

    const body = { previousStepId: first.body['stepId'], callResults: callResults(results([click, look])) };

    expect((await service.put(`${service.paths.act}/invoke-step/`, body)).status).toBe(status);
  });

  /** Asks for a step, and is told when it is being planned; it is until it is released. */
  async function planning() {
    const began = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const planner: Planner = {
      name: 'slow',
      nextCalls: async () => {
        began.resolve();
        await release.promise;
        return [];
      },
    };
    const service = await rawService({ planner });
    const step = service.put(service.paths.step, start);
    await began.promise;
    return { ...service, step, release: release.resolve };
  }

  it('refuses a step while another one of the act is planned', async () => {
    await using service = await planning();

    const second = await service.put(service.paths.step, start);
    service.release();

    expect(second.status).toBe(409);
    expect((await service.step).status).toBe(200);
  });

  it('adds nothing to an act that was ended while its step was planned', async () => {
    await using service = await planning();

    expect((await service.put(service.paths.act, { status: 'FAILED' })).status).toBe(200);
    service.release();

    expect(await service.step).toMatchObject({ status: 400, body: { reason: 'InvalidStatus' } });
    expect(service.emulator.acts[0]).toMatchObject({ steps: [], startResults: [] });
  });

  it('gives 200 steps to an act and no more', async () => {
    await using service = await rawService();
    let step = await service.put(`${service.paths.act}/invoke-step/`, start);
    const next = async () =>
      service.put(`${service.paths.act}/invoke-step/`, {
        previousStepId: step.body['stepId'],
        callResults: callResults([{ callId: callIdsOf(step)[0] ?? '', text: seen }]),
      });
    for (let count = 1; count < 200; count += 1) step = await next();

    expect(step.status).toBe(200);
    expect(await next()).toMatchObject({ status: 400, body: { fieldList: [{ name: 'previousStepId' }] } });
  });

  it("tells a planner's failure as the model's", async () => {
    await using service = await rawService({
      planner: {
        name: 'failing',
        nextCalls: () => {
          throw new Error('No idea');
        },
      },
    });

    const answer = await service.put(`${service.paths.act}/invoke-step/`, start);

    expect(answer).toMatchObject({ status: 500, body: { message: 'No idea', reason: 'InvalidModelGeneration' } });
  });
});
