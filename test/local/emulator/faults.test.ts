import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { faults } from '../../../lib/local/emulator/fault.ts';
import { startResults } from '../../nova-act/emulated-service.ts';
import { callResults, rawService, stillClock } from './raw-service.ts';

const start = { callResults: callResults(startResults) };
const resource = { resourceId: 'on-demand', resourceType: 'Act' };

/** What an order brings: the status, the name of the error, the body beside its message, the seconds to wait. */
const errors: readonly (readonly [order: string, status: number, body: object, retryAfter?: string])[] = [
  ['AccessDeniedException', 403, {}],
  ['ConflictException', 409, resource],
  ['InternalServerException', 500, {}],
  ['InternalServerException:3', 500, {}, '3'],
  ['InternalServerException:InvalidModelGeneration', 500, { reason: 'InvalidModelGeneration' }],
  ['InternalServerException:RequestTokenLimitExceeded:0', 500, { reason: 'RequestTokenLimitExceeded' }, '0'],
  ['ResourceNotFoundException', 404, resource],
  ['ServiceQuotaExceededException', 402, { ...resource, serviceCode: 'nova-act', quotaCode: 'on-demand' }],
  ['ThrottlingException', 429, {}],
  ['ThrottlingException:7', 429, {}, '7'],
  ['ValidationException', 400, { reason: 'FieldValidationFailed' }],
  ['ValidationException:FieldValidationFailed', 400, { reason: 'FieldValidationFailed' }],
  ['ValidationException:InvalidStatus', 400, { reason: 'InvalidStatus' }],
  ['ValidationException:GuardrailIntervened', 400, { reason: 'GuardrailIntervened' }],
  ['InvalidSignatureException', 403, {}],
  ['MissingAuthenticationTokenException', 403, {}],
  ['SerializationException', 400, {}],
  ['UnknownOperationException', 404, {}],
];

/** A service with faults ordered over HTTP. */
async function serviceWithFaults(...ordered: readonly string[]) {
  const service = await rawService();
  const answer = await service.put('/emulator/faults', { faults: ordered }, { authorization: '' });
  const step = () => service.put(service.paths.step, start);
  return { ...service, answer, step };
}

describe('an error that was ordered', () => {
  it.for(errors)('%s is answered with %i and %o', async ([order, status, body, retryAfter = null]) => {
    await using service = await serviceWithFaults(`InvokeActStep:${order}`);

    const answer = await service.step();

    const [name] = order.split(':');
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ message: `${name} on demand`, ...body });
    expect(answer.headers.get('x-amzn-errortype')).toBe(name);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(service.emulator.acts[0]?.steps).toEqual([]);
  });
});

describe('faults that were ordered', () => {
  it('come once each, in their order, each to its own operation', async () => {
    await using service = await serviceWithFaults(
      'InvokeActStep:ThrottlingException',
      'GetWorkflowRun:AccessDeniedException',
      'InvokeActStep:ConflictException',
    );
    expect(service.answer).toMatchObject({ status: 200, body: {} });

    const steps = [await service.step(), await service.step(), await service.step()];
    const reads = [await service.get(service.paths.run), await service.get(service.paths.run)];

    expect(steps.map(({ status }) => status)).toEqual([429, 409, 200]);
    expect(reads.map(({ status }) => status)).toEqual([403, 200]);
  });

  it('follow those that waited', async () => {
    await using service = await serviceWithFaults('InvokeActStep:ThrottlingException');
    service.emulator.queueFaults('InvokeActStep', faults.error('AccessDeniedException'));
    await service.put('/emulator/faults', { faults: ['InvokeActStep:ConflictException'] });
    const steps = [await service.step(), await service.step(), await service.step()];
    expect(steps.map(({ status }) => status)).toEqual([429, 403, 409]);
  });

  it('close the connection before the step was taken, or after', async () => {
    await using service = await serviceWithFaults('InvokeActStep:drop-before', 'InvokeActStep:drop-after');
    await expect(service.step()).rejects.toThrow('fetch failed');
    expect(service.emulator.acts[0]?.steps).toHaveLength(0);
    await expect(service.step()).rejects.toThrow('fetch failed');
    expect(service.emulator.acts[0]?.steps).toHaveLength(1);
  });

  it('break the JSON of a step that was taken', async () => {
    await using service = await serviceWithFaults('InvokeActStep:broken-json');
    await expect(service.step()).rejects.toThrow(SyntaxError);
    expect(service.emulator.acts[0]?.steps).toHaveLength(1);
  });

  it('break JSON however short it is', async () => {
    await using service = await serviceWithFaults('UpdateAct:broken-json');
    await expect(service.put(service.paths.act, { status: 'SUCCEEDED' })).rejects.toThrow(SyntaxError);
    expect(service.emulator.acts[0]?.status).toBe('SUCCEEDED');
  });

  it('answer late a step that was taken, and others in between', async () => {
    const clock = stillClock();
    await using service = await rawService({ clock });
    await service.put('/emulator/faults', { faults: ['InvokeActStep:slow:70s'] });

    const late = service.put(service.paths.step, start);
    while (clock.sleepers() === 0) await service.get(service.paths.run);
    expect(service.emulator.acts[0]?.steps).toHaveLength(1);
    clock.pass(69_999);
    expect(clock.sleepers()).toBe(1);
    clock.pass(1);

    expect((await late).body['stepId']).toBe(service.emulator.acts[0]?.steps[0]?.stepId);
  });

  it.for([
    ['empty-calls', []],
    ['unknown-call', [{ name: 'agentDance', input: [] }]],
    ['prefixed-call', [{ name: 'browser.takeObservation', input: [] }]],
    ['wrong-arguments', [{ name: 'agentClick', input: [] }]],
    ['missing-observation', [{ name: 'think' }]],
  ] as const)('give a step with %s', async ([order, calls]) => {
    await using service = await serviceWithFaults(`InvokeActStep:${order}`);
    const { body } = await service.step();
    expect(body['calls']).toMatchObject(calls);
    expect(body['calls']).toHaveLength(calls.length);
  });
});

