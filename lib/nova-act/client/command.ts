import { makeBuilder } from '@smithy/core/client';
import type { ServiceException } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { ResolvedConfig } from './config.ts';
import type { OperationSchema } from './schema.ts';

/** What every answer carries beside its members: HTTP status, request id, attempts. */
export type Metadata = Pick<ServiceException, '$metadata'>;

/** Where the endpoint's URL comes from: the configuration, never the environment. */
const endpointParameters = { Endpoint: { type: 'builtInParams', name: 'endpoint' } } as const;

const build = makeBuilder<ResolvedConfig, object, Metadata>(
  endpointParameters,
  'NovaAct',
  'NovaActClient',
  getEndpointPlugin,
);

/** The base class of an operation's command. */
export function command<Input extends object, Output extends object>(schema: OperationSchema) {
  return build<Input, Output & Metadata>({}, () => [], schema[2], schema);
}
