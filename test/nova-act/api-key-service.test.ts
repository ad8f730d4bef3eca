import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NovaActError } from '../../lib/act/errors.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { Fault } from '../../lib/local/emulator/fault.ts';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import manifest from '../../package.json' with { type: 'json' };
import { looking, startResults, token } from './emulated-service.ts';
import { startRecorder } from './recorder.ts';
import { startTricklingServer } from './trickling-server.ts';

const apiKey = 'key-of-36-characters-made-for-tests.';

const run = () => ({ workflowDefinitionName: 'price-check', modelId: 'nova-act-preview', clientToken: token() });
const act = () => ({ task: 'Find the kettle', toolSpecs: [], clientToken: token() });

/** An emulator, a service that speaks to it with an API key, and a session to act in. */
async function emulatedService() {
  const emulator = await startEmulator({ planner: looking });
  const service = new ApiKeyService({ apiKey, endpoint: emulator.url });
  const { workflowDefinitionName, ...request } = run();
  const workflowRunId = await service.createWorkflowRun({ workflowDefinitionName, ...request });
  const sessionId = await service.createSession({ workflowDefinitionName, workflowRunId, clientToken: token() });
  const session = { workflowDefinitionName, workflowRunId, sessionId };
  return {
    emulator,
    service,
    session,
    acts: service.actService(session),
    received: (operation: string) => emulator.requests.filter((request_) => request_.operation === operation).length,
    async [Symbol.asyncDispose]() {
      service[Symbol.dispose]();
      await emulator.close();
    },
  };
}

async function failureOf(fault: Fault): Promise<unknown> {
  await using emulated = await emulatedService();
  const actId = await emulated.acts.createAct(act());
  emulated.emulator.queueFaults('InvokeActStep', fault);
  return await emulated.acts
    .invokeActStep({ actId, previousStepId: undefined, callResults: startResults })
    .catch((error: unknown) => error);
}

/** Everything an error could tell, in whatever way it is looked at. */
const allOf = (error: unknown) => `${inspect(error, { depth: Infinity, showHidden: true })} ${JSON.stringify(error)}`;

