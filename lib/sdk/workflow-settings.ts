import { AuthError } from '../act/errors.ts';
import { apiKeyProblem, type ApiKeySource } from '../nova-act/api-key.ts';
import type { RunService } from '../run/ports.ts';
import { problem } from './check-options.ts';
import type { SdkEnvironment } from './environment.ts';
import { InvalidOption } from './errors.ts';
import type { AuthenticationOptions, AwsConfig, ClientConfig, WorkflowRun } from './workflow-options.ts';
import { checkAttachOptions, checkWorkflowOptions, NAME } from './workflow-schemas.ts';

/** How to sign in, once the options and the environment have been read. */
export type Authentication =
  | { readonly kind: 'aws'; readonly awsConfig: AwsConfig | undefined; readonly clientConfig: ClientConfig }
  | { readonly kind: 'apiKey'; readonly novaActApiKey: ApiKeySource; readonly clientConfig: ClientConfig }
  /** At hand already, and left open. */
  | { readonly kind: 'given'; readonly service: RunService };

/** Options in which nothing is left open. */
export interface WorkflowSettings {
  readonly authentication: Authentication;
  readonly workflowDefinitionName: string;
  readonly modelId: string;
  readonly logGroupName: string | undefined;
}

/** The only definition that API keys have. */
const API_KEY_DEFINITION = 'default';

/**
 * What the options mean in this environment. No request is made.
 *
 * @throws InvalidOption, AuthError
 */
export function readWorkflowOptions(given: unknown, environment: SdkEnvironment): WorkflowSettings {
  const { modelId, logGroupName, workflowDefinitionName, ...options } = checkWorkflowOptions(given);
  const how = authenticationOf(options, environment);
  if (how.kind === 'apiKey') {
    if (logGroupName !== undefined)
      throw new InvalidOption([
        problem('Workflow.logGroupName', logGroupName, 'none with novaActApiKey, as a key has no CloudWatch'),
      ]);
    return { authentication: how, workflowDefinitionName: API_KEY_DEFINITION, modelId, logGroupName };
  }
  if (workflowDefinitionName === undefined)
    throw new InvalidOption([problem('Workflow.workflowDefinitionName', undefined, NAME)]);
  return { authentication: how, workflowDefinitionName, modelId, logGroupName };
}

/** The same of {@link AttachOptions}; a service that is given stands in for signing in. */
export function readAttachOptions(given: unknown, environment: SdkEnvironment) {
  const { workflowDefinitionName, workflowRunId, service, ...options } = checkAttachOptions(given);
  const run: WorkflowRun = { workflowDefinitionName, workflowRunId };
  const authentication: Authentication =
    service === undefined ? authenticationOf(options, environment) : { kind: 'given', service };
  return { run, authentication };
}

function authenticationOf(
  { awsConfig, clientConfig = {}, novaActApiKey }: AuthenticationOptions,
  environment: SdkEnvironment,
): Authentication {
  if (novaActApiKey === undefined) {
    if (awsConfig === undefined && environment.novaActApiKey !== undefined)
      throw new AuthError(
        'NOVA_ACT_API_KEY is set, but novaActApiKey was not passed, so it is not clear how to sign in. Pass novaActApiKey ' +
          'to use the key; unset the variable, or pass awsConfig, to use AWS credentials.',
      );
    const endpoint = clientConfig.endpoint ?? environment.serviceEndpoint;
    return { kind: 'aws', awsConfig, clientConfig: { ...clientConfig, endpoint } };
  }
  if (awsConfig !== undefined)
    throw new AuthError(
      'Both awsConfig and novaActApiKey were passed. Pass one of them: awsConfig signs in to AWS, novaActApiKey to nova.amazon.com.',
    );
  const keyProblem = typeof novaActApiKey === 'string' ? apiKeyProblem(novaActApiKey) : undefined;
  if (keyProblem !== undefined) throw new AuthError(`novaActApiKey: ${keyProblem}`);
  return { kind: 'apiKey', novaActApiKey, clientConfig };
}
