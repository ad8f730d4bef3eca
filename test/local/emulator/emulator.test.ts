import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Planner } from '../../../lib/local/emulator/planner.ts';
import { observation, startResults } from '../../nova-act/emulated-service.ts';
import { callResults, rawService } from './raw-service.ts';
import type { Answer } from './raw-service.ts';

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

function callIdsOf(step: Answer): string[] {
  return z
    .array(z.object({ callId: z.string() }))
    .parse(step.body['calls'])
    .map(({ callId }) => callId);
}

describe('InvokeActStep', () => {
  it('answers with and without the slash at the end, with unique ids in lower case', async () => {
    await using service = await rawService(clicking);
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
      name: 'listening',
      nextCalls: (request) => {
        told.push(request);
        return clicking.nextCalls(request);
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
    await using service = await rawService(clicking);

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
    await using service = await rawService(clicking);
    const first = await service.put(`${service.paths.act}/invoke-step/`, start);
    const [click = '', look = ''] = callIdsOf(first);

    const body = { previousStepId: first.body['stepId'], callResults: callResults(results([click, look])) };

    expect((await service.put(`${service.paths.act}/invoke-step/`, body)).status).toBe(status);
  });

  it('refuses a step while another one of the act is planned', async () => {
    const planning = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    await using service = await rawService({
      name: 'slow',
      nextCalls: async () => {
        planning.resolve();
        await release.promise;
        return [];
      },
    });
    const first = service.put(`${service.paths.act}/invoke-step/`, start);
    await planning.promise;

    const second = await service.put(`${service.paths.act}/invoke-step/`, start);
    release.resolve();

    expect(second.status).toBe(409);
    expect((await first).status).toBe(200);
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
      name: 'failing',
      nextCalls: () => {
        throw new Error('No idea');
      },
    });

    const answer = await service.put(`${service.paths.act}/invoke-step/`, start);

    expect(answer).toMatchObject({ status: 500, body: { message: 'No idea', reason: 'InvalidModelGeneration' } });
  });
});

describe('what has ended', () => {
  it('takes nothing more, but its own ending again', async () => {
    await using service = await rawService();
    const { run, session, act } = service.paths;
    const failed = { status: 'FAILED', error: { message: 'm', type: 'ActToolError' } };

    const answers = {
      actFails: await service.put(act, failed),
      actFailsAgain: await service.put(act, failed),
      actSucceeds: await service.put(act, { status: 'SUCCEEDED' }),
      step: await service.put(`${act}/invoke-step/`, start),
      runSucceeds: await service.put(run, { status: 'SUCCEEDED' }),
      runSucceedsAgain: await service.put(run, { status: 'SUCCEEDED' }),
      runFails: await service.put(run, { status: 'FAILED' }),
      newSession: await service.put(`${run}/sessions`, {}),
      newAct: await service.put(`${session}/acts`, { task: 'Find it' }),
    };

    const reasons = Object.entries(answers).map(([name, { status, body }]) => [name, body['reason'] ?? status]);
    expect(Object.fromEntries(reasons)).toEqual({
      actFails: 200,
      actFailsAgain: 200,
      actSucceeds: 'InvalidStatus',
      step: 'InvalidStatus',
      runSucceeds: 200,
      runSucceedsAgain: 200,
      runFails: 'InvalidStatus',
      newSession: 'InvalidStatus',
      newAct: 'InvalidStatus',
    });
    expect(service.emulator.acts[0]).toMatchObject(failed);
    expect(service.emulator.runs[0]?.endedAt).toBeInstanceOf(Date);
  });
});

describe('what does not exist', () => {
  const nobody = '00000000-0000-4000-8000-000000000000';

  it.for([
    ['WorkflowRun', (run: string) => run.replace(/[^/]+$/, nobody), { status: 'FAILED' }],
    ['WorkflowRun', (run: string) => run.replace('price-check', 'other'), { status: 'FAILED' }],
    ['Session', (run: string) => `${run}/sessions/${nobody}/acts`, { task: 'Find it' }],
    ['Act', (_: string, session: string) => `${session}/acts/${nobody}`, { status: 'FAILED' }],
  ] as const)('is told as a missing %s (%#)', async ([resourceType, path, body]) => {
    await using service = await rawService();

    const answer = await service.put(path(service.paths.run, service.paths.session), body);

    expect(answer).toMatchObject({ status: 404, body: { resourceType } });
    expect(answer.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(UUID);
  });
});

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

describe('a request that the gate refuses', () => {
  it.for([
    ['has another authorization', 'MissingAuthenticationTokenException', 'Bearer abc'],
    ['is signed for another service', 'InvalidSignatureException', signed('bedrock')],
    ['has half a signature', 'InvalidSignatureException', 'AWS4-HMAC-SHA256 Credential=A'],
  ] as const)('because it %s', async ([, name, authorization]) => {
    await using service = await rawService();

    const answer = await service.put(service.paths.runs, {}, { authorization });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe(name);
  });

  it('because it has no authorization', async () => {
    await using service = await rawService();

    const response = await fetch(service.emulator.url + service.paths.run);

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
  });

  it.for(['{"modelId": ', '[]', '"x"'])('because its body is no JSON object: %s', async (body) => {
    await using service = await rawService();

    const answer = await service.put(service.paths.runs, body);

    expect(answer.headers.get('x-amzn-errortype')).toBe('SerializationException');
  });

  it('because there is no such operation', async () => {
    await using service = await rawService();

    expect((await service.put('/workflow-definitions/n/elsewhere', {})).status).toBe(404);
  });
});

describe('closing', () => {
  it('ends requests that still wait, and can be repeated', async () => {
    const planning = Promise.withResolvers<void>();
    const service = await rawService({
      name: 'endless',
      nextCalls: () => {
        planning.resolve();
        return Promise.withResolvers<never>().promise;
      },
    });
    const waiting = service.put(`${service.paths.act}/invoke-step/`, start).catch((error: unknown) => error);
    await planning.promise;

    await Promise.all([service.emulator.close(), service.emulator.close()]);
    await service.emulator.close();

    expect(await waiting).toBeInstanceOf(Error);
  });
});
