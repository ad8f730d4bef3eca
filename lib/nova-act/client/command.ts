import { makeBuilder } from '@smithy/core/client';
import type { ServiceException } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import { checkingPlugin } from './checking-plugin.ts';
import type { ResolvedConfig } from './config.ts';
import { endpointParameters } from './endpoint.ts';
import type { OperationSchema } from './schema.ts';

/** What every answer carries beside its members: HTTP status, request id, attempts. */
export type Metadata = Pick<ServiceException, '$metadata'>;

const build = makeBuilder<ResolvedConfig, object, Metadata>(
  endpointParameters,
  'NovaAct',
  'NovaActClient',
  getEndpointPlugin,
);

/** The base class of an operation's command. */
export function command<Input extends object, Output extends Metadata>(schema: OperationSchema) {
  const name = schema[2];
  return build<Input, Output>({}, () => [checkingPlugin(name)], name, schema);
}
