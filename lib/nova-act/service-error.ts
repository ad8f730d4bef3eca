import * as z from 'zod/mini';
import {
  ActBadRequestError,
  ActClientError,
  ActDailyQuotaExceededError,
  ActGuardrailsError,
  ActInternalServerError,
  ActInvalidModelGenerationError,
  ActRequestThrottledError,
  ActServerError,
  AuthError,
} from '../act/errors.ts';
import type { ApiFailure, NovaActError } from '../act/errors.ts';

const orElse = z.catch;
const orAbsent = <Member extends z.ZodMiniType>(member: Member) => orElse(z.optional(member), undefined);
const optionalText = orAbsent(z.string());

/**
 * What an error answer has beside its message. A member that is not as the service's model has it, such as a date in
 * Retry-After, is as good as absent: it must not stand in the way of the error itself.
 */
export const ErrorMembers = z.object({
  reason: optionalText,
  fieldList: orAbsent(z.array(z.object({ name: z.string(), message: z.string() }))),
  resourceId: optionalText,
  resourceType: optionalText,
  serviceCode: optionalText,
  quotaCode: optionalText,
  retryAfterSeconds: orAbsent(z.number().check(z.nonnegative())),
});

/** An error answer of either backend, in the words of the AWS one, with whatever members its kind has. */
export type ErrorAnswer = ApiFailure &
  z.infer<typeof ErrorMembers> & { readonly name: string; readonly message: string };

/** What an answer is told with beside its message. */
type Part = (answer: ErrorAnswer) => string | false | undefined;
const reason: Part = (answer) => answer.reason && `Reason: ${answer.reason}`;
const reasonInBrackets: Part = (answer) => answer.reason && `(Reason: ${answer.reason})`;
const fields: Part = ({ fieldList = [] }) =>
  fieldList.length > 0 && `Fields: ${fieldList.map(({ name, message }) => `${name}: ${message}`).join(', ')}`;
const resource: Part = ({ resourceId, resourceType }) => {
  const told = [resourceId && `Resource ID: ${resourceId}`, resourceType && `Resource Type: ${resourceType}`];
  return told.some(Boolean) && `(${told.filter(Boolean).join(', ')}).`;
};
/** The first thing that is missing on an account that has never seen Nova Act. */
const definitionAdvice: Part = ({ resourceId = '', resourceType = '' }) =>
  /^workflow-?definition$/i.test(resourceType) &&
  `Create it: aws nova-act create-workflow-definition --name ${/[\w-]+$/.exec(resourceId)?.[0] ?? 'NAME'}, or cdk deploy, ` +
    `which creates the stack's own.`;
const service: Part = ({ serviceCode }) => serviceCode && `Service: ${serviceCode}`;
const quota: Part = ({ quotaCode }) => quotaCode && `Quota: ${quotaCode}`;
const retryAfter: Part = ({ retryAfterSeconds: seconds }) =>
  seconds !== undefined && `Retry after ${seconds} second${seconds === 1 ? '' : 's'}`;

type ErrorClass = new (message: string, options: ApiFailure) => NovaActError;
type Row = readonly [becomes: ErrorClass, says: string, ...parts: Part[]];

const accessDenied: Row = [
  AuthError,
  'Access denied',
  () => 'Allow the nova-act actions on this workflow definition for the role or user that signs.',
];
const unknownKey: Row = [AuthError, 'Credentials not accepted', () => 'Check the access key, or sign in again.'];
const expired: Row = [AuthError, 'Credentials expired', () => 'Sign in again.'];
const badSignature: Row = [
  AuthError,
  'Signature not accepted',
  () => "Check the secret key, the region and this machine's clock.",
];
const unsigned: Row = [
  AuthError,
  'Request not signed',
  () => 'Check the endpoint and what stands between it and this machine.',
];

/** By the answer's name, or by its name and its reason where the reason decides. A map, as names come from the wire. */
const table: ReadonlyMap<string, Row> = new Map(
  Object.entries<Row>({
    ValidationException: [ActBadRequestError, 'Validation failed', reasonInBrackets, fields],
    'ValidationException/GuardrailIntervened': [ActGuardrailsError, 'Validation failed', reasonInBrackets, fields],
    ResourceNotFoundException: [ActBadRequestError, 'Resource not found', resource, definitionAdvice],
    ThrottlingException: [ActRequestThrottledError, 'Request throttled', service, quota, retryAfter],
    ServiceQuotaExceededException: [ActDailyQuotaExceededError, 'Service quota exceeded', service, quota],
    InternalServerException: [ActInternalServerError, 'Internal server error', reason, retryAfter],
    'InternalServerException/InvalidModelGeneration': [ActInvalidModelGenerationError, ''],
    'InternalServerException/RequestTokenLimitExceeded': [ActInvalidModelGenerationError, ''],

    AccessDeniedException: accessDenied,
    AccessDenied: accessDenied,
    UnrecognizedClientException: unknownKey,
    InvalidClientTokenId: unknownKey,
    ExpiredTokenException: expired,
    ExpiredToken: expired,
    InvalidSignatureException: badSignature,
    SignatureDoesNotMatch: badSignature,
    IncompleteSignatureException: badSignature,
    IncompleteSignature: badSignature,
    RequestExpired: badSignature,
    RequestTimeTooSkewed: badSignature,
    MissingAuthenticationTokenException: unsigned,
    MissingAuthenticationToken: unsigned,
    ApiKeyRefused: [AuthError, 'API key not accepted', () => 'Check the key, or make a new one on nova.amazon.com.'],
  }),
);

/** Of something between the service and here, or of a service newer than this: only the status says what it means. */
function unmodelled({ name, statusCode = 0 }: ErrorAnswer): Row {
  if (statusCode === 429) return [ActRequestThrottledError, 'Request throttled', service, quota, retryAfter];
  return [
    statusCode >= 500 ? ActServerError : ActClientError,
    `Unknown error (${name})`,
    () => `(HTTP status ${statusCode})`,
  ];
}

/** What an error answer means for an act. */
export function errorOfAnswer(answer: ErrorAnswer): NovaActError {
  const { name, message, requestId, statusCode, retryAfterSeconds, cause } = answer;
  const [kind, says, ...parts] = table.get(`${name}/${answer.reason}`) ?? table.get(name) ?? unmodelled(answer);
  const lead = says === '' ? [] : [`${says}:`];
  // Advice follows the message of an AuthError as a sentence of its own.
  const text = kind === AuthError ? `${message.replace(/\.$/, '')}.` : message;
  const told = parts.map((part) => part(answer)).filter((given) => typeof given === 'string' && given !== '');
  return new kind([...lead, text, ...told].join(' '), { requestId, statusCode, retryAfterSeconds, cause });
}
