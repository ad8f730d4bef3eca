import { lentCredentials } from '../../lib/access/lent-credentials.ts';
import type { Execution } from '../../lib/run/run.ts';
import type { Configuration } from './configuration.ts';
import { type LentPorts, makeLentPorts } from './ports.ts';

/**
 * What a slice works with in a stack, where it is lent the rights on its own run and on no other. Undefined on one machine:
 * there a function has them itself.
 */
export async function lentPorts(
  { storage, runAccessFunction, ...configuration }: Configuration,
  run: { readonly execution: Execution; readonly accessToken: string },
): Promise<LentPorts | undefined> {
  if (storage.kind === 'local' || runAccessFunction === undefined) return undefined;
  return makeLentPorts(storage, configuration, await lentCredentials(runAccessFunction, run));
}
