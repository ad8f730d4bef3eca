import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import * as z from 'zod';
import { AuthError } from '../act/errors.ts';
import { messageOf } from '../act/text-of.ts';
import { defaultEndpoint } from '../nova-act/identity.ts';
import { standardCredentials } from '../nova-act/credentials.ts';
import { kindOf } from './check-options.ts';
import { IAMAuthError } from './errors.ts';
import type { AwsConfig } from './workflow-options.ts';

/**
 * AWS keys, or a function that gives them.
 *
 * @example
 * import type { AwsCredentials } from 'nova-act-serverless';
 *
 * const credentials: AwsCredentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'from a vault' });
 */
export type AwsCredentials = AwsCredentialIdentity | AwsCredentialIdentityProvider;

/** What keys must have; they may have a session's token and its end beside. */
export const awsKeys = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

export const DEFAULT_REGION = 'us-east-1';

/**
 * The credentials to sign with, resolved once, so that what is wrong with them shows before anything is created.
 *
 * Nobody is asked whether they are good: the first request says so in the same second, with the same credentials, to the
 * very service they are for. A call of STS would need a client more and a way to STS, which a function in a VPC may lack.
 *
 * @throws AuthError when the standard chain finds none; IAMAuthError when those asked for cannot be had
 */
export async function resolveCredentials(
  awsConfig: AwsConfig | undefined,
  endpoint: string | undefined,
): Promise<AwsCredentials> {
  const given = awsConfig?.credentials ?? (await chain(awsConfig, endpoint));
  if (typeof given !== 'function') return given;
  const provider = checked(given);
  try {
    await provider();
    return provider;
  } catch (error) {
    if (error instanceof IAMAuthError) throw error;
    const reason = messageOf(error).replace(/\.$/, '');
    throw awsConfig === undefined
      ? new AuthError(`No way to sign in was found (${reason}). ${ADVICE}`, { cause: error })
      : new IAMAuthError(`The AWS credentials of awsConfig cannot be had: ${reason}. ${asked(awsConfig)}`, {
          cause: error,
        });
  }
}

/** What a function gives is known no sooner than it is called, at the start and whenever the keys are about to expire. */
function checked<Given extends unknown[], Keys>(provider: (...given: Given) => Promise<Keys>) {
  return async (...given: Given): Promise<Keys> => {
    const keys = await provider(...given);
    if (awsKeys.safeParse(keys).success) return keys;
    throw new IAMAuthError(
      `awsConfig.credentials(): ${kindOf(keys)}, allowed: a promise of keys with accessKeyId and secretAccessKey`,
    );
  };
}

async function chain({ region = DEFAULT_REGION, profile }: AwsConfig = {}, endpoint = defaultEndpoint(region)) {
  if (profile === undefined) return standardCredentials(endpoint);
  // Not the whole chain: where the profile is missing it would go on to whatever else it finds.
  const { fromIni } = await import('@aws-sdk/credential-provider-ini');
  return fromIni({ profile });
}

const ADVICE =
  'With AWS credentials: run `aws sso login` or `aws configure`, choose a profile (AWS_PROFILE, or awsConfig.profile), or ' +
  'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. With an API key of nova.amazon.com: pass novaActApiKey.';

function asked({ profile, credentials }: AwsConfig): string {
  if (credentials !== undefined) return 'They are what the function awsConfig.credentials gives.';
  if (profile !== undefined)
    return `Look for [${profile}] in ~/.aws/config and ~/.aws/credentials, or sign in: aws sso login --profile ${profile}.`;
  return ADVICE;
}
