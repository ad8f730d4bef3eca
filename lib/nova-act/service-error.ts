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
import type { NovaActError } from '../act/errors.ts';
import type { NovaActServiceException } from './client/index.ts';

/** An error answer with whatever members its kind has. */
type Answer = NovaActServiceException & {
  readonly reason?: string | undefined;
  readonly fieldList?: readonly { readonly name: string; readonly message: string }[] | undefined;
  readonly resourceId?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly serviceCode?: string | undefined;
  readonly quotaCode?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
};

type Told = (error: Answer) => NovaActError;

const part = (text: string, value: string | undefined) => (value === undefined ? '' : ` ${text}${value}`);
const retryAfter = (seconds: number | undefined) =>
  seconds === undefined ? '' : ` Retry after ${seconds} second${seconds === 1 ? '' : 's'}`;

const validation: Told = (error) => {
  const fields = error.fieldList?.map(({ name, message }) => `${name}: ${message}`).join(', ');
  const reason = error.reason === undefined ? '' : ` (Reason: ${error.reason})`;
  const text = `Validation failed: ${error.message}${reason}${part('Fields: ', fields)}`;
  const kind = error.reason === 'GuardrailIntervened' ? ActGuardrailsError : ActBadRequestError;
  return new kind(text, { cause: error });
};

const resourceNotFound: Told = (error) =>
  new ActBadRequestError(
    `Resource not found: ${error.message}${part('Resource ID: ', error.resourceId)}${part('Resource Type: ', error.resourceType)}`,
    { cause: error },
  );

const throttling: Told = (error) => {
  const { message, serviceCode, quotaCode, retryAfterSeconds } = error;
  return new ActRequestThrottledError(
    `Request throttled: ${message}${part('Service: ', serviceCode)}${part('Quota: ', quotaCode)}${retryAfter(retryAfterSeconds)}`,
    { cause: error, retryAfterSeconds },
  );
};

const serviceQuotaExceeded: Told = (error) =>
  new ActDailyQuotaExceededError(
    `Service quota exceeded: ${error.message}${part('Service: ', error.serviceCode)}${part('Quota: ', error.quotaCode)}`,
    { cause: error },
  );

const modelFailures = new Set(['InvalidModelGeneration', 'RequestTokenLimitExceeded']);

const internalServer: Told = (error) => {
  const { message, reason, retryAfterSeconds } = error;
  return reason !== undefined && modelFailures.has(reason)
    ? new ActInvalidModelGenerationError(message, { cause: error })
    : new ActInternalServerError(
        `Internal server error: ${message}${part('Reason: ', reason)}${retryAfter(retryAfterSeconds)}`,
        { cause: error },
      );
};

const refused =
  (what: string, advice: string): Told =>
  (error) =>
    new AuthError(`${what}: ${error.message.replace(/\.$/, '')}. ${advice}`, { cause: error });

const accessDenied = refused(
  'Access denied',
  'Allow the nova-act actions on this workflow definition for the role or user that signs.',
);
const unknownKey = refused('Credentials not accepted', 'Check the access key, or sign in again.');
const expired = refused('Credentials expired', 'Sign in again.');
const badSignature = refused('Signature not accepted', "Check the secret key, the region and this machine's clock.");
const unsigned = refused('Request not signed', 'Check the endpoint and what stands between it and this machine.');

const byName: Readonly<Record<string, Told>> = {
  ValidationException: validation,
  ResourceNotFoundException: resourceNotFound,
  ThrottlingException: throttling,
  ServiceQuotaExceededException: serviceQuotaExceeded,
  InternalServerException: internalServer,
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
};

/** Of something between the service and here, or of a service newer than this: only the status says what it means. */
const unmodelled: Told = (error) => {
  const status = error.$metadata.httpStatusCode ?? 0;
  if (status === 429) return throttling(error);
  const kind = status >= 500 ? ActServerError : ActClientError;
  return new kind(`Unknown error (${error.name}): ${error.message} (HTTP status ${status})`, { cause: error });
};

/** What an error answer of the service means for an act. */
export function actErrorOfAnswer(error: NovaActServiceException): NovaActError {
  return (byName[error.name] ?? unmodelled)(error);
}