describe('an order that cannot be carried out', () => {
  const operations = 'OPERATION:FAULT, where OPERATION is one of CreateWorkflowDefinition, ';

  it.for([
    ['', operations],
    ['Invoke:ThrottlingException', operations],
    ['toString:ThrottlingException', operations],
    ['InvokeActStep', 'InvokeActStep: with one of AccessDeniedException, '],
    ['InvokeActStep:Throttling', 'InvokeActStep: with one of AccessDeniedException, '],
    ['InvokeActStep:toString', 'InvokeActStep: with one of AccessDeniedException, '],
    ['InvokeActStep:drop-after:5', 'InvokeActStep: with one of AccessDeniedException, '],
    ['CreateAct:empty-calls', 'CreateAct: with one of AccessDeniedException, '],
    ['InvokeActStep:slow', "slow: with a time such as '5s' or '500ms', at most 600s"],
    ['InvokeActStep:slow:5', "slow: with a time such as '5s' or '500ms', at most 600s"],
    ['InvokeActStep:slow:601s', "slow: with a time such as '5s' or '500ms', at most 600s"],
    ['InvokeActStep:slow:-1s', "slow: with a time such as '5s' or '500ms', at most 600s"],
    ['InvokeActStep:AccessDeniedException:5', 'AccessDeniedException with nothing after it'],
    ['InvokeActStep:ThrottlingException:soon', 'ThrottlingException with seconds to wait'],
    ['InvokeActStep:ThrottlingException:1:2', 'ThrottlingException with seconds to wait'],
    ['InvokeActStep:InternalServerException:Other', 'InternalServerException with InvalidModelGeneration, Req'],
    ['InvokeActStep:ValidationException:7', 'ValidationException with FieldValidationFailed, Inv'],
  ] as const)("is refused with what is allowed, and so are the others with it: '%s'", async ([order, allowed]) => {
    await using service = await serviceWithFaults('GetWorkflowRun:AccessDeniedException', order);

    expect(service.answer.status).toBe(400);
    expect(service.answer.body['message']).toContain(`'faults.1' got '${order}', allowed: ${allowed}`);
    expect((await service.get(service.paths.run)).status).toBe(200);
  });

  it.for([{}, { faults: 'InvokeActStep:drop-after' }, { faults: [], more: 1 }, '['])(
    'is refused when it is no list of orders: %o',
    async (body) => {
      await using service = await rawService();
      expect((await service.put('/emulator/faults', body)).status).toBe(400);
    },
  );

  it('is one that is not there to be had', async () => {
    await using service = await rawService();
    expect((await service.post('/emulator/faults', {})).status).toBe(404);
    expect((await service.put('/emulator/other', {})).status).toBe(404);
  });

  it('comes from a page that calls this machine by another name', async () => {
    await using service = await rawService();
    const { hostname, port } = new URL(service.emulator.url);
    const elsewhere = request({
      host: hostname,
      port,
      path: '/emulator/faults',
      headers: { host: 'attacker.example' },
    });
    elsewhere.end();
    const [answer] = z.tuple([z.object({ statusCode: z.number() })]).parse(await once(elsewhere, 'response'));
    expect(answer.statusCode).toBe(403);
  });
});

describe('faults that wait', () => {
  it('are counted for whoever asks, and taken back together', async () => {
    await using service = await rawService();
    const waiting = { InvokeActStep: 2, CreateAct: 1 };
    const orders = ['InvokeActStep:drop-after', 'CreateAct:drop-after', 'InvokeActStep:drop-before'];
    expect((await service.put('/emulator/faults', { faults: orders })).body).toEqual({ waiting });
    expect((await service.get('/emulator/faults')).body).toEqual({ waiting });

    expect((await service.delete('/emulator/faults')).body).toEqual({ waiting: {} });

    const acts = service.paths.act.slice(0, service.paths.act.lastIndexOf('/'));
    expect((await service.put(acts, { task: 'Find it' })).status).toBe(201);
  });
});

describe('the guide', () => {
  it('names every fault that can be ordered, and no other', async () => {
    const guide = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8');
    const table = guide.slice(guide.indexOf('| fault |'), guide.indexOf('In the command line:'));
    const cells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`:]+)[^`]*`/g)].map(([, name]) => name));

    await using service = await serviceWithFaults('InvokeActStep:other');
    const [, allowed = ''] = String(service.answer.body['message']).split('with one of ');

    const orderable = allowed.split(', ').map((order) => order.replace(/:.*/, ''));
    expect(new Set(named)).toEqual(new Set(orderable));
  });
});