describe('a run with an API key', () => {
  it('creates, steps and ends, and the emulator holds what was said', async () => {
    await using emulated = await emulatedService();
    const { emulator, service, session, acts } = emulated;

    const actId = await acts.createAct(act());
    const first = await acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });
    const results = first.calls.map(({ callId }) => ({ callId, text: startResults[1]?.text ?? '' }));
    await acts.invokeActStep({ actId, previousStepId: first.stepId, callResults: results });
    await acts.updateAct(actId, { status: 'FAILED', error: { message: '', type: 'ActAgentFailed' } });
    await service.updateWorkflowRun({ ...session, status: 'SUCCEEDED' });

    expect(emulator.runs).toMatchObject([{ status: 'SUCCEEDED', modelId: 'nova-act-preview' }]);
    expect(emulator.acts).toMatchObject([
      { task: 'Find the kettle', status: 'FAILED', error: { message: 'ActAgentFailed', type: 'ActAgentFailed' } },
    ]);
    expect(emulator.acts[0]?.steps).toHaveLength(2);
  });

  it('says what the backend takes, and nothing of AWS', async () => {
    await using emulated = await emulatedService();
    const { emulator, service, session, acts } = emulated;
    const { workflowRunId, sessionId } = session;
    const actId = await acts.createAct(act());
    await acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });
    await acts.updateAct(actId, { status: 'SUCCEEDED' });
    await service.updateWorkflowRun({ ...session, status: 'FAILED' });

    const runs = '/agent/workflow-definitions/default/workflow-runs';
    const inSession = `${runs}/${workflowRunId}/sessions/${sessionId}`;
    const clientInfo = { compatibilityVersion: 1, sdkVersion: `nova-act-serverless/${manifest.version}` };
    const callResults = startResults.map(({ callId, text }) => ({ callId, content: [{ text }] }));
    expect(emulator.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PUT', runs, { modelId: 'nova-act-preview', clientInfo }],
      ['PUT', `${runs}/${workflowRunId}/sessions`, {}],
      ['PUT', `${inSession}/acts`, { task: 'Find the kettle' }],
      ['PUT', `${inSession}/acts/${actId}/invoke-step`, { callResults }],
      ['PUT', `${inSession}/acts/${actId}`, { status: 'SUCCEEDED' }],
      ['PUT', `${runs}/${workflowRunId}`, { status: 'FAILED' }],
    ]);
    expect(emulator.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-api-key': apiKey,
      'x-client-source': 'sdk',
      'content-type': 'application/json',
      'user-agent': `nova-act-serverless/${manifest.version}`,
    });
  });

  it('takes ids of whatever form, encoded', async () => {
    await using recorder = await startRecorder({ body: '{"actId": "a"}' });
    using service = new ApiKeyService({ apiKey, endpoint: `${recorder.url}/` });

    await service.actService({ workflowDefinitionName: 'n', workflowRunId: 'r/1', sessionId: 'ü' }).createAct(act());

    expect(recorder.requests[0]?.url).toBe(
      '/agent/workflow-definitions/default/workflow-runs/r%2F1/sessions/%C3%BC/acts',
    );
  });

  it('knows no open runs, and asks nobody', async () => {
    await using recorder = await startRecorder();
    using service = new ApiKeyService({ apiKey, endpoint: recorder.url });
    expect(await service.openWorkflowRuns()).toEqual([]);
    expect(recorder.requests).toEqual([]);
  });

  it('does not send what the model does not allow', async () => {
    await using emulated = await emulatedService();
    const created = emulated.acts.createAct({ ...act(), task: 'hunter2 '.repeat(2_000) });
    await expect(created).rejects.toMatchObject({
      name: 'ActBadRequestError',
      message: 'CreateAct: task is a text of 16000 characters, but must have a length from 1 to 10000',
    });
    const results = [{ callId: 'c', text: 'x'.repeat(5 * 1024 * 1024) }];
    const asked = emulated.acts.invokeActStep({ actId: 'a', previousStepId: undefined, callResults: results });
    await expect(asked).rejects.toMatchObject({
      name: 'ActBadRequestError',
      message: expect.stringMatching(/^InvokeActStep: the request has 52429\d\d bytes, but must have at most 5242880$/),
    });
    expect(emulated.received('CreateAct') + emulated.received('InvokeActStep')).toBe(0);
  });
});

