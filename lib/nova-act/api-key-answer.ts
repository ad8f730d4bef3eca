import * as z from 'zod/mini';
import { ActBadRequestError, ActBadResponseError, ActInternalServerError } from '../act/errors.ts';
import type { Answer } from './backend.ts';
import { ErrorMembers, errorOfAnswer } from './service-error.ts';

/** What came over HTTP. */
interface Received {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const { reason: optionalText, fieldList: fields } = ErrorMembers.shape;
const ErrorBody = z.extend(ErrorMembers, { message: optionalText, throttleType: optionalText, fields });
type ErrorBody = z.infer<typeof ErrorBody>;

/** @throws NovaActError */
export function readApiKeyAnswer({ statusCode, headers, text }: Received, endpoint: string): Answer {
  const metadata = { statusCode, requestId: headers['x-amz-rid'] };
  const isSuccess = statusCode < 300;
  // That an update is answered with nothing is no reason to fail an act that has succeeded.
  const output = parsedObject(isSuccess && text === '' ? '{}' : text);
  if (output === undefined) {
    const kind =
      statusCode >= 500 ? ActInternalServerError : statusCode >= 400 ? ActBadRequestError : ActBadResponseError;
    throw new kind(`${endpoint} answered ${statusCode} with something that is not a JSON object`, metadata);
  }
  if (isSuccess) return { output, ...metadata };
  const body = ErrorBody.parse(output);
  throw errorOfAnswer({
    ...body,
    message: body.message ?? 'no message',
    fieldList: body.fields,
    name: nameOf(statusCode, body),
    reason: body.reason === 'AGENT_GUARDRAILS_TRIGGERED' ? 'GuardrailIntervened' : body.reason,
    retryAfterSeconds: seconds(headers['retry-after']),
    ...metadata,
  });
}

/** What the AWS backend would have called it. */
function nameOf(statusCode: number, { reason, throttleType }: ErrorBody): string {
  switch (statusCode) {
    case 400:
      return 'ValidationException';
    case 401:
    case 403:
      return 'ApiKeyRefused';
    case 404:
      return 'ResourceNotFoundException';
    case 429:
      return throttleType === 'DAILY_QUOTA_LIMIT_EXCEEDED' ? 'ServiceQuotaExceededException' : 'ThrottlingException';
    case 500:
      return 'InternalServerException';
    default:
      return reason ?? 'no reason given';
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
