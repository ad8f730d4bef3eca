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
const functionErrorSchema = z.object({ errorType: z.string(), errorMessage: z.string() });

/** An error that keeps the name it had elsewhere: the state machine knows by it whether trying again may help. */
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
  run: { readonly execution: Execution; readonly accessToken: string },
): Promise<RunCredentials> {
  const client = new LambdaClient({});
  try {
    const { FunctionError: failed, Payload: payload } = await client
      .send(new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(run) }))
      .catch((error: unknown) => {
        throw errorOfInvoke(functionArn, error);
      });
    const answer: unknown = JSON.parse(payload?.transformToString() ?? 'null');
    if (failed === undefined) return credentialsSchema.parse(answer);
    const { errorType, errorMessage } = functionErrorSchema.parse(answer);
    throw new NamedError(errorType, `${functionArn}: ${errorMessage}`);
  } finally {
    client.destroy();
  }
}

function errorOfInvoke(functionArn: string, cause: unknown): Error {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const known = cause instanceof LambdaServiceException ? name : 'SdkClientException';
  return new NamedError(`Lambda.${known}`, `${functionArn} was not invoked: ${name}: ${message}`, { cause });
}