describe('an API key', () => {
  it('that is empty is refused before anything is sent', async () => {
    await using recorder = await startRecorder();
    using service = new ApiKeyService({ apiKey: '', endpoint: recorder.url });
    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('0 characters'),
    });
    expect(recorder.requests).toEqual([]);
  });

  it.for([
    ['too short', apiKey.slice(1), '35 characters'],
    ['too long', `${apiKey}x`, '37 characters'],
    ['with a line end', `${apiKey.slice(1)}\n`, '36 characters'],
    ['with letters that no header takes', `${apiKey.slice(1)}ß`, '36 characters'],
  ] as const)('that is %s is refused before anything is sent, and not shown', async ([, wrong, told]) => {
    await using recorder = await startRecorder();
    for (const source of [wrong, async () => wrong]) {
      using service = new ApiKeyService({ apiKey: source, endpoint: recorder.url });
      const error: unknown = await service.createWorkflowRun(run()).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ name: 'AuthError', message: expect.stringContaining(told) });
      expect(allOf(error)).not.toContain(wrong);
    }
    expect(recorder.requests).toEqual([]);
  });

  it('that is read from somewhere is read once, and again when it was refused', async () => {
    let reads = 0;
    const read = async () => `${String((reads += 1)).padStart(2, '0')}${apiKey.slice(2)}`;
    const created = { body: '{"workflowRunId": "r"}' };
    await using recorder = await startRecorder(created, created, { status: 403 }, created);
    using service = new ApiKeyService({ apiKey: read, endpoint: recorder.url });

    await service.createWorkflowRun(run());
    await service.createWorkflowRun(run());
    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({ name: 'AuthError' });
    await service.createWorkflowRun(run());

    const used = recorder.requests.map(({ headers }) => String(headers['x-api-key']).slice(0, 2));
    expect(used).toEqual(['01', '01', '01', '02']);
  });

  it('that cannot be read is asked for again by the next call', async () => {
    let reads = 0;
    const read = async () => {
      if ((reads += 1) === 1) throw new Error('no such secret');
      return apiKey;
    };
    await using recorder = await startRecorder({ body: '{"workflowRunId": "r"}' });
    using service = new ApiKeyService({ apiKey: read, endpoint: recorder.url });

    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'AuthError',
      message: 'The API key cannot be read: no such secret',
    });
    expect(await service.createWorkflowRun(run())).toBe('r');
  });

  it.for([
    [
      'an answer that repeats it',
      { status: 400, body: JSON.stringify({ message: `bad key ${apiKey}` }) },
      'bad key [API key]',
    ],
    [
      'a refusal that repeats it',
      { status: 403, body: JSON.stringify({ message: `bad key ${apiKey}` }) },
      'bad key [API key]',
    ],
    ['a page that repeats it', { status: 502, body: `<html>${apiKey}</html>` }, 'answered 502'],
    ['an answer cut in two', { status: 200, body: `{"${apiKey}` }, 'answered 200'],
    ['a lost connection', { drop: true }, 'cannot reach'],
  ] as const)('is in no error: %s', async ([, reply, told]) => {
    await using recorder = await startRecorder(reply, reply);
    using service = new ApiKeyService({ apiKey, endpoint: recorder.url });

    const error: unknown = await service.createWorkflowRun(run()).catch((failure: unknown) => failure);

    expect(error).toMatchObject({ message: expect.stringContaining(told) });
    expect(allOf(error)).not.toContain(apiKey);
    expect(allOf(service)).not.toContain(apiKey);
  });
});

/** The errors that have a place for it. */
const isOfAnAnswer: ReadonlySet<string> = new Set([
  'ActGuardrailsError',
  'ActBadRequestError',
  'ActDailyQuotaExceededError',
  'ActRequestThrottledError',
  'ActInternalServerError',
  'ActClientError',
  'ActServerError',
  'ActBadResponseError',
]);

