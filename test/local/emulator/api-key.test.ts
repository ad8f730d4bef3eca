import { describe, expect, it } from 'vitest';
import { faults } from '../../../lib/local/emulator/fault.ts';
import type { Fault } from '../../../lib/local/emulator/fault.ts';
import { observation, startResults } from '../../nova-act/emulated-service.ts';
import { callResults, emptyService, runRequest } from './raw-service.ts';

const KEY = '12345678-1234-1234-1234-123456789012';
const headers = { authorization: `Bearer ${KEY}`, 'x-api-key': KEY };
const RUNS = '/agent/workflow-definitions/default/workflow-runs';
const start = { callResults: callResults(startResults) };

/** An emulator spoken to with an API key, with a run, a session and an act. */
async function keyedService(options: Parameters<typeof emptyService>[0] = {}) {
  const service = await emptyService(options);
  const put = (path: string, body: unknown) => service.put(path, body, headers);
  const run = `${RUNS}/${String((await put(RUNS, runRequest)).body['workflowRunId'])}`;
  const session = `${run}/sessions/${String((await put(`${run}/sessions`, {})).body['sessionId'])}`;
  const created = await put(`${session}/acts`, { task: 'Find it' });
  const act = `${session}/acts/${String(created.body['actId'])}`;
  return { ...service, put, paths: { run, session, act, step: `${act}/invoke-step` } };
}

