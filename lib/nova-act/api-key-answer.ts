import * as z from 'zod/mini';
import { ActBadRequestError, ActBadResponseError, ActInternalServerError } from '../act/errors.ts';
import type { Answer } from './backend.ts';
import { errorOfAnswer } from './service-error.ts';
import type { ErrorAnswer } from './service-error.ts';

/** What came over HTTP. */
interface Received {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const orElse = z.catch;
const optionalText = orElse(z.optional(z.string()), undefined);
const ErrorBody = z.object({
  message: orElse(z.string(), 'no message'),
  reason: optionalText,
  throttleType: optionalText,
  resourceId: optionalText,
  resourceType: optionalText,
  fields: orElse(z.optional(z.array(z.object({ name: z.string(), message: z.string() }))), undefined),
});
type ErrorBody = z.infer<typeof ErrorBody>;

/** @throws NovaActError */
export function readApiKeyAnswer({ statusCode, headers, text }: Received, endpoint: string): Answer {
  const metadata = { statusCode, requestId: headers['x-amz-rid'] };
  const output = parsedObject(text);
  if (output === undefined) {
    const kind =
      statusCode >= 500 ? ActInternalServerError : statusCode >= 400 ? ActBadRequestError : ActBadResponseError;
    throw new kind(`${endpoint} answered ${statusCode} with something that is not a JSON object`, metadata);
  }
  if (statusCode < 400) return { output, ...metadata };
  const body = ErrorBody.parse(output);
  throw errorOfAnswer({
    message: body.message,
    fieldList: body.fields,
    resourceId: body.resourceId,
    resourceType: body.resourceType,
    ...kindOf(statusCode, body),
    retryAfterSeconds: seconds(headers['retry-after']),
    ...metadata,
  });
}

/** What the AWS backend would have called it. */
function kindOf(statusCode: number, { reason, throttleType }: ErrorBody): Pick<ErrorAnswer, 'name' | 'reason'> {
  switch (statusCode) {
    case 400:
      return {
        name: 'ValidationException',
        reason: reason === 'AGENT_GUARDRAILS_TRIGGERED' ? 'GuardrailIntervened' : reason,
      };
    case 401:
    case 403:
      return { name: 'ApiKeyRefused' };
    case 404:
      return { name: 'ResourceNotFoundException' };
    case 429:
      return throttleType === 'DAILY_QUOTA_LIMIT_EXCEEDED'
        ? { name: 'ServiceQuotaExceededException' }
        : { name: 'ThrottlingException' };
    case 500:
      return { name: 'InternalServerException', reason };
    default:
      return { name: reason ?? 'no reason given' };
  }
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A date instead of seconds is not in use here. */
function seconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}
