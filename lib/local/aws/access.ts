import { SFNClient } from '@aws-sdk/client-sfn';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { InvalidInput } from '../../run/errors.ts';
import { regionOfArn } from './names.ts';

/** The only region that has Nova Act. */
export const NOVA_ACT_REGION = 'us-east-1';

/** Who asks AWS, and where. */
export interface Access {
  readonly region: string;
  /** For the constructor of any client of the SDK. */
  readonly client: {
    readonly region: string;
    readonly credentials: ReturnType<typeof defaultProvider>;
    readonly requestHandler: NodeHttpHandler;
    readonly maxAttempts: number;
  };
}

/** In total, the first one included; the SDK waits between them. */
const ATTEMPTS = 3;
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * The standard credential chain, or that of a profile.
 *
 * @param region - default: that of the ARN, else what the standard chain finds, else us-east-1
 * @throws InvalidInput for a region that cannot be, or is not the ARN's
 */
export async function openAccess(
  { region, profile }: { region: string | undefined; profile: string | undefined },
  arn?: string,
): Promise<Access> {
  const ofArn = arn === undefined ? undefined : regionOfArn(arn);
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region))
    throw new InvalidInput([`--region: got '${region}', allowed: the name of a region, such as us-east-1`]);
  if (region !== undefined && ofArn !== undefined && region !== ofArn)
    throw new InvalidInput([`--region: got '${region}', allowed: ${ofArn}, which the ARN names`]);
  const found = region ?? ofArn ?? (await configuredRegion(profile)) ?? NOVA_ACT_REGION;
  return {
    region: found,
    client: {
      region: found,
      credentials: defaultProvider(profile === undefined ? {} : { profile }),
      requestHandler: new NodeHttpHandler({
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      }),
      maxAttempts: ATTEMPTS,
    },
  };
}

/** What variables and profile say; undefined where they say nothing. */
async function configuredRegion(profile: string | undefined): Promise<string | undefined> {
  const client = new SFNClient(profile === undefined ? {} : { profile });
  return client.config.region().catch(() => undefined);
}
