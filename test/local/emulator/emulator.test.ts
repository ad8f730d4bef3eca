import { describe, expect, it } from 'vitest';
import { observation, startResults } from '../../nova-act/emulated-service.ts';
import { callIdsOf, callResults, idOf, rawService, runRequest } from './raw-service.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const start = { callResults: callResults(startResults) };
const seen = JSON.stringify(observation);

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

describe('what has not ended', () => {
  it.for(['RUNNING', 'TIMED_OUT', 'DELETING'])('is a run that cannot be set to %s', async (status) => {
    await using service = await rawService();
    const answer = await service.put(service.paths.run, { status });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'InvalidStatus' } });
    expect(service.emulator.runs[0]).toMatchObject({ status: 'RUNNING', endedAt: undefined });
  });

  it.for(['RUNNING', 'TIMED_OUT', 'PENDING_CLIENT_ACTION', 'PENDING_HUMAN_ACTION'])(
    'is an act that cannot be set to %s',
    async (status) => {
      await using service = await rawService();
      const answer = await service.put(service.paths.act, { status });
      expect(answer).toMatchObject({ status: 400, body: { reason: 'InvalidStatus' } });
      expect(service.emulator.acts[0]).toMatchObject({ status: 'RUNNING', endedAt: undefined });
    },
  );

  it('is an act whose run has ended, and it takes no step and no ending', async () => {
    await using service = await rawService();
    await service.put(service.paths.run, { status: 'SUCCEEDED' });
    for (const [path, body] of [
      [service.paths.step, start],
      [service.paths.act, { status: 'FAILED' }],
    ] as const)
      expect(await service.put(path, body)).toMatchObject({ status: 400, body: { reason: 'InvalidStatus' } });
  });
});

describe('the emulator', () => {
  it('keeps what a test would look at, or drops it when the act has ended', async () => {
    await using keeping = await rawService();
    await using forgetful = await rawService({ forgetful: true });
    const actsAfter = async ({ put, paths, emulator }: typeof keeping) => {
      const step = await put(paths.step, start);
      const first = emulator.acts[0]?.startResults.length;
      const callId = callIdsOf(step)[0] ?? '';
      const next = { previousStepId: step.body['stepId'], callResults: callResults([{ callId, text: seen }]) };
      expect((await put(paths.step, next)).status).toBe(200);
      await put(paths.act, { status: 'SUCCEEDED' });
      const { startResults: left = [], steps = [], observation: last, status } = emulator.acts[0] ?? {};
      return { first, left: [left.length, steps.length], last, status, requests: emulator.requests.length };
    };

    const ended = { first: 2, status: 'SUCCEEDED' };
    expect(await actsAfter(keeping)).toEqual({ ...ended, left: [2, 2], last: observation, requests: 6 });
    expect(await actsAfter(forgetful)).toEqual({ ...ended, left: [0, 0], last: undefined, requests: 0 });
  });

  it("tells of its own mistake as the service would of one of the service's", async () => {
    await using service = await rawService();
    service.emulator.queueFaults('GetWorkflowRun', async () => {
      throw new Error('a mistake');
    });
    expect(await service.get(service.paths.run)).toMatchObject({
      status: 500,
      body: { message: 'The emulator failed: Error: a mistake' },
    });
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

describe('what exists', () => {
  it('is not found below a run or a session that it is not of', async () => {
    await using service = await rawService();
    const { runs, run, session, act } = service.paths;
    const otherRun = `${runs}/${String((await service.put(runs, runRequest)).body['workflowRunId'])}`;
    const otherSession = String((await service.put(`${run}/sessions`, {})).body['sessionId']);
    const places = [
      ['Session', act.replace(run, otherRun)],
      ['Act', act.replace(idOf(session), otherSession)],
    ] as const;

    for (const [resourceType, place] of places)
      for (const answer of [
        await service.put(place, { status: 'FAILED' }),
        await service.put(`${place}/invoke-step/`, start),
      ])
        expect(answer).toMatchObject({ status: 404, body: { resourceType } });
    expect(service.emulator.acts).toMatchObject([{ status: 'RUNNING', steps: [] }]);
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
      planner: {
        name: 'endless',
        nextCalls: () => {
          planning.resolve();
          return Promise.withResolvers<never>().promise;
        },
      },
    });
    const waiting = service.put(`${service.paths.act}/invoke-step/`, start).catch((error: unknown) => error);
    await planning.promise;

    await Promise.all([service.emulator.close(), service.emulator.close()]);
    await service.emulator.close();

    expect(await waiting).toBeInstanceOf(Error);
  });
});
