import * as z from 'zod';
import { checkOptions } from './check-options.ts';
import { endpointUrl } from './endpoint-url.ts';

const text = z
  .string()
  .optional()
  // Set to nothing is the same as not set.
  .transform((value) => value || undefined);

const flag = text.transform((value) => value !== undefined && value !== '0' && value.toLowerCase() !== 'false');

const environmentSchema = z
  .looseObject({
    NOVA_ACT_API_KEY: text,
    AWS_ENDPOINT_URL_NOVA_ACT: text.pipe(endpointUrl.optional()),
    NOVA_ACT_REPLAYABLE: flag,
    NOVA_ACT_ALLOW_LOOPBACK: flag,
  })
  .transform((variables) => ({
    novaActApiKey: variables.NOVA_ACT_API_KEY,
    serviceEndpoint: variables.AWS_ENDPOINT_URL_NOVA_ACT,
    replayable: variables.NOVA_ACT_REPLAYABLE,
    allowLoopback: variables.NOVA_ACT_ALLOW_LOOPBACK,
  }));

/** What the SDK face reads from the environment; the credential chain of the AWS SDK reads its own variables. */
export type SdkEnvironment = z.output<typeof environmentSchema>;

/**
 * The one place of `lib/sdk` that reads the environment.
 *
 * @throws InvalidOption that names the variable
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): SdkEnvironment {
  return checkOptions('environment', environmentSchema, variables);
}
