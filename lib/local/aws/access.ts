import { SFNClient } from '@aws-sdk/client-sfn';
import { fromIni } from '@aws-sdk/credential-provider-ini';
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
    readonly credentials: ReturnType<typeof defaultProvider> | ReturnType<typeof fromIni>;
    readonly requestHandler: NodeHttpHandler;
    readonly maxAttempts: number;
  };
}

/** In total, the first one included; the SDK waits between them. */
const ATTEMPTS = 3;
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** What the command line says of who asks, and where. */
export interface AccessOptions {
  /** Default: that of the ARN, else what the standard chain finds, else us-east-1. */
  readonly region: string | undefined;
  /** Default: the standard credential chain. */
  readonly profile: string | undefined;
  /** Breaks off each request. */
  readonly signal?: AbortSignal;
}

/** @throws InvalidInput for a region or profile that cannot be, and for a region that is not the ARN's */
export async function openAccess({ region, profile, signal }: AccessOptions, arn?: string): Promise<Access> {
  const ofArn = arn === undefined ? undefined : regionOfArn(arn);
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region))
    throw new InvalidInput([`--region: got '${region}', allowed: the name of a region, such as us-east-1`]);
  if (region !== undefined && ofArn !== undefined && region !== ofArn)
    throw new InvalidInput([`--region: got '${region}', allowed: ${ofArn}, which the ARN names`]);
  // The SDK takes it for none, and then whatever else there is.
  if (profile === '') throw new InvalidInput(["--profile: got '', allowed: the name of a profile"]);
  const found = region ?? ofArn ?? (await configuredRegion(profile)) ?? NOVA_ACT_REGION;
  return {
    region: found,
    client: {
      region: found,
      // A profile that is named is that one or an error, and never whoever is found elsewhere.
      credentials: profile === undefined ? standardChain() : fromIni({ profile }),
      requestHandler: new EndableHandler(signal),
      maxAttempts: ATTEMPTS,
    },
  };
}

/** What variables and profile say; undefined where they say nothing. */
async function configuredRegion(profile: string | undefined): Promise<string | undefined> {
  const client = new SFNClient(profile === undefined ? {} : { profile });
  return client.config.region().catch(() => undefined);
}

/** Where the chain finds nothing at all it does not say why; the profile of AWS_PROFILE does. */
function standardChain(): ReturnType<typeof defaultProvider> {
  const chain = defaultProvider();
  const profile = process.env['AWS_PROFILE'];
  if (profile === undefined) return chain;
  return async (options) => chain(options).catch(async () => fromIni({ profile })());
}

/** Requests end with the signal; left alone, one that is not answered would be waited for, and attempted again. */
class EndableHandler extends NodeHttpHandler {
  readonly #signal: AbortSignal | undefined;

  constructor(signal: AbortSignal | undefined) {
    super({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    });
    this.#signal = signal;
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const abortSignal = this.#signal ?? options?.abortSignal;
    return super.handle(request, { ...options, ...(abortSignal && { abortSignal }) });
  }
}
