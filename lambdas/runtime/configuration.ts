import * as z from 'zod';
import { readAllowedHost } from '../../lib/browser/proxy/allowed-host.ts';
import type { NetworkAccess } from '../../lib/browser/proxy/network-access.ts';
import { uploadPatternProblem } from '../../lib/browser/upload-allow-list.ts';
import type { RunDefaults } from '../../lib/run/resolved-input.ts';

/** Where journal, artifacts and logs are: a stack's resources, or a directory of this machine. */
export type Storage =
  | { readonly kind: 'aws'; readonly table: string; readonly bucket: string }
  | {
      readonly kind: 'local';
      readonly directory: string;
      readonly secrets: Readonly<Record<string, string>>;
      /** Of 32 bytes, for the browser's saved states; on AWS table and bucket encrypt what they hold. */
      readonly checkpointKey: Uint8Array;
    };

export interface Configuration {
  readonly defaults: RunDefaults;
  readonly storage: Storage;
  /** Absent: the service's own endpoint. */
  readonly serviceEndpoint: string | undefined;
  /** Absent: the Chromium of the npm package, inflated into a cache. */
  readonly chromiumPath: string | undefined;
  /** What pages may reach beside the public web. */
  readonly network: NetworkAccess;
  /** Patterns of the files that may be given to pages. */
  readonly allowUploads: readonly string[];
  /** The file beside the handler that declares the Lambda functions agents may call. */
  readonly toolsFile: string | undefined;
  /** Functions of those tools whose ARN the file could not know, by the tool's name. */
  readonly toolFunctions: Readonly<Record<string, string>>;
  /** The file beside the handler with what the stack says where an input is silent. */
  readonly runDefaultsFile: string | undefined;
  /** A module of this machine that exports `tools`. */
  readonly toolsModule: string | undefined;
  /** The secret with the API key that is used instead of AWS credentials. */
  readonly apiKeySecret: string | undefined;
  /** The function that lends the rights on a run; absent: the function has them itself. */
  readonly runAccessFunction: string | undefined;
  /** The role whose sessions have those rights; only the function that lends them is told. */
  readonly runAccessRole: string | undefined;
  /** Whose executions the runs belong to; only the sweeper is told. */
  readonly stateMachineArn: string | undefined;
  /** Whether all runs of the default definition are this deployment's own. */
  readonly ownsDefinition: boolean;
}

const text = z.string().min(1);

const allowedHosts = z.string().transform((list, context) =>
  list.split(',').flatMap((entry) => {
    const host = readAllowedHost(entry.trim());
    if (host === undefined)
      context.addIssue(
        `${JSON.stringify(entry)} is not host:port, with commas between several, or a host that is never opened: this ` +
          'machine, link-local and reserved addresses',
      );
    return host ?? [];
  }),
);

const allowedUploads = z.string().transform((list, context) =>
  list.split(',').map((entry) => {
    const pattern = entry.trim();
    const problem = uploadPatternProblem(pattern);
    if (problem !== undefined) context.addIssue(problem);
    return pattern;
  }),
);

/** Texts with commas between. */
const names = z.string().transform((list) => list.split(',').filter((name) => name !== ''));

/** `name=value` with commas between; names and values have neither. */
const pairs = names.transform((entries) =>
  Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])),
);