describe('an error answer to an API key', () => {
  const { error, answer, output } = faults;
  const message = 'It says so';
  const body = (members: object) => JSON.stringify({ message, ...members });
  const table: readonly (readonly [name: string, text: string, status: number, fault: Fault])[] = [
    [
      'ActGuardrailsError',
      'Validation failed: It says so (Reason: GuardrailIntervened)',
      400,
      error('ValidationException', { message, reason: 'GuardrailIntervened' }),
    ],
    [
      'ActBadRequestError',
      'Validation failed: It says so (Reason: INVALID_INPUT) Fields: task: too long',
      400,
      error('ValidationException', {
        message,
        reason: 'FieldValidationFailed',
        fieldList: [{ name: 'task', message: 'too long' }],
      }),
    ],
    ['ActBadRequestError', 'Validation failed: It says so', 400, answer(400, body({}))],
    [
      'ActBadRequestError',
      'Resource not found: It says so Resource ID: r-1 Resource Type: Act',
      404,
      error('ResourceNotFoundException', { message, resourceId: 'r-1', resourceType: 'Act' }),
    ],
    [
      'ActDailyQuotaExceededError',
      'Service quota exceeded: It says so',
      429,
      error('ServiceQuotaExceededException', { message }),
    ],
    [
      'ActRequestThrottledError',
      'Request throttled: It says so Retry after 7 seconds',
      429,
      error('ThrottlingException', { message }, 7),
    ],
    ['ActRequestThrottledError', 'Request throttled: It says so', 429, answer(429, body({ throttleType: 'OTHER' }))],
    [
      'ActInvalidModelGenerationError',
      'It says so',
      500,
      error('InternalServerException', { message, reason: 'InvalidModelGeneration' }),
    ],
    [
      'ActInvalidModelGenerationError',
      'It says so',
      500,
      error('InternalServerException', { message, reason: 'RequestTokenLimitExceeded' }),
    ],
    ['ActInternalServerError', 'Internal server error: It says so', 500, error('InternalServerException', { message })],
    ['AuthError', 'API key not accepted: It says so. Check', 401, answer(401, body({}))],
    ['AuthError', 'API key not accepted: It says so. Check', 403, error('AccessDeniedException', { message })],
    [
      'ActClientError',
      'Unknown error (no reason given): It says so (HTTP status 409)',
      409,
      error('ConflictException', { message }),
    ],
    [
      'ActServerError',
      'Unknown error (BUSY): no message (HTTP status 503)',
      503,
      answer(503, '{"reason": "BUSY", "message": 5}'),
    ],
    ['ActBadRequestError', 'answered 404 with something', 404, answer(404, '<html>Not Found</html>')],
    ['ActInternalServerError', 'answered 502 with something', 502, answer(502, '[]')],
    ['ActBadResponseError', 'answered 200 with something', 200, answer(200, '<html></html>')],
    ['ActBadResponseError', 'stepId', 200, output({ calls: [] })],
  ];

  it.for(table.filter(([name]) => isOfAnAnswer.has(name)))(
    'keeps its request id and its status: %s (%s, %s)',
    async ([, , statusCode, fault]) => {
      expect(await failureOf(fault)).toMatchObject({
        statusCode,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    },
  );

  it.for(table)('becomes %s: %s (%s)', async ([name, text, , fault]) => {
    const failure = await failureOf(fault);
    expect(failure).toBeInstanceOf(NovaActError);
    expect(failure).toMatchObject({ name, message: expect.stringContaining(text) });
  });

  it('keeps the seconds to wait', async () => {
    expect(await failureOf(error('ThrottlingException', {}, 7))).toMatchObject({ retryAfterSeconds: 7 });
  });
});

const passing = [
  ['an internal error', faults.error('InternalServerException')],
  ['a refusal for too many requests', faults.error('ThrottlingException', {}, 0)],
  ['a lost connection', faults.dropBefore()],
  ['a lost answer', faults.dropAfter()],
] as const;

describe('a call with an API key', () => {
  it.for(passing)('is attempted twice after %s', async ([, fault]) => {
    await using emulated = await emulatedService();
    emulated.emulator.queueFaults('CreateAct', fault);
    await emulated.acts.createAct(act());
    expect(emulated.received('CreateAct')).toBe(2);
  });

  it('is not attempted a third time', async () => {
    await using emulated = await emulatedService();
    emulated.emulator.queueFaults('CreateAct', faults.dropBefore(), faults.dropBefore());
    await expect(emulated.acts.createAct(act())).rejects.toMatchObject({ name: 'ServiceUnreachable' });
    expect(emulated.received('CreateAct')).toBe(2);
  });

  it.for([
    ['a refusal', faults.error('ValidationException')],
    ['an answer that cannot be read', faults.answer(200, 'no')],
  ] as const)('is not attempted again after %s', async ([, fault]) => {
    await using emulated = await emulatedService();
    emulated.emulator.queueFaults('CreateAct', fault);
    await expect(emulated.acts.createAct(act())).rejects.toBeInstanceOf(NovaActError);
    expect(emulated.received('CreateAct')).toBe(1);
  });

  it.for(passing)('for a step is attempted once, whatever happens: %s', async ([, fault]) => {
    await using emulated = await emulatedService();
    const actId = await emulated.acts.createAct(act());
    emulated.emulator.queueFaults('InvokeActStep', fault);
    const step = emulated.acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });
    await expect(step).rejects.toBeInstanceOf(NovaActError);
    expect(emulated.received('InvokeActStep')).toBe(1);
  });

  it('ends when an answer trickles in for ever, and says how long was waited', async () => {
    await using server = await startTricklingServer();
    using service = new ApiKeyService({ apiKey, endpoint: server.url, requestTimeoutMs: 300, attempts: { others: 1 } });
    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'ServiceUnreachable',
      message: expect.stringContaining(`no answer from ${server.url} within 0.3 s`),
    });
  });
});
