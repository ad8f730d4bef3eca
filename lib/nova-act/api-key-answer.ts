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

interface Reading {
  /** For messages. */
  readonly endpoint: string;
  /** Takes the key out of a text, however it had been escaped on the wire. */
  readonly mask: (text: string) => string;
}

/** @throws NovaActError */
export function readApiKeyAnswer({ statusCode, headers, text }: Received, { endpoint, mask }: Reading): Answer {
  const id = headers['x-amz-rid'];
  const metadata = { statusCode, requestId: id === undefined ? undefined : mask(id) };
  const isSuccess = statusCode < 300;
  // That an update is answered with nothing is no reason to fail an act that has succeeded.
  const output = parsedObject(isSuccess && text === '' ? '{}' : text, mask);
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

function parsedObject(text: string, mask: Reading['mask']): object | undefined {
  try {
    const value: unknown = JSON.parse(text, (_, member: unknown) => masked(member, mask));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One value of a document whose parts are masked already: its text, or the names of its members. */
function masked(value: unknown, mask: Reading['mask']): unknown {
  if (typeof value === 'string') return mask(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [mask(name), member]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A date instead of seconds is not in use here. */
function seconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}
