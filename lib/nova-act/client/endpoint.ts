import { partition } from '@aws-sdk/core/client';

/** What the service's endpoint rules decide by, in their own names. */
interface EndpointParameters {
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/** Where the SDK's runtime finds each of them. */
export const endpointParameters = {
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

/** The service's endpoint rules. They would form host names of any region; the service exists in us-east-1. */
export function endpointOf(parameters: EndpointParameters): { url: URL } {
  const { Endpoint, Region, UseFIPS = false, UseDualStack = false } = parameters;
  const kind = UseFIPS ? 'FIPS' : 'Dualstack';
  if (Endpoint !== undefined) {
    if (UseFIPS || UseDualStack) throw invalid(`${kind} and custom endpoint are not supported`);
    return { url: new URL(Endpoint.replace(/\/+$/, '')) };
  }
  if (Region === undefined) throw invalid('Missing Region');
  const { dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } = partition(Region);
  if ((UseFIPS && !supportsFIPS) || (UseDualStack && !supportsDualStack))
    throw invalid(`${kind} is not supported in the partition of ${Region}`);
  const host = `nova-act${UseFIPS ? '-fips' : ''}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`;
  return { url: new URL(`https://${host}`) };
}

const invalid = (problem: string) => new Error(`Invalid Configuration: ${problem}`);
