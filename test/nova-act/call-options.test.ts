import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import { abortedAfter, callBounds } from '../../lib/nova-act/call-options.ts';
import type { CallOptions } from '../../lib/nova-act/call-options.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { credentials } from './closing-client.ts';
import { startResults, token } from './emulated-service.ts';
import { startRecorder } from './recorder.ts';

const ways = [
  [
    'with AWS credentials',
    (options: CallOptions & { endpoint?: string }) => new NovaActService({ credentials, ...options }),
  ],
  [
    'with an API key',
    (options: CallOptions & { endpoint?: string }) => new ApiKeyService({ apiKey: 'k'.repeat(36), ...options }),
  ],
] as const;

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const session = { workflowDefinitionName: 'n', workflowRunId: ID, sessionId: ID };

let warnings: unknown[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(process, 'emitWarning').mockImplementation((...given) => void warnings.push(given));
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.for(ways)('a service %s', ([, makeService]) => {
  it('attempts a call as often as it is told', async () => {
    const lost = Array.from({ length: 9 }, () => ({ drop: true }));
    await using recorder = await startRecorder(...lost);
    using service = makeService({ endpoint: recorder.url, attempts: { invokeActStep: 2, others: 3 } });
    const acts = service.actService(session);

    await expect(acts.createAct({ task: 't', toolSpecs: [], clientToken: token() })).rejects.toBeInstanceOf(Error);
    expect(recorder.requests).toHaveLength(3);

    const step = acts.invokeActStep({ actId: ID, previousStepId: undefined, callResults: startResults });
    await expect(step).rejects.toBeInstanceOf(Error);
    expect(recorder.requests).toHaveLength(5);
  });

  it.for([
    ['several attempts of a step', { attempts: { invokeActStep: 2 } }, 'attempts.invokeActStep is 2'],
    ['more than two of another call', { attempts: { others: 3 } }, 'attempts.others is 3'],
    ['a request time-out that a step may outlast', { requestTimeoutMs: 50_000 }, 'requestTimeoutMs is 50000'],
  ] as const)('warns of %s', ([, options, told]) => {
    makeService(options)[Symbol.dispose]();
    expect(warnings).toEqual([[expect.stringContaining(told), 'NovaActWarning']]);
  });

  it.for([
    ['nothing is said', {}],
    [
      'what is said is safe',
      { attempts: { invokeActStep: 1, others: 1 }, requestTimeoutMs: 50_001, connectionTimeoutMs: 1_000 },
    ],
  ] as const)('warns of nothing where %s', ([, options]) => {
    makeService(options)[Symbol.dispose]();
    expect(warnings).toEqual([]);
  });

  it.for([
    [{ attempts: { invokeActStep: 0 } }, 'attempts.invokeActStep: came 0, allowed: a whole number from 1 to 5'],
    [{ attempts: { others: 6 } }, 'attempts.others: came 6, allowed: a whole number from 1 to 5'],
    [{ requestTimeoutMs: Number.NaN }, 'requestTimeoutMs: came NaN, allowed: a whole number from 1 to 3600000'],
    [{ connectionTimeoutMs: 0.5 }, 'connectionTimeoutMs: came 0.5, allowed: a whole number from 1 to 3600000'],
  ] as const)('is not made with %o', ([options, message]) => {
    expect(() => makeService(options)).toThrow(new RangeError(message));
  });
});

describe('a call', () => {
  it.for([
    ['InvokeActStep', {}, { attempts: 1, timeoutMs: 60_000, totalMs: 60_000 }],
    ['CreateAct', {}, { attempts: 2, timeoutMs: 10_000, totalMs: 26_000 }],
    ['CreateAct', { requestTimeoutMs: 5_000 }, { attempts: 2, timeoutMs: 5_000, totalMs: 16_000 }],
    [
      'InvokeActStep',
      { requestTimeoutMs: 90_000, attempts: { invokeActStep: 2 } },
      { attempts: 2, timeoutMs: 90_000, totalMs: 186_000 },
    ],
  ] as const)('of %s with %o is bounded', ([operation, options, expected]) => {
    expect(callBounds(options).of(operation)).toEqual(expected);
  });

  it('that may be given up ends in its time, though memory is cleared while nobody listens', async () => {
    setFlagsFromString('--expose-gc');
    const either = abortedAfter(300, new AbortController().signal);
    const ended = () => {
      runInNewContext('gc()');
      expect(either.aborted).toBe(true);
    };
    await vi.waitFor(ended, { timeout: 5_000, interval: 20 });
  });

  it('tells the connection how long an attempt may be silent', async () => {
    const handled = vi.spyOn(NodeHttpHandler.prototype, 'handle');
    await using recorder = await startRecorder({ body: '{"actId": "a"}' }, { body: '{"stepId": "s", "calls": []}' });
    using service = new NovaActService({ credentials, endpoint: recorder.url });
    const acts = service.actService(session);

    await acts.createAct({ task: 't', toolSpecs: [], clientToken: token() });
    await acts.invokeActStep({ actId: ID, previousStepId: undefined, callResults: startResults });

    expect(handled.mock.calls.map(([, options]) => options?.requestTimeout)).toEqual([10_000, 60_000]);
  });
});
