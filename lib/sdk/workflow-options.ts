import type { ApiKeySource } from '../nova-act/api-key.ts';
import type { RunService } from '../run/ports.ts';
import type { AwsCredentials } from './credentials.ts';

/**
 * Where AWS requests are signed for, and by whom.
 *
 * @example
 * import type { AwsConfig } from 'nova-act-serverless';
 *
 * const awsConfig: AwsConfig = { profile: 'shop' };
 */
export interface AwsConfig {
  /** @default us-east-1, the only region that has the service */
  readonly region?: string | undefined;
  /** A profile of the shared AWS configuration files. @default the standard credential chain */
  readonly profile?: string | undefined;
  /** Keys, or a function that gives them whenever they are about to expire. @default the standard credential chain */
  readonly credentials?: AwsCredentials | undefined;
}

/**
 * How requests to the service are made. What invites double steps or throttling is allowed, with a process warning.
 *
 * @example
 * import type { ClientConfig } from 'nova-act-serverless';
 *
 * const clientConfig: ClientConfig = { requestTimeoutMs: 120_000, attempts: { others: 3 } };
 */
export interface ClientConfig {
  /** An http or https URL. @default AWS_ENDPOINT_URL_NOVA_ACT, else the service's own; with an API key its own */
  readonly endpoint?: string | undefined;
  /** Attempts of a request in total, the first included, 1 to 5 each. @default 1 for a step, 2 for all others */
  readonly attempts?: { readonly invokeActStep?: number | undefined; readonly others?: number | undefined } | undefined;
  /** How long an attempt of a step may take, in milliseconds to 3,600,000; others get at most 10 s. @default 60,000 */
  readonly requestTimeoutMs?: number | undefined;
  /** How long it may take to connect, in milliseconds to 3,600,000. @default requestTimeoutMs */
  readonly connectionTimeoutMs?: number | undefined;
}

/**
 * How a workflow signs in: with AWS credentials or with an API key of nova.amazon.com.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 * import type { AuthenticationOptions } from 'nova-act-serverless';
 *
 * const withKey: AuthenticationOptions = { novaActApiKey: () => readFile('/run/secrets/nova-act', 'utf8') };
 */
export interface AuthenticationOptions {
  /** Not together with `novaActApiKey`. @default the standard AWS credential chain, for us-east-1 */
  readonly awsConfig?: AwsConfig | undefined;
  /** How requests are made. @default what {@link ClientConfig} says of each */
  readonly clientConfig?: ClientConfig | undefined;
  /**
   * Of nova.amazon.com, 36 characters; or a function that reads it from where it is kept, called before the first request
   * and again when the key was refused. Never taken from the environment: pass it.
   */
  readonly novaActApiKey?: ApiKeySource | undefined;
}

/**
 * What a {@link Workflow} is made with.
 *
 * @example
 * import type { WorkflowOptions } from 'nova-act-serverless';
 *
 * const options: WorkflowOptions = {
 *   workflowDefinitionName: 'price-check',
 *   logGroupName: '/nova-act/price-check',
 *   awsConfig: { profile: 'shop' },
 * };
 */
export interface WorkflowOptions extends AuthenticationOptions {
  /** 1 to 40 letters, digits, `_` and `-`. Required with AWS credentials; with an API key always `default`. */
  readonly workflowDefinitionName?: string | undefined;
  /** @default nova-act-latest */
  readonly modelId?: string | undefined;
  /** The CloudWatch log group that the service is told for the run. Not together with `novaActApiKey`. @default none */
  readonly logGroupName?: string | undefined;
}

/**
 * Names a run on the service, as one process hands it to another: two strings, safe to send as JSON.
 *
 * @example
 * import { Workflow, type WorkflowRun } from 'nova-act-serverless';
 *
 * await Workflow.run({ workflowDefinitionName: 'price-check' }, (workflow) => {
 *   const run: WorkflowRun = workflow.workflowRun;
 *   console.log(JSON.stringify(run));
 * });
 */
export interface WorkflowRun {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
}

/**
 * The run to attach to, and how to sign in, or a service that is at hand already.
 *
 * @example
 * import type { AttachOptions } from 'nova-act-serverless';
 *
 * const message = '{ "workflowDefinitionName": "price-check", "workflowRunId": "…" }';
 * const options: AttachOptions = { ...JSON.parse(message), awsConfig: { profile: 'shop' } };
 */
export interface AttachOptions extends WorkflowRun, AuthenticationOptions {
  /** Used instead of signing in, and left open. */
  readonly service?: RunService | undefined;
}
