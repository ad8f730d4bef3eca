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
}

/** What the reader may do about it, by what AWS, the SDK or the network calls it; the first that matches. */
const ADVICE: readonly (readonly [RegExp, string | ((action: string) => string)])[] = [
  [
    /^(CredentialsProviderError|ProviderError|TokenProviderError)$/,
    'Sign in (aws sso login, aws configure), set AWS_PROFILE or the AWS_* keys, or give --profile NAME.',
  ],
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'Sign in again: the session is over.'],
  [
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|AuthFailure|NotAuthorized)$/,
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
  [
    /^(Throttling.*|TooManyRequests.*|RequestLimitExceeded|RequestThrottled.*|SlowDown|ProvisionedThroughputExceededException)$/,
    'Wait a minute and try again: the account asks AWS for too much at once.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'Check the network, and that there is such a region (--region).'],
  [
    /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError|CERT_.*|.*CERTIFICATE.*)$/,
    'Check the network, a proxy on the way, and whether AWS_ENDPOINT_URL is set.',
  ],
  [
    /^(ExecutionDoesNotExist|StateMachineDoesNotExist|InvalidArn)$/,
    'Check the name or ARN, the region and the account: nova-act list shows what there is. After 90 days AWS forgets it.',
  ],
  [/^NoSuchBucket$/, 'Deploy the stack again: its bucket is gone.'],
  [/^(Internal.*|ServiceUnavailable.*|ServiceException|5\d\d)$/, 'Try again later: what failed was AWS itself.'],
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
  const said = error instanceof Error && error.message !== '' ? `: ${error.message}` : '';
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
  return [error.name, ...code, ...status];
}
