import { getHostHeaderPlugin, getRecursionDetectionPlugin, getUserAgentPlugin } from '@aws-sdk/core/client';
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core';
import { Client } from '@smithy/core/client';
import { getContentLengthPlugin } from '@smithy/core/protocols';
import { getRetryPlugin } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { Metadata } from './command.ts';
import { resolveConfig } from './config.ts';
import type { NovaActClientConfig, ResolvedConfig } from './config.ts';

/**
 * Amazon Nova Act's client on the AWS SDK's own runtime. What is not configured, the runtime finds where it always does
 * (environment, profile): credentials, endpoint, FIPS and dual stack; but neither the region nor the attempts.
 *
 * A request outside of the model's constraints is not sent: `InvalidRequestError`.
 */
export class NovaActClient extends Client<object, object, Metadata, ResolvedConfig> {
  constructor(configuration: NovaActClientConfig = {}) {
    const config = resolveConfig(configuration);
    super(config);
    const stack = this.middlewareStack;
    stack.use(getSchemaSerdePlugin(config));
    stack.use(getUserAgentPlugin(config));
    stack.use(getRetryPlugin(config));
    stack.use(getContentLengthPlugin(config));
    stack.use(getHostHeaderPlugin(config));
    stack.use(getRecursionDetectionPlugin(config));
    stack.use(
      getHttpAuthSchemeEndpointRuleSetPlugin(config, {
        httpAuthSchemeParametersProvider: async ({ region }) => ({ region: await region() }),
        identityProviderConfigProvider: async ({ credentials }) =>
          new DefaultIdentityProviderConfig({ 'aws.auth#sigv4': credentials }),
      }),
    );
    stack.use(getHttpSigningPlugin(config));
  }
}
