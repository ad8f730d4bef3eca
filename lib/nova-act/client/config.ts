import {
  createDefaultUserAgentProvider,
  resolveHostHeaderConfig,
  resolveRegionConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client';
import { AwsSdkSigV4Signer, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { DefaultIdentityProviderConfig } from '@smithy/core';
import { Sha256 } from '@smithy/core/checksum';
import { NoOpLogger } from '@smithy/core/client';
import {
  loadConfig,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
} from '@smithy/core/config';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { parseUrl } from '@smithy/core/protocols';
import { resolveRetryConfig } from '@smithy/core/retry';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { answerBytes } from '../answer-bytes.ts';
import { VERSION } from '../identity.ts';
import { endpointOf } from './endpoint.ts';
import { errorTypeRegistries } from './exceptions.ts';
import { NAMESPACE } from './schema.ts';

type IdentityProviderConfig = Pick<DefaultIdentityProviderConfig, 'getIdentityProvider'>;
type SigV4Input = Parameters<typeof resolveAwsSdkSigV4Config<object>>[0];

export interface NovaActClientConfig {
  /** @default us-east-1, the only region that has the service */
  readonly region?: string;
  /**
   * @default what the SDK finds (AWS_ENDPOINT_URL_NOVA_ACT, AWS_ENDPOINT_URL, the profile's endpoint_url), else
   * https://nova-act.{region}.amazonaws.com
   */
  readonly endpoint?: string;
  /** Not together with an endpoint. @default what the SDK finds (AWS_USE_FIPS_ENDPOINT, the profile), else false */
  readonly useFipsEndpoint?: boolean;
  /** Not together with an endpoint. @default what the SDK finds (AWS_USE_DUALSTACK_ENDPOINT, the profile), else false */
  readonly useDualstackEndpoint?: boolean;
  /** @default the standard credential chain */
  readonly credentials?: NonNullable<SigV4Input['credentials']>;
  /** Attempts in total, the first one included. @default 2 */
  readonly maxAttempts?: number;
  /** A handler, or the options of one. */
  readonly requestHandler?: NodeHttpHandler | NodeHttpHandlerOptions;
}

export type ResolvedConfig = ReturnType<typeof resolveConfig>;

const SERVICE_ID = 'Nova Act';
const SIGNING_NAME = 'nova-act';

const SIGV4 = 'aws.auth#sigv4';

const signing = {
  authSchemePreference: async () => [],
  httpAuthSchemes: [
    {
      schemeId: SIGV4,
      identityProvider: (providers: IdentityProviderConfig) => providers.getIdentityProvider(SIGV4),
      signer: new AwsSdkSigV4Signer(),
    },
  ],
  httpAuthSchemeProvider: (parameters: Record<string, unknown>) => [
    {
      schemeId: SIGV4,
      signingProperties: { name: SIGNING_NAME, region: parameters['region'] },
      propertiesExtractor: (config: object, context: object) => ({ signingProperties: { config, context } }),
    },
  ],
};

export function resolveConfig(config: NovaActClientConfig) {
  const region = config.region ?? 'us-east-1';
  const base = {
    apiVersion: '2025-08-22',
    serviceId: SERVICE_ID,
    runtime: 'node',
    region,
    ...(config.endpoint !== undefined && { endpoint: config.endpoint }),
    endpointProvider: endpointOf,
    urlParser: parseUrl,
    useDualstackEndpoint: config.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS),
    useFipsEndpoint: config.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS),
    disableHostPrefix: true,
    maxAttempts: config.maxAttempts ?? 2,
    retryMode: 'standard',
    requestHandler: NodeHttpHandler.create(config.requestHandler),
    protocol: new AwsRestJsonProtocol({ defaultNamespace: NAMESPACE, errorTypeRegistries }),
    customUserAgent: [['nova-act-serverless', VERSION]] satisfies [string, string][],
    defaultUserAgentProvider: createDefaultUserAgentProvider({ serviceId: SERVICE_ID, clientVersion: VERSION }),
    userAgentAppId: async () => undefined,
    defaultSigningName: SIGNING_NAME,
    credentials: config.credentials ?? defaultProvider(),
    sha256: Sha256,
    logger: new NoOpLogger(),
    bodyLengthChecker: calculateBodyLength,
    streamCollector: answerBytes,
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
    ...signing,
  };
  const connected = resolveEndpointConfig(resolveHostHeaderConfig(resolveRegionConfig(base)));
  return resolveAwsSdkSigV4Config(resolveRetryConfig(resolveUserAgentConfig(connected)));
}
