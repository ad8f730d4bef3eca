import { resolveCredentials } from './credentials.ts';
import { problem } from './check-options.ts';
import { readEnvironment } from './environment.ts';
import { InvalidOption } from './errors.ts';
import type { NovaActOptions } from './nova-act-options.ts';
import { getCurrentWorkflow } from './workflow-context.ts';
import { Workflow } from './workflow.ts';

type Ending = 'SUCCEEDED' | 'FAILED';

/** The workflow in whose run a session takes part. */
export interface SessionWorkflow {
  readonly workflow: Workflow;
  /** Ends the run where it is the session's own. @throws StopFailed */
  end(ending: Ending): Promise<void>;
}

/** The model for those without a workflow of their own. */
const MODEL = 'nova-act-preview';

/**
 * In whose run a session is to take part: in that of the given workflow, else of the current one, else in one of its own,
 * for which there must be an API key. What it gives starts it; nothing is started before.
 *
 * @throws ClientNotStarted for a workflow without a run
 * @throws InvalidOption for a key beside a workflow, and when only AWS credentials are there, with which a session needs one
 * @throws AuthError when there is no way to sign in, or the key is not one
 */
export async function sessionWorkflow({
  workflow: given,
  novaActApiKey,
  clientConfig,
}: Pick<NovaActOptions, 'workflow' | 'novaActApiKey' | 'clientConfig'>): Promise<() => Promise<SessionWorkflow>> {
  const workflow = given ?? getCurrentWorkflow();
  if (workflow !== undefined) {
    if ((novaActApiKey ?? clientConfig) !== undefined)
      throw new InvalidOption([
        'NovaAct.novaActApiKey, NovaAct.clientConfig: got one beside a workflow, which is given or the current one; allowed: ' +
          'none, as the workflow has signed in already',
      ]);
    void workflow.workflowRun;
    return async () => ({ workflow, end: async () => {} });
  }
  const environment = readEnvironment();
  const key = novaActApiKey ?? environment.novaActApiKey;
  if (key !== undefined) {
    const own = new Workflow({ novaActApiKey: key, modelId: MODEL, clientConfig });
    return () => started(own);
  }
  await resolveCredentials(undefined, environment.serviceEndpoint);
  throw new InvalidOption([
    problem(
      'NovaAct.workflow',
      undefined,
      'a workflow, as AWS credentials need one: start the session within Workflow.run, or pass the one of ' +
        'Workflow.start as `workflow`',
    ),
  ]);
}

/** Its run is open for as long as its body is, so that is kept open. */
async function started(own: Workflow): Promise<SessionWorkflow> {
  const body = Promise.withResolvers<void>();
  const failure = new Error('the session failed');
  const { promise, resolve, reject } = Promise.withResolvers<SessionWorkflow>();
  const ended = own.run((workflow) => {
    resolve({ workflow, end });
    return body.promise;
  });
  ended.catch(reject);
  return promise;

  async function end(ending: Ending): Promise<void> {
    if (ending === 'SUCCEEDED') body.resolve();
    else body.reject(failure);
    await ended.catch((error: unknown) => {
      if (error !== failure) throw error;
    });
  }
}
