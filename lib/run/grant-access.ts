import { timingSafeEqual } from 'node:crypto';
import { AccessRefused } from './errors.ts';
import type { JournalStore, RunAccess, RunCredentials } from './ports.ts';

export interface GrantAccessPorts {
  readonly store: Pick<JournalStore, 'registeredRun'>;
  readonly access: RunAccess;
}

/**
 * Lends the rights on one run to whoever was handed that run: nobody else knows its token.
 *
 * @throws AccessRefused when the token is not that run's, or nothing is left to be done for the run
 */
export async function grantAccess(
  { execution, accessToken }: { readonly execution: string; readonly accessToken: string },
  { store, access }: GrantAccessPorts,
): Promise<RunCredentials> {
  const registered = await store.registeredRun(execution);
  if (registered === undefined || !isSame(registered.accessToken, accessToken))
    throw new AccessRefused(`the journal has no run of execution ${execution} with this token`);
  if (registered.state !== undefined)
    throw new AccessRefused(`the run of execution ${execution} is ${registered.state}`);
  return access.lend({ execution, workflowRunId: registered.run.workflowRunId });
}

/** Takes as long for tokens that begin alike as for others. */
function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
