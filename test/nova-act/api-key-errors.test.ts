import { describe, expect, it } from 'vitest';
import { NovaActError } from '../../lib/act/errors.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import type { Fault } from '../../lib/local/emulator/fault.ts';
import { emulatedApiKeyService } from './emulated-service.ts';

async function failureOf(fault: Fault): Promise<unknown> {
  await using emulated = await emulatedApiKeyService();
  return await emulated.failureOfStep(fault);
}

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
      'Resource not found: It says so (Resource ID: r-1, Resource Type: Act).',
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