describe('the API for keys', () => {
  it('takes a run from its beginning to its end', async () => {
    await using service = await keyedService();
    const { run, act, step } = service.paths;

    const first = await service.put(step, start);
    expect(first).toMatchObject({ status: 200, body: { calls: [{ name: 'takeObservation', input: [] }] } });
    const callId = service.emulator.acts[0]?.steps[0]?.calls[0]?.callId ?? '';
    const results = callResults([{ callId, text: JSON.stringify(observation) }]);
    const second = await service.put(step, { previousStepId: first.body['stepId'], callResults: results });
    const ended = [await service.put(act, { status: 'SUCCEEDED' }), await service.put(run, { status: 'SUCCEEDED' })];

    expect(second.status).toBe(200);
    for (const answer of ended) expect(answer).toMatchObject({ status: 200, body: {} });
    expect(second.headers.get('x-amz-rid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(second.headers.get('x-amzn-requestid')).toBeNull();
    expect(service.emulator.requests.map(({ operation }) => operation)).toEqual([
      'CreateWorkflowRun',
      'CreateSession',
      'CreateAct',
      'InvokeActStep',
      'InvokeActStep',
      'UpdateAct',
      'UpdateWorkflowRun',
    ]);
  });

  it('has the same records as the AWS API', async () => {
    await using service = await keyedService();
    const asAws = service.paths.run.replace('/agent', '');
    expect((await service.get(asAws)).body).toMatchObject({ status: 'RUNNING', modelId: runRequest.modelId });
  });

  it('needs no workflow definition, also where the AWS API does', async () => {
    await using service = await emptyService({ definitions: 'explicit' });
    expect((await service.put(RUNS, runRequest, headers)).status).toBe(201);
    expect((await service.put(RUNS.replace('default', 'other').replace('/agent', ''), runRequest)).status).toBe(404);
  });

  it('takes the telemetry', async () => {
    await using service = await emptyService();
    const environment = { type: 'ENVIRONMENT', environment: { actuatorType: 'custom' } };
    expect(await service.send('POST', '/agent/telemetry', environment, headers)).toMatchObject({
      status: 200,
      body: {},
    });
    expect(service.emulator.requests[0]?.body).toEqual(environment);
  });

  it.for([
    ['no authorization', {}],
    ['no X-Api-Key', { authorization: headers.authorization }],
    ['a key that is too short', { authorization: `Bearer ${KEY.slice(1)}`, 'x-api-key': KEY.slice(1) }],
    ['two keys', { ...headers, 'x-api-key': KEY.replace('1', '2') }],
    ['another scheme', { ...headers, authorization: `Basic ${KEY}` }],
  ] as const)('refuses %s', async ([, given]) => {
    await using service = await emptyService();
    const response = await fetch(`${service.emulator.url}${RUNS}`, {
      method: 'PUT',
      headers: given,
      body: JSON.stringify(runRequest),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: expect.stringContaining('36 characters') });
    expect(response.headers.get('x-amz-rid')).not.toBeNull();
    expect(service.emulator.runs).toEqual([]);
  });

  it.for([
    ['GET', RUNS.replace('/workflow-runs', '')],
    ['POST', RUNS],
    ['PUT', '/agent/workflow-definitions'],
    ['GET', '/agent/telemetry'],
    ['PUT', '/agent/'],
  ] as const)('does not have %s %s', async ([method, path]) => {
    await using service = await emptyService();
    expect(await service.send(method, path, undefined, headers)).toMatchObject({ status: 404 });
  });

  it('is not open to who signs for the AWS API, nor the other way round', async () => {
    await using service = await emptyService();
    expect((await service.put(RUNS, runRequest)).status).toBe(401);
    expect((await service.put(RUNS.replace('/agent', ''), runRequest, headers)).status).toBe(403);
  });
});

describe('an error of the API for keys', () => {
  const { error } = faults;
  const message = 'It says so';
  const fieldList = [{ name: 'task', message: 'too long' }];
  const table: readonly (readonly [what: string, status: number, body: object, fault: Fault])[] = [
    ['guardrails', 400, { reason: 'AGENT_GUARDRAILS_TRIGGERED' }, error('ValidationException', { message, reason: 'GuardrailIntervened' })], // prettier-ignore
    ['a bad field', 400, { reason: 'INVALID_INPUT', fields: fieldList }, error('ValidationException', { message, fieldList })], // prettier-ignore
    ['a wrong status', 400, { reason: 'INVALID_INPUT' }, error('ValidationException', { message, reason: 'InvalidStatus' })], // prettier-ignore
    ['what is missing', 404, { resourceId: 'r', resourceType: 'Act' }, error('ResourceNotFoundException', { message, resourceId: 'r' })], // prettier-ignore
    ['too many requests', 429, { throttleType: 'RATE_LIMIT_EXCEEDED' }, error('ThrottlingException', { message })],
    ['a used-up day', 429, { throttleType: 'DAILY_QUOTA_LIMIT_EXCEEDED' }, error('ServiceQuotaExceededException', { message })], // prettier-ignore
    ['a bad generation', 500, { reason: 'InvalidModelGeneration' }, error('InternalServerException', { message, reason: 'InvalidModelGeneration' })], // prettier-ignore
    ['too many tokens', 500, { reason: 'RequestTokenLimitExceeded' }, error('InternalServerException', { message, reason: 'RequestTokenLimitExceeded' })], // prettier-ignore
    ['a failing service', 500, {}, error('InternalServerException', { message })],
    ['a conflict', 409, { resourceId: 'on-demand', resourceType: 'Act' }, error('ConflictException', { message })],
    ['a refusal', 403, {}, error('AccessDeniedException', { message })],
  ];

  it.for(table)('says %s with status %i and %o', async ([, status, body, fault]) => {
    await using service = await keyedService();
    service.emulator.queueFaults('InvokeActStep', fault);

    const answer = await service.put(service.paths.step, start);

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ message, ...body });
    expect(answer.headers.get('x-amzn-errortype')).toBeNull();
  });

  it('says how long to wait', async () => {
    await using service = await keyedService();
    service.emulator.queueFaults('InvokeActStep', faults.error('ThrottlingException', {}, 7));
    expect((await service.put(service.paths.step, start)).headers.get('retry-after')).toBe('7');
  });

  it('comes of the same rules as on the AWS API', async () => {
    await using service = await keyedService();
    const { run, session, act } = service.paths;

    const badTask = await service.put(`${session}/acts`, { task: '' });
    const noJson = await service.put(`${session}/acts`, '{');
    await service.put(act, { status: 'FAILED', error: { message: 'm' } });
    const overAct = await service.put(act, { status: 'SUCCEEDED' });
    const noAct = await service.put(`${act.slice(0, -1)}${act.endsWith('0') ? '1' : '0'}`, { status: 'FAILED' });
    await service.put(run, { status: 'FAILED' });
    const overRun = await service.put(`${run}/sessions`, {});

    expect(badTask).toMatchObject({ status: 400, body: { reason: 'INVALID_INPUT', fields: [{ name: 'task' }] } });
    expect(noJson).toMatchObject({ status: 400, body: { reason: 'INVALID_INPUT' } });
    expect(noAct).toMatchObject({ status: 404, body: { resourceType: 'Act' } });
    for (const over of [overAct, overRun])
      expect(over).toMatchObject({ status: 400, body: { reason: 'INVALID_INPUT' } });
  });
});
