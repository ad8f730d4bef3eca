import { ApiKeyService } from '../nova-act/api-key-service.ts';
import { NovaActService } from '../nova-act/nova-act-service.ts';
import type { RunService } from '../run/ports.ts';
import { DEFAULT_REGION, resolveCredentials } from './credentials.ts';
import type { Authentication } from './workflow-settings.ts';

/**
 * The service behind a workflow.
 *
 * @example
 * import { type Backend, Workflow } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'price-check' }, (workflow) => {
 *   const backend: Backend = workflow.backend;
 *   console.log(backend.kind);
 * });
 */
export interface Backend extends Disposable {
  /** How it is signed in to; `given` where somebody else has done that. */
  readonly kind: 'aws' | 'apiKey' | 'given';
  readonly service: RunService;
}

/**
 * Signs in.
 *
 * @throws AuthError, IAMAuthError
 */
export async function connect(authentication: Authentication): Promise<Backend> {
  const { kind } = authentication;
  if (kind === 'given') return { kind, service: authentication.service, [Symbol.dispose]: () => {} };
  const { clientConfig } = authentication;
  if (kind === 'apiKey')
    return owned(kind, new ApiKeyService({ apiKey: authentication.novaActApiKey, ...clientConfig }));
  const { awsConfig } = authentication;
  const credentials = await resolveCredentials(awsConfig, clientConfig.endpoint);
  const region = awsConfig?.region ?? DEFAULT_REGION;
  return owned(kind, new NovaActService({ ...clientConfig, region, credentials }));
}

function owned(kind: Backend['kind'], service: RunService & Disposable): Backend {
  return { kind, service, [Symbol.dispose]: () => service[Symbol.dispose]() };
}