const variablesSchema = z.looseObject({
  WORKFLOW_DEFINITION_NAME: text.optional(),
  MODEL_ID: text.default('nova-act-latest'),
  LOG_GROUP_NAME: text.optional(),
  LOG_GROUP_PREFIX: text.optional(),
  SECRETS: names.default([]),
  RUN_DEFAULTS_FILE: text.optional(),
  REPLAYABLE: z.enum(['true', 'false']).default('false'),
  TABLE_NAME: text.optional(),
  ARTIFACTS_BUCKET: text.optional(),
  LOCAL_DIRECTORY: text.optional(),
  CHECKPOINT_KEY: z
    .string()
    .transform((base64) => new Uint8Array(Buffer.from(base64, 'base64')))
    .refine(({ length }) => length === 32, 'must be 32 bytes in base64')
    .optional(),
  AWS_ENDPOINT_URL_NOVA_ACT: z.url({ protocol: /^https?$/ }).optional(),
  CHROMIUM_PATH: text.optional(),
  ALLOW_LOOPBACK: z.enum(['true', 'false']).default('false'),
  ALLOW_HOSTS: allowedHosts.default([]),
  ALLOW_UPLOADS: allowedUploads.default([]),
  TOOLS_FILE: text.optional(),
  TOOL_FUNCTIONS: pairs.default({}),
  TOOLS_MODULE: text.optional(),
  API_KEY_SECRET: text.optional(),
  RUN_ACCESS_FUNCTION: text.optional(),
  RUN_ACCESS_ROLE: text.optional(),
  STATE_MACHINE_ARN: z
    .string()
    .regex(/^arn:[^:]+:states:[^:]+:\d+:stateMachine:[^:]+$/, 'must be the ARN of a state machine')
    .optional(),
  OWNS_DEFINITION: z.enum(['true', 'false']).default('false'),
});

/** The names of the variables that a function is configured by. */
export const variableNames: readonly string[] = Object.keys(variablesSchema.shape);

const environmentSchema = variablesSchema.transform((given, context): Configuration => {
  const storage = storageOf(given);
  if (storage === undefined) {
    context.addIssue('either TABLE_NAME and ARTIFACTS_BUCKET, or LOCAL_DIRECTORY and CHECKPOINT_KEY must be set');
    return z.NEVER;
  }
  return {
    storage,
    defaults: {
      modelId: given.MODEL_ID,
      replayable: given.REPLAYABLE === 'true',
      ...(storage.kind === 'aws' && {
        permitted: {
          secrets: given.SECRETS,
          ...(given.LOG_GROUP_PREFIX !== undefined && { logGroupPrefix: given.LOG_GROUP_PREFIX }),
        },
      }),
      ...(given.WORKFLOW_DEFINITION_NAME && { workflowDefinitionName: given.WORKFLOW_DEFINITION_NAME }),
      ...(given.LOG_GROUP_NAME && { logGroupName: given.LOG_GROUP_NAME }),
    },
    serviceEndpoint: given.AWS_ENDPOINT_URL_NOVA_ACT,
    chromiumPath: given.CHROMIUM_PATH,
    network: { allowLoopback: given.ALLOW_LOOPBACK === 'true', allowHosts: given.ALLOW_HOSTS },
    allowUploads: given.ALLOW_UPLOADS,
    toolsFile: given.TOOLS_FILE,
    toolFunctions: given.TOOL_FUNCTIONS,
    runDefaultsFile: given.RUN_DEFAULTS_FILE,
    toolsModule: given.TOOLS_MODULE,
    apiKeySecret: given.API_KEY_SECRET,
    runAccessFunction: given.RUN_ACCESS_FUNCTION,
    runAccessRole: given.RUN_ACCESS_ROLE,
    stateMachineArn: given.STATE_MACHINE_ARN,
    ownsDefinition: given.OWNS_DEFINITION === 'true',
  };
});

/**
 * What the function was deployed with. The one place that reads the environment.
 *
 * @throws Error that names the variable
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(`the function's environment is not right: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** On one machine secrets are variables; on AWS they are never in a function's environment. */
function secretsOf(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      name.startsWith('NOVA_ACT_SECRET_') && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

function storageOf(variables: {
  [name: string]: unknown;
  TABLE_NAME?: string | undefined;
  ARTIFACTS_BUCKET?: string | undefined;
  LOCAL_DIRECTORY?: string | undefined;
  CHECKPOINT_KEY?: Uint8Array | undefined;
}): Storage | undefined {
  const { TABLE_NAME: table, ARTIFACTS_BUCKET: bucket } = variables;
  if (table !== undefined && bucket !== undefined) return { kind: 'aws', table, bucket };
  const { LOCAL_DIRECTORY: directory, CHECKPOINT_KEY: checkpointKey } = variables;
  if (directory === undefined || checkpointKey === undefined) return undefined;
  return { kind: 'local', directory, checkpointKey, secrets: secretsOf(variables) };
}
