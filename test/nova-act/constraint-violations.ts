/**
 * One request for each thing that the service's model does not allow, made from the model's own words and from nothing
 * of lib/. Members stand together as the client takes them: whoever sends one raw puts them into path, query and body. A
 * member of the path that is missing or empty has no raw form.
 */

/** What may be wrong with a member, and a value that has it wrong. */
type Wrong = Readonly<Record<string, unknown>>;

interface Operation {
  /** Everything the operation takes, as the model allows it. */
  readonly valid: Readonly<Record<string, unknown>>;
  /** By path, such as `callResults.0.content`. */
  readonly wrong: Readonly<Record<string, Wrong>>;
}

export interface Violation {
  readonly operation: string;
  readonly member: string;
  readonly problem: string;
  readonly request: Readonly<Record<string, unknown>>;
}

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const TOKEN = '0123456789-0123456789-0123456789-abc';

const letters = (count: number) => 'a'.repeat(count);
const lengths = (min: number, max: number): Wrong => ({
  'too short': letters(min - 1),
  'too long': letters(max + 1),
  'too long in characters of two units': '😀'.repeat(max + 1),
});
const notText: Wrong = { 'not a text': 7 };
const required = (wrong: Wrong): Wrong => ({ missing: undefined, ...notText, ...wrong });
const optional = (wrong: Wrong): Wrong => ({ ...notText, ...wrong });

const uuid: Wrong = {
  'not an id': 'run-1',
  'in upper case': ID.toUpperCase(),
  'an id and more': `${ID}0`,
  'an id after a line': `x\n${ID}`,
};
const name: Wrong = {
  'too short': '',
  'too long': letters(41),
  'with a blank': 'price check',
  'with an umlaut': 'preß',
};
const clientToken: Wrong = {
  'too short': letters(32),
  'too long': letters(257),
  'with a line below': `${letters(32)}_`,
  'with a hyphen at its end': `${letters(32)}-`,
  'with a hyphen at its start': `-${letters(32)}`,
};
const integer: Wrong = { 'not a number': 'one', 'not whole': 1.5, 'over 32 bits': 2 ** 31 };
const page = {
  valid: { maxResults: 100, nextToken: '+/=', sortOrder: 'Descending' },
  wrong: {
    maxResults: { ...integer, 'too small': 0, 'too large': 101 },
    nextToken: optional({ 'too short': '', 'too long': letters(2049), 'with a blank': 'a b' }),
    sortOrder: optional({ 'of no such order': 'ascending' }),
  },
};

const definition = {
  valid: { workflowDefinitionName: 'price-check_1' },
  wrong: { workflowDefinitionName: required(name) },
};
const run = {
  valid: { ...definition.valid, workflowRunId: ID },
  wrong: { ...definition.wrong, workflowRunId: required(uuid) },
};
const session = { valid: { ...run.valid, sessionId: ID }, wrong: { ...run.wrong, sessionId: required(uuid) } };
const act = { valid: { ...session.valid, actId: ID }, wrong: { ...session.wrong, actId: required(uuid) } };
const token = { valid: { clientToken: TOKEN }, wrong: { clientToken: optional(clientToken) } };

const toolSpec = { name: 'look_Up-1', description: 'Looks up', inputSchema: { json: { type: 'object', title: null } } };
const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const notList: Wrong = { 'not a list': {} };
const notObject: Wrong = { 'not an object': 'text' };

