import {
  ActBadRequestError,
  ActBadResponseError,
  ActClientError,
  ActServerError,
  AuthError,
  ServiceUnreachable,
} from '../act/errors.ts';
import { AnswerTooLarge } from './answer-bytes.ts';
import { InvalidRequestError } from './invalid-request-error.ts';

const blocked =
  'check the network; a function in a VPC needs a way to the internet, as the service has no VPC endpoint';
const unresolved = 'check the host name, the region, and that this machine can resolve names';
const broken = 'the connection ended before an answer came; check the server, or the proxy or firewall in between';
const untrusted = 'check the certificate, or name its authority in NODE_EXTRA_CA_CERTS';

const adviceByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'check that the service listens there and that the endpoint is right',
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  ECONNRESET: broken,
  EPIPE: broken,
  ECONNABORTED: broken,
  ETIMEDOUT: blocked,
  EHOSTUNREACH: blocked,
  ENETUNREACH: blocked,
  EPROTO: 'check that the endpoint begins with https:// or http:// as the server wants it',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
};

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

interface Call {
  readonly endpoint: string;
  readonly timeoutMs: number;
}

interface Kind {
  readonly includes: (failure: Failure) => boolean;
  readonly tell: (failure: Failure, call: Call) => Error;
}

/** The first that includes a failure tells it. */
const kinds: readonly Kind[] = [
  {
    includes: (failure) => failure instanceof AnswerTooLarge,
    tell: ({ message, $response }, { endpoint }) =>
      new ActBadResponseError(
        `${endpoint} gave ${firstLine(message)}: check that it is the service`,
        metadata($response),
      ),
  },
  {
    includes: ({ name }) => name === 'CredentialsProviderError' || name === 'TokenProviderError',
    tell: ({ message }) =>
      new AuthError(
        `No usable AWS credentials: ${message.replace(/\.$/, '')}. Sign in (aws sso login), choose a profile ` +
          `(AWS_PROFILE) or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
      ),
  },
  {
    // The SDK calls a broken connection a time-out as well; its code tells them apart.
    includes: ({ name, code = '' }) => (name === 'TimeoutError' || name === 'AbortError') && !(code in adviceByCode),
    tell: (_, { endpoint, timeoutMs }) =>
      new ServiceUnreachable(
        `no answer from ${endpoint} within ${timeoutMs / 1000} s: check the service's state and the network`,
      ),
  },
  {
    includes: ({ code }) => code !== undefined,
    tell: ({ code = '' }, { endpoint }) =>
      new ServiceUnreachable(
        `cannot reach ${endpoint} (${code}): ${adviceByCode[code] ?? 'check the endpoint and the network'}`,
      ),
  },
  {
    includes: ({ $response }) => $response !== undefined,
    tell: (failure, { endpoint }) => unreadable(failure, endpoint),
  },
];

/**
 * Tells what a call that brought no answer of the service means for an act. What is neither the service's doing nor the
 * network's (a mistake in this program) comes back as it is.
 */
export function errorOfCall(error: unknown, call: Call): unknown {
  if (error instanceof InvalidRequestError) return new ActBadRequestError(error.message, { cause: error });
  if (!(error instanceof Error)) return error;
  const failure: Failure = error;
  const told = kinds.find(({ includes }) => includes(failure))?.tell(failure, call);
  return told === undefined ? error : Object.assign(told, { cause: error });
}

/** An answer that came and could not be read, by its status. */
function unreadable({ message, $response }: Failure, endpoint: string): Error {
  const { statusCode = 0, requestId } = metadata($response);
  const text = `${endpoint} answered ${statusCode} with something that is not of its protocol: ${firstLine(message)}`;
  const kind = statusCode >= 500 ? ActServerError : statusCode >= 300 ? ActClientError : ActBadResponseError;
  return new kind(text, { statusCode, requestId });
}

function metadata(response: Failure['$response']) {
  return { statusCode: response?.statusCode, requestId: response?.headers?.['x-amzn-requestid'] };
}

/** The SDK adds a hint of its own below. */
function firstLine(message: string): string | undefined {
  return message.split('\n')[0];
}
