// The small face of zod: a function that bundles the client for itself carries 70 KB less than with the large one.
import * as z from 'zod/mini';

/** The service's limits that no member's own type holds, as its quotas give them. */
export const limits = {
  /** Bytes of a request. */
  requestBytes: 5 * 1024 * 1024,
  /** Bytes of all of an act's tool specifications. */
  toolSpecBytes: 350 * 1024,
  stepsPerAct: 200,
} as const;

const string = () => z.string('must be a string');

const matching = (pattern: RegExp) => z.refine<string>((value) => pattern.test(value), `must match ${pattern.source}`);

/** A length in characters, as the service's model counts it, not in UTF-16 units. */
const lengthFrom = (min: number, max: number) =>
  z.refine<string>((value) => {
    // No character has more than two units, so nothing longer needs to be counted.
    const length = value.length > max * 2 ? value.length : Array.from(value).length;
    return min <= length && length <= max;
  }, `must have a length from ${min} to ${max}`);

const text = (min: number, max: number) => string().check(lengthFrom(min, max));

const oneOf = <const Values extends readonly string[]>(...values: Values) =>
  z.custom<Values[number]>((value) => values.some((one) => one === value), `must be one of ${values.join(', ')}`);

const listOf = <Item extends z.ZodMiniType>(item: Item, min: 0 | 1) =>
  z
    .array(item, 'must be a list')
    .check(z.refine(({ length }) => min <= length && length <= 100, `must have ${min} to 100 items`));

const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.object(shape, 'must be an object');

/** Exactly one member is set, and this is the only one there is. */
const union = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, `must be an object with the one member ${Object.keys(shape).join()}`);

const integer = (min = -(2 ** 31), max = 2 ** 31 - 1) =>
  z
    .number('must be a number')
    .check(
      z.refine(
        (value) => Number.isInteger(value) && min <= value && value <= max,
        `must be a whole number from ${min} to ${max}`,
      ),
    );

const uuid = string().check(matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));
const workflowDefinitionName = string().check(matching(/^[a-zA-Z0-9_-]{1,40}$/));
const clientToken = z.optional(string().check(lengthFrom(33, 256), matching(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}$/)));

/** Whatever can be written as JSON. */
const json = z.custom<z.core.util.JSONType>(isJson, 'must be a JSON value');

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

const exportConfig = object({
  s3BucketName: string().check(lengthFrom(3, 63), matching(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/)),
  s3KeyPrefix: z.optional(
    string().check(lengthFrom(1, 100), matching(/^[a-zA-Z0-9!\-_.*'()]+(?:\/[a-zA-Z0-9!\-_.*'()]+)*$/)),
  ),
});

const toolSpec = object({
  name: string().check(lengthFrom(1, 64), matching(/^[a-zA-Z0-9_-]+$/)),
  description: text(1, 10_000),
  inputSchema: union({ json }),
});

const toolSpecs = listOf(toolSpec, 0).check(
  z.refine(
    (specs) => new TextEncoder().encode(JSON.stringify(specs)).length <= limits.toolSpecBytes,
    `must have at most ${limits.toolSpecBytes} bytes in all`,
  ),
);

const callResult = object({
  callId: z.optional(text(1, 100)),
  // However long: the bytes of the request bound it, and a screenshot is not looked at letter by letter.
  content: listOf(union({ text: string() }), 1),
});

const paging = {
  maxResults: z.optional(integer(1, 100)),
  nextToken: z.optional(string().check(lengthFrom(1, 2048), matching(/^\S*$/))),
  sortOrder: z.optional(oneOf('Ascending', 'Descending')),
};

const definition = { workflowDefinitionName };
const run = { ...definition, workflowRunId: uuid };
const session = { ...run, sessionId: uuid };
const act = { ...session, actId: uuid };

/**
 * What each operation takes, path, query and body together, as the service's model has it. Unknown members are ignored,
 * as the service does.
 */
export const requests = {
  CreateWorkflowDefinition: object({
    name: workflowDefinitionName,
    description: z.optional(text(1, 4000)),
    exportConfig: z.optional(exportConfig),
    clientToken,
  }),
  GetWorkflowDefinition: object(definition),
  ListWorkflowDefinitions: object(paging),
  DeleteWorkflowDefinition: object(definition),
  CreateWorkflowRun: object({
    ...definition,
    modelId: text(1, 100),
    clientToken,
    logGroupName: z.optional(string().check(lengthFrom(1, 512), matching(/^[a-zA-Z0-9_/.-]+$/))),
    clientInfo: object({ compatibilityVersion: integer(), sdkVersion: z.optional(string().check(matching(/^[^]+$/))) }),
  }),
  GetWorkflowRun: object(run),
  ListWorkflowRuns: object({ ...definition, ...paging }),
  UpdateWorkflowRun: object({ ...run, status: oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'DELETING') }),
  DeleteWorkflowRun: object(run),
  CreateSession: object({ ...run, clientToken }),
  ListSessions: object({ ...run, ...paging }),
  CreateAct: object({ ...session, task: text(1, 10_000), toolSpecs: z.optional(toolSpecs), clientToken }),
  InvokeActStep: object({ ...act, callResults: listOf(callResult, 1), previousStepId: z.optional(uuid) }),
  UpdateAct: object({
    ...act,
    status: oneOf('RUNNING', 'PENDING_CLIENT_ACTION', 'PENDING_HUMAN_ACTION', 'SUCCEEDED', 'FAILED', 'TIMED_OUT'),
    error: z.optional(object({ message: text(1, 10_000), type: z.optional(text(1, 100)) })),
  }),
  ListActs: object({
    ...definition,
    workflowRunId: z.optional(uuid),
    sessionId: z.optional(uuid),
    ...paging,
  }),
  ListModels: object({ clientCompatibilityVersion: integer() }),
} as const;

export type OperationName = keyof typeof requests;

export type Request<Name extends OperationName> = z.infer<(typeof requests)[Name]>;

/** What came, to be checked: a member that is null is as good as absent, as AWS reads it. Documents stay as they are. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, name === 'json' ? member : withoutNulls(member)]));
}