export const operations: Readonly<Record<string, Operation>> = {
  CreateWorkflowDefinition: {
    valid: {
      name: 'price-check_1',
      description: 'Compares prices',
      exportConfig: { s3BucketName: 'a.bucket-1', s3KeyPrefix: "nova/act!-_.*'()" },
      ...token.valid,
    },
    wrong: {
      name: required(name),
      description: optional(lengths(1, 4000)),
      exportConfig: notObject,
      'exportConfig.s3BucketName': required({
        'too short': 'ab',
        'too long': letters(64),
        'in upper case': 'Bucket',
        'with a dot at its end': 'bucket.',
        'with a hyphen at its start': '-bucket',
      }),
      'exportConfig.s3KeyPrefix': optional({
        'too short': '',
        'too long': letters(101),
        'with a slash at its end': 'nova/',
        'with a slash at its start': '/nova',
        'with two slashes': 'nova//act',
        'with a blank': 'nova act',
      }),
      ...token.wrong,
    },
  },
  GetWorkflowDefinition: definition,
  ListWorkflowDefinitions: page,
  DeleteWorkflowDefinition: definition,
  CreateWorkflowRun: {
    valid: {
      ...definition.valid,
      modelId: 'nova-act-latest',
      logGroupName: '/nova-act/price_check.1',
      clientInfo: { compatibilityVersion: 1, sdkVersion: '1.0' },
      ...token.valid,
    },
    wrong: {
      ...definition.wrong,
      modelId: required(lengths(1, 100)),
      logGroupName: optional({
        'too short': '',
        'too long': letters(513),
        'with a blank': 'log group',
        'with a #': '#',
      }),
      clientInfo: { missing: undefined, ...notObject },
      'clientInfo.compatibilityVersion': { missing: undefined, ...integer },
      'clientInfo.sdkVersion': optional({ empty: '' }),
      ...token.wrong,
    },
  },
  GetWorkflowRun: run,
  ListWorkflowRuns: { valid: { ...definition.valid, ...page.valid }, wrong: { ...definition.wrong, ...page.wrong } },
  UpdateWorkflowRun: {
    valid: { ...run.valid, status: 'TIMED_OUT' },
    wrong: { ...run.wrong, status: required({ "of an act's": 'PENDING_CLIENT_ACTION' }) },
  },
  DeleteWorkflowRun: run,
  CreateSession: { valid: { ...run.valid, ...token.valid }, wrong: { ...run.wrong, ...token.wrong } },
  ListSessions: { valid: { ...run.valid, ...page.valid }, wrong: { ...run.wrong, ...page.wrong } },
  CreateAct: {
    valid: { ...session.valid, task: 'Find the kettle', toolSpecs: [toolSpec], ...token.valid },
    wrong: {
      ...session.wrong,
      task: required(lengths(1, 10_000)),
      toolSpecs: {
        ...notList,
        'too many': many(101, toolSpec),
        'too large in all': many(40, { ...toolSpec, description: letters(9_000) }),
      },
      'toolSpecs.0': notObject,
      'toolSpecs.0.name': required({ 'too short': '', 'too long': letters(65), 'with a dot': 'look.up' }),
      'toolSpecs.0.description': required(lengths(1, 10_000)),
      'toolSpecs.0.inputSchema': { missing: undefined, ...notObject, 'two members': { json: {}, text: '' } },
      'toolSpecs.0.inputSchema.json': { missing: undefined },
      ...token.wrong,
    },
  },
  InvokeActStep: {
    valid: {
      ...act.valid,
      previousStepId: ID,
      callResults: [{ callId: 'takeObservation', content: [{ text: '{}' }, { text: '' }] }],
    },
    wrong: {
      ...act.wrong,
      previousStepId: optional(uuid),
      callResults: { missing: undefined, ...notList, none: [], 'too many': many(101, { content: [{ text: '' }] }) },
      'callResults.0': notObject,
      'callResults.0.callId': optional(lengths(1, 100)),
      'callResults.0.content': { missing: undefined, ...notList, none: [], 'too many': many(101, { text: '' }) },
      'callResults.0.content.0': { ...notObject, 'two members': { text: '', json: {} } },
      'callResults.0.content.0.text': required({}),
    },
  },
  UpdateAct: {
    valid: { ...act.valid, status: 'PENDING_HUMAN_ACTION', error: { message: 'It threw', type: 'ActToolError' } },
    wrong: {
      ...act.wrong,
      status: required({ "of a run's": 'DELETING' }),
      error: notObject,
      'error.message': required(lengths(1, 10_000)),
      'error.type': optional(lengths(1, 100)),
    },
  },
  ListActs: {
    valid: { ...session.valid, ...page.valid },
    wrong: { ...definition.wrong, workflowRunId: optional(uuid), sessionId: optional(uuid), ...page.wrong },
  },
  ListModels: {
    valid: { clientCompatibilityVersion: 1 },
    wrong: { clientCompatibilityVersion: { missing: undefined, ...integer } },
  },
};

/** Requests at the very limits, which the model allows. */
export const allowed: readonly (readonly [operation: string, member: string, value: unknown])[] = [
  ['CreateAct', 'task', '😀'.repeat(10_000)],
  ['CreateAct', 'toolSpecs', []],
  ['CreateAct', 'toolSpecs', many(100, toolSpec)],
  ['CreateAct', 'toolSpecs.0.name', letters(64)],
  ['CreateAct', 'toolSpecs.0.inputSchema.json', true],
  ['CreateAct', 'toolSpecs.0.inputSchema.json', [1, null]],
  ['CreateAct', 'clientToken', letters(33)],
  ['CreateAct', 'clientToken', letters(256)],
  ['CreateWorkflowDefinition', 'name', letters(40)],
  ['CreateWorkflowDefinition', 'exportConfig.s3BucketName', '0.0'],
  ['CreateWorkflowDefinition', 'exportConfig.s3BucketName', letters(63)],
  ['CreateWorkflowRun', 'clientInfo.compatibilityVersion', 0],
  ['CreateWorkflowRun', 'clientInfo.compatibilityVersion', -1],
  ['CreateWorkflowRun', 'clientInfo.sdkVersion', '\n'],
  ['InvokeActStep', 'callResults', many(100, { content: many(100, { text: '' }) })],
  ['InvokeActStep', 'callResults.0.content.0.text', letters(5_000_000)],
  ['InvokeActStep', 'callResults.0.callId', '😀'.repeat(100)],
  ['ListWorkflowRuns', 'maxResults', 1],
  ['ListWorkflowRuns', 'nextToken', 'ß'.repeat(2048)],
  ['UpdateAct', 'error', undefined],
];

/** The operation's valid request with another value at this path. */
export function requestWith(operation: string, path: string, value: unknown): Record<string, unknown> {
  const request: Record<string, unknown> = structuredClone({ ...operations[operation]?.valid });
  const names = path.split('.');
  const last = names.pop() ?? '';
  let parent: object = request;
  for (const part of names) {
    const next: unknown = Reflect.get(parent, part);
    if (typeof next !== 'object' || next === null) throw new Error(`${operation} has no ${path}`);
    parent = next;
  }
  Reflect.set(parent, last, value);
  return request;
}

export const violations: readonly Violation[] = Object.entries(operations).flatMap(([operation, { wrong }]) =>
  Object.entries(wrong).flatMap(([member, values]) =>
    Object.entries(values).map(([problem, value]) => ({
      operation,
      member,
      problem,
      request: requestWith(operation, member, value),
    })),
  ),
);
