/** A request to AWS that gave nothing: what was asked, what came, and what to do. */
export class AwsProblem extends Error {
  /** What AWS or the SDK calls it. */
  override readonly name: string;
  /** What to try next, in one sentence. */
  readonly advice: string;

  constructor(name: string, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.advice = advice;
  }

  /** Whether the same request may well be answered a little later. */
  get mayPass(): boolean {
    return [THROTTLED, UNFOUND, UNREACHED, AWS_ITSELF].some((names) => names.test(this.name));
  }
}

const THROTTLED =
  /^(Throttling.*|TooManyRequests.*|RequestLimitExceeded|RequestThrottled.*|SlowDown|ProvisionedThroughputExceededException)$/;
const UNFOUND = /^(ENOTFOUND|EAI_AGAIN)$/;
const UNREACHED =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETIMEDOUT|EPIPE|TimeoutError)$/;
const AWS_ITSELF = /^(Internal.*|ServiceUnavailable.*|ServiceException|5\d\d)$/;

/** What the reader may do about it, by what AWS, the SDK or the network calls it; the first that matches. */
const ADVICE: readonly (readonly [RegExp, string | ((action: string) => string)])[] = [
  [
    /^(CredentialsProviderError|ProviderError|TokenProviderError)$/,
    'Sign in (aws sso login, aws configure), set AWS_PROFILE or the AWS_* keys, or give --profile NAME.',
  ],
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'Sign in again: the session is over.'],
  [
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|AuthFailure|NotAuthorized)$/,
    'Check the keys, or give another --profile: AWS does not know these. A region that is not enabled says the same.',
  ],
  [
    /^(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature.*|RequestTimeTooSkewed)$/,
    'Check the secret key, and set the clock of this machine.',
  ],
  [
    /^(AccessDenied|AccessDeniedException|AuthorizationError|UnauthorizedOperation|OptInRequired|Forbidden|403)$/,
    (action) => `Let the caller's policy allow ${action} on it, or give another --profile.`,
  ],
  [THROTTLED, 'Wait a minute and try again: the account asks AWS for too much at once.'],
  [UNFOUND, 'Check the network, and that there is such a region (--region).'],
  [UNREACHED, 'Check the network, a proxy on the way, and whether AWS_ENDPOINT_URL is set.'],
  [
    /CERT|^UNABLE_TO_VERIFY/,
    'Name the authority of whoever stands between this machine and AWS in NODE_EXTRA_CA_CERTS, if you trust it.',
  ],
  [/^ERR_INVALID_URL$/, 'Correct AWS_ENDPOINT_URL, or that of the service (AWS_ENDPOINT_URL_…): it is no address.'],
  [
    /^SyntaxError$/,
    'Check whether AWS_ENDPOINT_URL is set, and whether the network wants to be signed in to: what answered is not AWS.',
  ],
  [
    /^(ExecutionDoesNotExist|InvalidArn)$/,
    'Check the name or ARN, the region and the account: nova-act list shows what there is. After 90 days AWS forgets it.',
  ],
  [
    /^(StateMachineDoesNotExist|StateMachineDeleting|StateMachineTypeNotSupported)$/,
    'Check the ARN, the region and the account (--profile), or deploy the stack again: nova-act doctor looks at it.',
  ],
  [/^ExecutionLimitExceeded$/, 'Wait until executions have ended: the account has as many open ones as it may have.'],
  [/^NoSuchBucket$/, 'Deploy the stack again: its bucket is gone.'],
  [AWS_ITSELF, 'Try again later: what failed was AWS itself.'],
];

/**
 * Asks AWS for something.
 *
 * @param action - as policies name it, such as `states:StartExecution`
 * @param on - what it is asked of
 * @throws AwsProblem
 */
export async function asking<T>(action: string, on: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw problemOf(error, action, on);
  }
}

function problemOf(error: unknown, action: string, on: string): AwsProblem {
  const names = namesOf(error);
  const name = names.find((each) => adviceFor(each, action) !== undefined) ?? names[0] ?? 'Error';
  const advice = adviceFor(name, action) ?? 'Look it up by its name; nova-act doctor looks at the rest.';
  // The SDK tells programmers in the same breath where to look for what came.
  const message = error instanceof Error ? error.message.replace(/\s*Deserialization error: .*$/s, '') : '';
  const said = message === '' ? '' : `: ${message}`;
  return new AwsProblem(name, `${action} on ${on}: ${name}${said}`, advice, { cause: error });
}

function adviceFor(name: string, action: string): string | undefined {
  const advice = ADVICE.find(([pattern]) => pattern.test(name))?.[1];
  return typeof advice === 'function' ? advice(action) : advice;
}

/** The error's names, from the most telling: of the network, of the service, and the status where S3 gives no more. */
function namesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const status =
    '$metadata' in error && typeof error.$metadata === 'object' && error.$metadata !== null
      ? Object.entries(error.$metadata).flatMap(([key, value]) => (key === 'httpStatusCode' ? [String(value)] : []))
      : [];
  // What came could not be read: that it was an error of AWS says more.
  if (error.name === 'SyntaxError') return [...code, ...status.filter((each) => each.startsWith('5')), error.name];
  return [error.name, ...code, ...status];
}
