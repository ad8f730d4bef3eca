import { InvokeCommand, LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { RunCredentials } from '../run/ports.ts';
import type { Execution } from '../run/run.ts';

const credentialsSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
});

/** What Lambda says of an error that a function ended with. */
const functionErrorSchema = z.object({
  errorType: z.string().default('Unhandled'),
  errorMessage: z.string().default(''),
});

/** The function has 20 seconds. */
const TIMEOUT_MS = 30_000;

/** An error by the name that the state machine knows: it says there whether trying again may help. */
class NamedError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/**
 * Asks the function that lends the rights on a run.
 *
 * @param functionArn - of the function
 * @throws AccessRefused; an error by the name that Step Functions would give it, where the function was not reached or broke
 */
export async function lentCredentials(
  functionArn: string,
  { execution, accessToken }: { readonly execution: Execution; readonly accessToken: string },
): Promise<RunCredentials> {
  const client = new LambdaClient({});
  const command = new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify({ execution, accessToken }) });
  try {
    const { FunctionError: failed, Payload: payload } = await client
      .send(command, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) })
      .catch((error: unknown) => {
        throw errorOfInvoke(functionArn, error);
      });
    const answer: unknown = JSON.parse(payload?.transformToString() ?? 'null');
    if (failed === undefined) return credentialsSchema.parse(answer);
    throw errorOfFunction(functionArn, answer);
  } finally {
    client.destroy();
  }
}

/** Whatever it met, in DynamoDB, STS or Lambda, may have passed a moment later; a refusal does not. */
function errorOfFunction(functionArn: string, answer: unknown): Error {
  const { errorType, errorMessage } = functionErrorSchema.parse(answer ?? {});
  const isKnown = errorType === 'AccessRefused' || /^(Sandbox|Runtime)\./.test(errorType);
  return isKnown
    ? new NamedError(errorType, `${functionArn}: ${errorMessage}`)
    : new NamedError('Lambda.Unknown', `${functionArn} failed: ${errorType}: ${errorMessage}`);
}

function errorOfInvoke(functionArn: string, cause: unknown): Error {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const known = cause instanceof LambdaServiceException ? name : 'SdkClientException';
  return new NamedError(`Lambda.${known}`, `${functionArn} was not invoked: ${name}: ${message}`, { cause });
}
