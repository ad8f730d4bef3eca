import { Token } from 'aws-cdk-lib';
import * as z from 'zod';
import { isAllowedHost } from '../../lambdas/deployed-hosts.ts';

/** The only region in which Nova Act exists. */
export const novaActRegion = 'us-east-1';

/** What a deployment was told cannot be deployed; the message has one line per problem. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

const SECRET = 'the name or the whole ARN of a secret that holds the key, not the key itself';
const API_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOST =
  'host:port, with a port up to 65535 and no pattern, and no host that is never opened: this machine, link-local and reserved addresses';
const MEMORY = 'must be a whole number of MB from 1024 to 10240';

/** What the settings of a workflow may be, whoever gives them: the CDK's context, a file, or the props of a construct. */
export const settingValues = {
  workflowDefinitionName: matching(/^[a-zA-Z0-9_-]{1,40}$/, '1 to 40 letters, digits, "_" or "-"'),
  workflowDefinition: z.enum(['create', 'existing'], 'must be "create" or "existing"'),
  logGroupName: matching(/^[a-zA-Z0-9_/.-]{1,512}$/, '1 to 512 letters, digits, "_", "/", "." or "-"'),
  modelId: matching(/^.{1,100}$/, '1 to 100 characters'),
  // A host that CloudFormation will name is looked at by the function.
  allowedHost: matching(/^[^\s,:*]+:\d{1,5}$/, HOST).refine(
    (entry) => Token.isUnresolved(entry) || isAllowedHost(entry),
    `must be ${HOST}`,
  ),
  memory: z.number(MEMORY).int(MEMORY).min(1_024, MEMORY).max(10_240, MEMORY),
  apiKeySecret: matching(
    /^([a-zA-Z0-9/_+=.@-]{1,512}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[a-zA-Z0-9/_+=.@-]+-[a-zA-Z0-9]{6})$/,
    SECRET,
  ).refine((name) => !API_KEY.test(name), `must be ${SECRET}`),
  region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'the name of a region, such as "us-east-1"'),
} as const;

/** A text that a pattern matches; the message says what is allowed. */
export function matching(pattern: RegExp, allowed: string) {
  return z.string(`must be ${allowed}`).regex(pattern, `must be ${allowed}`);
}

/** A line for each thing that is wrong, with key, what came and what is allowed. */
export function settingProblems(error: z.ZodError, given: unknown, allowedKeys: readonly string[]): string[] {
  const lines = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0)
      return issue.keys.map((key) => `${key}: no such setting; there are ${allowedKeys.join(', ')}`);
    const key = issue.path.join('.');
    // It may be a key, given by mistake.
    const came = issue.path[0] === 'apiKeySecret' ? 'something else' : shown(valueAt(given, issue.path));
    return [`${key === '' ? '' : `${key}: `}came ${came}; ${issue.message}`];
  });
  // A number may be neither whole nor large enough.
  return [...new Set(lines)];
}

/** As JSON, in which a construct stands by the name of its class: it knows its tree, which has no end. */
function shown(value: unknown): string | undefined {
  if (Token.isUnresolved(value)) return 'something that is known only on deployment';
  return JSON.stringify(value, (_key, part: unknown) => {
    const { name } = Object(part).constructor ?? Object;
    return typeof part === 'object' && part !== null && name !== 'Object' && name !== 'Array' ? `<${name}>` : part;
  });
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === String(key))?.[1]
        : undefined,
    given,
  );
}

/** The only definition of whoever has an API key; it exists. */
export const apiKeyDefinition = { workflowDefinitionName: 'default', workflowDefinition: 'existing' } as const;

/** What was said of the definition and cannot be, beside an API key, a line each. */
export function apiKeyProblems(
  given: Readonly<Partial<Record<keyof typeof apiKeyDefinition, unknown>>>,
  isMeant: (key: keyof typeof apiKeyDefinition) => boolean,
): string[] {
  const keys = ['workflowDefinitionName', 'workflowDefinition'] as const;
  return keys
    .filter((key) => given[key] !== undefined && !isMeant(key))
    .map(
      (key) =>
        `${key}: came ${JSON.stringify(given[key])}; must be left out with apiKeySecret: a key has one definition`,
    );
}

/** The message for a definition that is to be made where the service is not. */
export function elsewhere(region: string, instead: string): string {
  return (
    `region: came ${JSON.stringify(region)}; a workflow definition can only be created in ${novaActRegion}. ` +
    `Create it there and ${instead}`
  );
}
