import { lentCredentials } from '../../lib/access/lent-credentials.ts';
import type { Execution } from '../../lib/run/run.ts';
import type { Configuration } from './configuration.ts';
import { makePorts, type Ports } from './ports.ts';

/**
 * What a slice works with. In a stack that is what it is lent rights for, on its own run and no other; on one machine,
 * the function's own.
 */
export async function runPorts(
  own: Ports,
  configuration: Configuration,
  run: { readonly execution: Execution; readonly accessToken: string },
): Promise<Ports> {
  const { runAccessFunction } = configuration;
  if (runAccessFunction === undefined) return own;
  return makePorts(configuration, await lentCredentials(runAccessFunction, run));
}
