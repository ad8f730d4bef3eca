import * as z from 'zod';

/** The only region in which Nova Act exists. */
export const novaActRegion = 'us-east-1';

const SECRET = 'the name or the whole ARN of a secret that holds the key, not the key itself';
const API_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The only definition of whoever has an API key; it exists. */
const API_KEY_DEFINITION = { workflowDefinitionName: 'default', workflowDefinition: 'existing' } as const;

const settingsSchema = z.strictObject({
  /** Name of the workflow definition that all runs of the stack belong to. Default `nova-act-serverless`. */
  workflowDefinitionName: matching(/^[a-zA-Z0-9_-]{1,40}$/, '1 to 40 letters, digits, "_" or "-"').default(
    'nova-act-serverless',
  ),
  /** Whether the stack creates the definition (default) or finds it there. */
  workflowDefinition: z.enum(['create', 'existing'], 'must be "create" or "existing"').default('create'),
  /** CloudWatch log group for the logs of runs, created by the stack. Default `/nova-act/<workflowDefinitionName>`. */
  logGroupName: matching(/^[a-zA-Z0-9_/.-]{1,512}$/, '1 to 512 letters, digits, "_", "/", "." or "-"').optional(),
  /** Model for runs whose input names none. Default `nova-act-latest`. */
  modelId: matching(/^.{1,100}$/, '1 to 100 characters').default('nova-act-latest'),
  /** Hosts that pages may reach though they are private or at another port: `host:port`, commas between. Default none. */
  allowHosts: matching(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/, 'host:port, with commas between several').optional(),
  /** JSON file with the Lambda functions that agents may call. Default none. */
  tools: matching(/^.+\.json$/, 'the path of a JSON file').optional(),
  /** Secret of Secrets Manager with an API key of nova.amazon.com, to be used instead of AWS credentials. Default none. */
  apiKeySecret: matching(
    /^([a-zA-Z0-9/_+=.@-]{1,512}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[a-zA-Z0-9/_+=.@-]+-[a-zA-Z0-9]{6})$/,
    SECRET,
  )
    .refine((name) => !API_KEY.test(name), `must be ${SECRET}`)
    .optional(),
  /** Region of the stack. Default the service's own. */
  region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'the name of a region, such as "us-east-1"').default(novaActRegion),
});

/** What a deployment may choose, complete with defaults. */
export type DeploymentSettings = z.output<typeof settingsSchema> & { logGroupName: string };

/** The CDK context cannot be deployed; the message has one line per problem. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * Reads the deployment's settings from CDK context (`-c key=value`).
 * @param context all of the context; the CDK's own keys are passed over
 * @throws ContextError for a mistyped key, a value outside its pattern, or a definition where the service is not
 */
export function deploymentSettings(context: Readonly<Record<string, unknown>>): DeploymentSettings {
  const own = Object.entries(context).filter(([key]) => isOwnKey(key));
  const parsed = settingsSchema.safeParse(Object.fromEntries(own));
  if (!parsed.success)
    throw new ContextError(parsed.error.issues.flatMap((issue) => problems(issue, context)).join('\n'));
  const isKeyed = parsed.data.apiKeySecret !== undefined;
  const unheard = isKeyed ? Object.keys(API_KEY_DEFINITION).filter((key) => key in context) : [];
  if (unheard.length > 0)
    throw new ContextError(
      unheard
        .map(
          (key) => `${key}: came ${quoted(context[key])}; must be left out with apiKeySecret: a key has one definition`,
        )
        .join('\n'),
    );
  const settings = {
    ...parsed.data,
    ...(isKeyed && API_KEY_DEFINITION),
    logGroupName: parsed.data.logGroupName ?? `/nova-act/${parsed.data.workflowDefinitionName}`,
  };
  if (settings.workflowDefinition === 'create' && settings.region !== novaActRegion) {
    throw new ContextError(
      `region: came ${quoted(settings.region)}; a workflow definition can only be created in ${novaActRegion}. ` +
        `Create it there and pass -c workflowDefinition=existing`,
    );
  }
  return settings;
}

/** The CDK's own keys and its users' look-ups carry a separator; plain words are this app's, right or mistyped. */
function isOwnKey(key: string): boolean {
  return /^[a-zA-Z]+$/.test(key);
}

function matching(pattern: RegExp, allowed: string) {
  return z.string(`must be ${allowed}`).regex(pattern, `must be ${allowed}`);
}

function problems(issue: z.core.$ZodIssue, context: Readonly<Record<string, unknown>>): string[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = Object.keys(settingsSchema.shape).join(', ');
    return issue.keys.map((key) => `${key}: no such setting; there are ${allowed}`);
  }
  const key = issue.path.join('.');
  // It may be a key, given by mistake.
  const came = key === 'apiKeySecret' ? 'something else' : quoted(context[key]);
  return [`${key}: came ${came}; ${issue.message}`];
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}
