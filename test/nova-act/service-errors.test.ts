import { describe, expect, it } from 'vitest';
import { NovaActError } from '../../lib/act/errors.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { Fault } from '../../lib/local/emulator/fault.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { credentials } from './closing-client.ts';
import { emulatedService, looking, token } from './emulated-service.ts';

async function failureOf(fault: Fault): Promise<unknown> {
  await using emulated = await emulatedService();
  return await emulated.failureOfStep(fault);
}

const { error, answer, output } = faults;
const message = 'It says so';
const typed = (type: string) => ({ 'x-amzn-errortype': type });
const fieldList = [{ name: 'task', message: 'too long' }];
const resource = { resourceId: 'r-1', resourceType: 'Act' };
const quota = { serviceCode: 'nova-act', quotaCode: 'L-1' };

describe('an error answer of the service', () => {
  const table: readonly (readonly [name: string, message: string, fault: Fault])[] = [
    ['AuthError', 'Access denied: It says so. Allow', error('AccessDeniedException', { message })],
    [
      'ActBadRequestError',
      'Validation failed: It says so (Reason: FieldValidationFailed) Fields: task: too long',
      error('ValidationException', { message, reason: 'FieldValidationFailed', fieldList }),
    ],
    [
      'ActGuardrailsError',
      'Validation failed: It says so (Reason: GuardrailIntervened)',
      error('ValidationException', { message, reason: 'GuardrailIntervened' }),
    ],
    [
      'ActBadRequestError',
      'Resource not found: It says so (Resource ID: r-1, Resource Type: Act).',
      error('ResourceNotFoundException', { message, ...resource }),
    ],
    [
      'ActRequestThrottledError',
      'Request throttled: It says so Service: nova-act Quota: L-1 Retry after 7 seconds',
      error('ThrottlingException', { message, ...quota }, 7),
    ],
    [
      'ActDailyQuotaExceededError',
      'Service quota exceeded: It says so Service: nova-act Quota: L-1',
      error('ServiceQuotaExceededException', { message, ...resource, ...quota }),
    ],
    [
      'ActInvalidModelGenerationError',
      'It says so',
      error('InternalServerException', { message, reason: 'InvalidModelGeneration' }),
    ],
    [
      'ActInvalidModelGenerationError',
      'It says so',
      error('InternalServerException', { message, reason: 'RequestTokenLimitExceeded' }),
    ],
    ['ActInternalServerError', 'Internal server error: It says so', error('InternalServerException', { message })],
    [
      'ActInternalServerError',
      'Internal server error: It says so Reason: Other Retry after 1 second',
      error('InternalServerException', { message, reason: 'Other' }, 1),
    ],
    [
      'ActClientError',
      'Unknown error (ConflictException): It says so',
      error('ConflictException', { message, ...resource }),
    ],
    [
      'ActClientError',
      'Unknown error (TeapotException): It says so',
      answer(418, JSON.stringify({ message }), typed('aws#TeapotException:http://x/')),
    ],
    [
      'ActServerError',
      'Unknown error (BackendException): It says so',
      answer(503, JSON.stringify({ __type: 'BackendException', message })),
    ],
    [
      'AuthError',
      'Credentials not accepted: It says so. Check',
      answer(403, JSON.stringify({ message }), typed('UnrecognizedClientException')),
    ],
    [
      'AuthError',
      'Credentials expired: It says so. Sign in',
      answer(403, JSON.stringify({ message }), typed('ExpiredTokenException')),
    ],
    ['AuthError', 'Signature not accepted: It says so.', error('InvalidSignatureException', { message })],
    ['AuthError', 'Request not signed: It says so.', error('MissingAuthenticationTokenException', { message })],
    ['ActServerError', 'answered 502 with something', answer(502, '<html>Bad Gateway</html>')],
    ['ActClientError', 'answered 404 with something', answer(404, '<html>Not Found</html>')],
  ];

  it.for(table)('becomes %s: %s', async ([name, text, fault]) => {
    const failure = await failureOf(fault);

    expect(failure).toBeInstanceOf(NovaActError);
    expect(failure).toMatchObject({ name, message: expect.stringContaining(text) });
  });

  it.for([
    ['of the model', 400, error('ValidationException', { message, reason: 'InvalidStatus' })],
    ['of no model', 418, answer(418, JSON.stringify({ message }), typed('TeapotException'))],
    ['not of the protocol', 502, answer(502, '<html>Bad Gateway</html>')],
    ['of a step without its id', 200, output({ calls: [] })],
  ] as const)('keeps its request id and its status: one %s', async ([, statusCode, fault]) => {
    expect(await failureOf(fault)).toMatchObject({
      statusCode,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.for([
    ['null', { reason: null, fieldList: null }, 'Validation failed: It says so'],
    [
      'of another type',
      { reason: 5, fieldList: 'task', resourceId: {}, retryAfterSeconds: [] },
      'Validation failed: It says so',
    ],
    [
      'fields without a name',
      { reason: 'New', fieldList: [null, { message: 'too long' }] },
      'Validation failed: It says so (Reason: New)',
    ],
  ] as const)('is told without members that are not of the model: %s', async ([, members, told]) => {
    const body = JSON.stringify({ message, ...members });
    expect(await failureOf(answer(400, body, typed('ValidationException')))).toMatchObject({
      name: 'ActBadRequestError',
      message: told,
    });
  });

  it.for(['Wed, 21 Oct 2026 07:28:00 GMT', 'soon', '-1'])(
    'has no seconds to wait where Retry-After has none: %s',
    async (retryAfter) => {
      const headers = { ...typed('ThrottlingException'), 'retry-after': retryAfter };
      expect(await failureOf(answer(429, JSON.stringify({ message }), headers))).toMatchObject({
        name: 'ActRequestThrottledError',
        message: 'Request throttled: It says so',
        retryAfterSeconds: undefined,
      });
    },
  );

  it.for(['toString', 'constructor', '__proto__'])('may have any name: %s', async (name) => {
    expect(await failureOf(answer(400, JSON.stringify({ message }), typed(name)))).toMatchObject({
      name: 'ActClientError',
      message: `Unknown error (${name}): It says so (HTTP status 400)`,
    });
  });

  it('keeps the seconds to wait of a refusal for too many requests', async () => {
    expect(await failureOf(error('ThrottlingException', {}, 7))).toMatchObject({ retryAfterSeconds: 7 });
    expect(await failureOf(error('ThrottlingException'))).toMatchObject({ retryAfterSeconds: undefined });
  });
});

describe('a workflow definition that the service does not have', () => {
  it('is told with what creates it', async () => {
    await using emulator = await startEmulator({ planner: looking, definitions: 'explicit' });
    using service = new NovaActService({ endpoint: emulator.url, credentials });
    await expect(service.createWorkflowRun({ ...run(), workflowDefinitionName: 'price-check' })).rejects.toMatchObject({
      name: 'ActBadRequestError',
      message:
        'Resource not found: WorkflowDefinition price-check does not exist ' +
        '(Resource ID: price-check, Resource Type: WorkflowDefinition). ' +
        "Create it: aws nova-act create-workflow-definition --name price-check, or cdk deploy, which creates the stack's own.",
    });
  });
});

describe('an answer that is not of the protocol', () => {
  const table: readonly (readonly [what: string, text: string, fault: Fault])[] = [
    ['cut JSON', 'something that is not of its protocol', answer(200, '{"stepId": "…')],
    ['a web page', 'something that is not of its protocol', answer(200, '<html></html>')],
    ['nothing', 'stepId', answer(200, '')],
    ['no step id', 'stepId', output({ calls: [] })],
    ['no calls', 'calls', output({ stepId: 's' })],
    ['calls that are no list', 'calls', output({ stepId: 's', calls: 'click' })],
    ['a call without a name', 'calls.0.name', output({ stepId: 's', calls: [{ callId: 'c', input: [] }] })],
    ['a call without an input', 'calls.0.input', output({ stepId: 's', calls: [{ callId: 'c', name: 'think' }] })],
  ];

  it.for(table)('is told as such: %s', async ([, text, fault]) => {
    expect(await failureOf(fault)).toMatchObject({
      name: 'ActBadResponseError',
      message: expect.stringContaining(text),
    });
  });
});

const noCredentials = async () => {
  throw Object.assign(new Error('Could not load any'), { name: 'CredentialsProviderError' });
};
const run = () => ({ workflowDefinitionName: 'n', modelId: 'm', clientToken: token() });

describe('a call that meets no service', () => {
  it('names the endpoint and what to do when nothing listens', async () => {
    const emulator = await startEmulator({ planner: looking });
    const endpoint = emulator.url;
    await emulator.close();
    using service = new NovaActService({ endpoint, credentials });

    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'ServiceUnreachable',
      message: `cannot reach ${endpoint} (ECONNREFUSED): check that the service listens there and that the endpoint is right`,
    });
  });

  it('names a host that does not resolve', async () => {
    using service = new NovaActService({ endpoint: 'http://nowhere.invalid', credentials });

    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'ServiceUnreachable',
      message: expect.stringMatching(
        /^cannot reach http:\/\/nowhere\.invalid \((ENOTFOUND|EAI_AGAIN)\): check the host/,
      ),
    });
  });

  it('says how to get credentials when there are none', async () => {
    using service = new NovaActService({ endpoint: 'http://nowhere.invalid', credentials: noCredentials });

    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('Sign in (aws sso login)'),
    });
  });
});
