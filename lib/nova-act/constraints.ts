import * as z from 'zod';

/** The service's limits that no member's own type holds, as its quotas give them. */
export const limits = {
  /** Bytes of a request. */
  requestBytes: 5 * 1024 * 1024,
  /** Bytes of all of an act's tool specifications. */
  toolSpecBytes: 350 * 1024,
  stepsPerAct: 200,
} as const;

/** A string whose length is counted in characters, as the service's model counts it, not in UTF-16 units. */
const text = (min: number, max: number) =>
  z.string().refine((value) => {
    const { length } = value.length > max * 2 ? value : Array.from(value);
    return min <= length && length <= max;
  }, `must have a length from ${min} to ${max}`);

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be an id');

const matching = (pattern: RegExp) => z.string().regex(pattern, `must match ${pattern.source}`);

const workflowDefinitionName = matching(/^[a-zA-Z0-9_-]{1,40}$/);
const clientToken = text(33, 256)
  .and(matching(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}$/))
  .optional();

const exportConfig = z.object({
  s3BucketName: text(3, 63).and(matching(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/)),
  s3KeyPrefix: text(1, 100)
    .and(matching(/^[a-zA-Z0-9!\-_.*'()]+(?:\/[a-zA-Z0-9!\-_.*'()]+)*$/))
    .optional(),
});

const toolSpec = z.object({
  name: text(1, 64).and(matching(/^[a-zA-Z0-9_-]+$/)),
  description: text(1, 10_000),
  inputSchema: z.strictObject({ json: z.json() }),
});

const toolSpecs = z
  .array(toolSpec)
  .max(100, 'must have at most 100 items')
  .refine(
    (specs) => new TextEncoder().encode(JSON.stringify(specs)).length <= limits.toolSpecBytes,
    `must have at most ${limits.toolSpecBytes} bytes in all`,
  );

const items = 'must have 1 to 100 items';

const callResult = z.object({
  callId: text(1, 100).optional(),
  content: z
    .array(z.strictObject({ text: z.string() }))
    .min(1, items)
    .max(100, items),
});

const workflowRunStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'DELETING']);
const actStatus = z.enum([
  'RUNNING',
  'PENDING_CLIENT_ACTION',
  'PENDING_HUMAN_ACTION',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
]);

const paging = {
  maxResults: z.int().min(1, 'must be from 1 to 100').max(100, 'must be from 1 to 100').optional(),
  nextToken: text(1, 2048).and(matching(/^\S*$/)).optional(),
  sortOrder: z.enum(['Ascending', 'Descending']).optional(),
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
  CreateWorkflowDefinition: z.object({
    name: workflowDefinitionName,
    description: text(1, 4000).optional(),
    exportConfig: exportConfig.optional(),
    clientToken,
  }),
  GetWorkflowDefinition: z.object(definition),
  ListWorkflowDefinitions: z.object(paging),
  DeleteWorkflowDefinition: z.object(definition),
  CreateWorkflowRun: z.object({
    ...definition,
    modelId: text(1, 100),
    clientToken,
    logGroupName: text(1, 512)
      .and(matching(/^[a-zA-Z0-9_/.-]+$/))
      .optional(),
    clientInfo: z.object({ compatibilityVersion: z.int(), sdkVersion: text(1, Infinity).optional() }),
  }),
  GetWorkflowRun: z.object(run),
  ListWorkflowRuns: z.object({ ...definition, ...paging }),
  UpdateWorkflowRun: z.object({ ...run, status: workflowRunStatus }),
  DeleteWorkflowRun: z.object(run),
  CreateSession: z.object({ ...run, clientToken }),
  ListSessions: z.object({ ...run, ...paging }),
  CreateAct: z.object({ ...session, task: text(1, 10_000), toolSpecs: toolSpecs.optional(), clientToken }),
  InvokeActStep: z.object({
    ...act,
    callResults: z.array(callResult).min(1, items).max(100, items),
    previousStepId: uuid.optional(),
  }),
  UpdateAct: z.object({
    ...act,
    status: actStatus,
    error: z.object({ message: text(1, 10_000), type: text(1, 100).optional() }).optional(),
  }),
  ListActs: z.object({ ...definition, workflowRunId: uuid.optional(), sessionId: uuid.optional(), ...paging }),
  ListModels: z.object({ clientCompatibilityVersion: z.int() }),
} as const;

export type OperationName = keyof typeof requests;

export type Request<Name extends OperationName> = z.infer<(typeof requests)[Name]>;
