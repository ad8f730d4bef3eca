import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import type { BackedService } from '../../lib/nova-act/backed-service.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { credentials } from './closing-client.ts';
import { apiKey, startResults, token } from './emulated-service.ts';
import { startRecorder } from './recorder.ts';
import { startTricklingServer } from './trickling-server.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const session = { workflowDefinitionName: 'n', workflowRunId: ID, sessionId: ID };

const step = (service: BackedService, signal?: AbortSignal) =>
  service
    .actService(session)
    .invokeActStep({ actId: ID, previousStepId: undefined, callResults: startResults, signal });

/** With more attempts of a step than anybody should want, so that one too many is seen. */
const options = { attempts: { invokeActStep: 3 } };

// Of so many attempts it is warned.
beforeAll(() => void vi.spyOn(process, 'emitWarning').mockReturnValue());
afterAll(() => void vi.restoreAllMocks());

const ways = [
  ['with AWS credentials', (endpoint: string) => new NovaActService({ credentials, endpoint, ...options })],
  ['with an API key', (endpoint: string) => new ApiKeyService({ apiKey, endpoint, ...options })],
] as const;

describe.for(ways)('a step %s that is given up', ([, serviceAt]) => {
  it.for([
    ['before an answer begins', true, new Error('nobody wants it any more')],
    ['while its answer comes in', false, undefined],
    ["because its user's own time is over", true, new DOMException('too slow', 'TimeoutError')],
  ] as const)('%s rejects with the reason, ends its request and makes no other', async ([, silent, reason]) => {
    await using server = await startTricklingServer({ silent });
    using service = serviceAt(server.url);
    const giving = new AbortController();

    const asked = step(service, giving.signal);
    await server.asked;
    giving.abort(reason);

    await expect(asked).rejects.toBe(giving.signal.reason);
    await server.left;
    expect(server.requests()).toBe(1);
  });

  it('beforehand is not sent', async () => {
    await using recorder = await startRecorder();
    using service = serviceAt(recorder.url);

    await expect(step(service, AbortSignal.abort('not today'))).rejects.toBe('not today');

    expect(recorder.requests).toEqual([]);
  });
});

describe('a step that may be given up and is not', () => {
  it.for(ways)('ends as any other: %s', async ([, serviceAt]) => {
    await using recorder = await startRecorder({ body: '{"stepId": "s", "calls": []}' }, { status: 404 });
    using service = serviceAt(recorder.url);
    const { signal } = new AbortController();

    expect(await step(service, signal)).toEqual({ stepId: 's', calls: [] });
    await expect(step(service, signal)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('an answer that trickles in for ever', () => {
  const ending = { requestTimeoutMs: 300, attempts: { others: 1 } };
  it.for([
    ['with AWS credentials', (endpoint: string) => new NovaActService({ credentials, endpoint, ...ending })],
    ['with an API key', (endpoint: string) => new ApiKeyService({ apiKey, endpoint, ...ending })],
  ] as const)('is a time-out, and nothing else: %s', async ([, serviceAt]) => {
    await using server = await startTricklingServer();
    using service = serviceAt(server.url);
    const timedOut = {
      name: 'ServiceUnreachable',
      message: expect.stringContaining(`no answer from ${server.url} within 0.3 s`),
    };
    const run = { workflowDefinitionName: 'n', modelId: 'm', clientToken: token() };

    await expect(service.createWorkflowRun(run)).rejects.toMatchObject(timedOut);
    await expect(step(service, new AbortController().signal)).rejects.toMatchObject(timedOut);
  });
});
