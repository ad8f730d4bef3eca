import * as z from 'zod';

/** The service's limits, as its model and its quotas give them. */
export const limits = {
  /** Bytes of a request. */
  requestBytes: 5 * 1024 * 1024,
  /** Bytes of all of an act's tool specifications. */
  toolSpecBytes: 350 * 1024,
  stepsPerAct: 200,
} as const;

/** A string whose length is counted in characters, as the model counts it, not in UTF-16 units. */
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

const toolSpec = z.object({
  name: text(1, 64).and(matching(/^[a-zA-Z0-9_-]+$/)),
  description: text(1, 10_000),
  inputSchema: z.strictObject({ json: z.json() }),
});

const toolSpecs = z
  .array(toolSpec)
  .max(100)
  .refine(
    (specs) => Buffer.byteLength(JSON.stringify(specs)) <= limits.toolSpecBytes,
    `must have at most ${limits.toolSpecBytes} bytes in all`,
  );

const callResult = z.object({
  callId: text(1, 100).optional(),
  content: z
    .array(z.strictObject({ text: z.string() }))
    .min(1)
    .max(100),
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

/** What travels in a query is text. */
const maxResults = z
  .string()
  .regex(/^\d+$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .optional();
const nextToken = text(1, 2048).and(matching(/^\S*$/)).optional();

const run = { workflowDefinitionName, workflowRunId: uuid };
const session = { ...run, sessionId: uuid };
const act = { ...session, actId: uuid };

/** What each operation takes, path, query and body together. Unknown members are ignored, as the service does. */
export const inputs = {
  CreateWorkflowRun: z.object({
    workflowDefinitionName,
    modelId: text(1, 100),
    clientToken,
    logGroupName: text(1, 512)
      .and(matching(/^[a-zA-Z0-9_/.-]+$/))
      .optional(),
    clientInfo: z.object({ compatibilityVersion: z.int(), sdkVersion: z.string().min(1).optional() }),
  }),
  GetWorkflowRun: z.object(run),
  ListWorkflowRuns: z.object({
    workflowDefinitionName,
    maxResults,
    nextToken,
    sortOrder: z.enum(['Ascending', 'Descending']).optional(),
  }),
  UpdateWorkflowRun: z.object({ ...run, status: workflowRunStatus }),
  CreateSession: z.object({ ...run, clientToken }),
  CreateAct: z.object({ ...session, task: text(1, 10_000), toolSpecs: toolSpecs.optional(), clientToken }),
  InvokeActStep: z.object({
    ...act,
    callResults: z.array(callResult).min(1).max(100),
    previousStepId: uuid.optional(),
  }),
  UpdateAct: z.object({
    ...act,
    status: actStatus,
    error: z.object({ message: text(1, 10_000), type: text(1, 100).optional() }).optional(),
  }),
} as const;

export type Input<Name extends keyof typeof inputs> = z.infer<(typeof inputs)[Name]>;

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** The text of a `takeObservation` result, parsed. */
export const observationText = z.object({
  activeURL: z.string(),
  browserDimensions: z.object({
    windowWidth: z.number(),
    windowHeight: z.number(),
    scrollHeight: z.number(),
    scrollWidth: z.number(),
    scrollLeft: z.number(),
    scrollTop: z.number(),
  }),
  idToBboxMap: z.record(z.string(), box),
  screenshotBase64: z.string(),
  simplifiedDOM: z.string(),
  timestamp_ms: z.number(),
  userAgent: z.string(),
});
