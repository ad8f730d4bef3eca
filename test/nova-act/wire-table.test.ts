import { describe, expect, it } from 'vitest';
import { ClosingClient } from './closing-client.ts';
import { operations, requestWith } from './constraint-violations.ts';
import { startRecorder } from './recorder.ts';
import { sendOperation } from './send-operation.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const TOKEN = '0123456789-0123456789-0123456789-abc';
const DEFINITION = '/workflow-definitions/price-check_1';
const RUN = `${DEFINITION}/workflow-runs/${ID}`;
const ACTS = `${RUN}/sessions/${ID}/acts`;
const PAGE = 'maxResults=100&nextToken=%2B%2F%3D';
const ORDER = { sortOrder: 'Descending' };

const DEFINITION_ARN = 'arn:aws:nova-act:us-east-1:123456789012:workflow-definition/price-check_1';
const arns = { definition: DEFINITION_ARN, run: `${DEFINITION_ARN}/workflow-run/${ID}` };
const time = '2025-12-02T10:11:12.5Z';
const date = new Date(time);
const trace = { traceLocation: { locationType: 'S3', location: 's3://bucket/nova/act' } };
const definition = { createdAt: time, status: 'ACTIVE' };
const run = { workflowRunArn: arns.run, workflowRunId: ID, status: 'RUNNING', startedAt: time };
const call = { callId: 'c', name: 'agentClick', input: ['<box>1,2,3,4</box>', { clickType: 'right' }, null] };

/** In the words of the service's model: where each operation's valid request goes, and an answer to it. */
const table: readonly (readonly [
  operation: string,
  http: readonly [method: string, url: string],
  body: object | undefined,
  answer: object,
])[] = [
  [
    'CreateWorkflowDefinition',
    ['PUT', '/workflow-definitions'],
    {
      name: 'price-check_1',
      description: 'Compares prices',
      exportConfig: { s3BucketName: 'a.bucket-1', s3KeyPrefix: "nova/act!-_.*'()" },
      clientToken: TOKEN,
    },
    { status: 'ACTIVE' },
  ],
  [
    'GetWorkflowDefinition',
    ['GET', DEFINITION],
    undefined,
    {
      name: 'price-check_1',
      arn: arns.definition,
      ...definition,
      description: 'Compares prices',
      exportConfig: { s3BucketName: 'a.bucket-1', s3KeyPrefix: 'nova' },
    },
  ],
  [
    'ListWorkflowDefinitions',
    ['POST', `/workflow-definitions?${PAGE}`],
    ORDER,
    {
      workflowDefinitionSummaries: [
        { workflowDefinitionArn: arns.definition, workflowDefinitionName: 'price-check_1', ...definition },
      ],
      nextToken: 'n',
    },
  ],
  ['DeleteWorkflowDefinition', ['DELETE', DEFINITION], undefined, { status: 'DELETING' }],
  [
    'CreateWorkflowRun',
    ['PUT', `${DEFINITION}/workflow-runs`],
    {
      modelId: 'nova-act-latest',
      logGroupName: '/nova-act/price_check.1',
      clientInfo: { compatibilityVersion: 1, sdkVersion: '1.0' },
      clientToken: TOKEN,
    },
    { workflowRunId: ID, status: 'RUNNING' },
  ],
  ['GetWorkflowRun', ['GET', RUN], undefined, { ...run, endedAt: time, modelId: 'nova-act-v1.0', logGroupName: '/a' }],
  [
    'ListWorkflowRuns',
    ['POST', `${DEFINITION}/workflow-runs?${PAGE}`],
    ORDER,
    { workflowRunSummaries: [{ ...run, endedAt: time, ...trace }], nextToken: 'n' },
  ],
  ['UpdateWorkflowRun', ['PUT', RUN], { status: 'TIMED_OUT' }, {}],
  ['DeleteWorkflowRun', ['DELETE', RUN], undefined, { status: 'DELETING' }],
  ['CreateSession', ['PUT', `${RUN}/sessions`], { clientToken: TOKEN }, { sessionId: ID }],
  ['ListSessions', ['POST', `${RUN}?${PAGE}`], ORDER, { sessionSummaries: [{ sessionId: ID }], nextToken: 'n' }],
  [
    'CreateAct',
    ['PUT', ACTS],
    {
      task: 'Find the kettle',
      toolSpecs: [
        { name: 'look_Up-1', description: 'Looks up', inputSchema: { json: { type: 'object', title: null } } },
      ],
      clientToken: TOKEN,
    },
    { actId: ID, status: 'RUNNING' },
  ],
  [
    'InvokeActStep',
    ['PUT', `${ACTS}/${ID}/invoke-step/`],
    {
      callResults: [{ callId: 'takeObservation', content: [{ text: '{}' }, { text: '' }] }],
      previousStepId: ID,
    },
    { stepId: ID, calls: [call] },
  ],
  [
    'UpdateAct',
    ['PUT', `${ACTS}/${ID}`],
    { status: 'PENDING_HUMAN_ACTION', error: { message: 'It threw', type: 'ActToolError' } },
    {},
  ],
  [
    'ListActs',
    ['POST', `${DEFINITION}/acts?${PAGE}&sessionId=${ID}&workflowRunId=${ID}`],
    ORDER,
    {
      actSummaries: [
        { workflowRunId: ID, sessionId: ID, actId: ID, status: 'TIMED_OUT', startedAt: time, endedAt: time, ...trace },
      ],
      nextToken: 'n',
    },
  ],
  [
    'ListModels',
    ['POST', '/models?clientCompatibilityVersion=1'],
    undefined,
    {
      modelSummaries: [{ modelId: 'm', modelLifecycle: { status: 'PREVIEW' }, minimumCompatibilityVersion: 1 }],
      modelAliases: [{ aliasName: 'nova-act-latest', latestModelId: 'm', resolvedModelId: 'm' }],
      compatibilityInformation: { clientCompatibilityVersion: 1, supportedModelIds: ['m'], message: 'all' },
    },
  ],
];

/** An answer as the client gives it: times are dates. */
function read(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) => (value === time ? date : value));
}

describe('each operation', () => {
  it('is in this table', () => {
    expect(table.map(([operation]) => operation)).toEqual(Object.keys(operations));
  });

  it.for(table)('%s goes signed to where the model says', async ([operation, [method, url], body]) => {
    await using recorder = await startRecorder();
    using client = new ClosingClient({ endpoint: recorder.url });

    await sendOperation(client, operation, { ...operations[operation]?.valid });

    const [request] = recorder.requests;
    expect(request).toMatchObject({ method, url });
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(body);
    expect(request?.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/nova-act\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
    );
    expect(request?.headers['user-agent']).toContain('nova-act-serverless/');
  });

  it.for(table)('%s reads its answer', async ([operation, , , answer]) => {
    await using recorder = await startRecorder({
      body: JSON.stringify(answer),
      headers: { 'x-amzn-requestid': 'r-1' },
    });
    using client = new ClosingClient({ endpoint: recorder.url });

    const output = await sendOperation(client, operation, { ...operations[operation]?.valid });

    const metadata = { $metadata: expect.objectContaining({ httpStatusCode: 200, requestId: 'r-1', attempts: 1 }) };
    expect(output).toEqual({ ...Object(read(answer)), ...metadata });
  });

  it.for(table)('%s takes of its answer what it knows', async ([operation, , , answer]) => {
    const newer = { ...answer, added: { since: time }, ...('nextToken' in answer && { nextToken: null }) };
    await using recorder = await startRecorder({ body: JSON.stringify(newer) });
    using client = new ClosingClient({ endpoint: recorder.url });

    const output = await sendOperation(client, operation, { ...operations[operation]?.valid });

    const { nextToken: _, ...expected } = Object(read(answer));
    expect(output).toEqual({ ...expected, $metadata: expect.anything() });
  });

  it.for(['CreateWorkflowDefinition', 'CreateWorkflowRun', 'CreateSession', 'CreateAct'])(
    '%s gets a client token where it is given none, and the same one again at its second attempt',
    async (operation) => {
      await using recorder = await startRecorder({ drop: true });
      using client = new ClosingClient({ endpoint: recorder.url });

      await sendOperation(client, operation, requestWith(operation, 'clientToken', undefined));

      const tokens = recorder.requests.map(({ body }) => Reflect.get(Object(JSON.parse(body)), 'clientToken'));
      expect(tokens).toEqual([expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/), tokens[0]]);
    },
  );
});

describe('a paginator', () => {
  const pages: readonly (readonly [
    name: 'paginateListWorkflowDefinitions' | 'paginateListWorkflowRuns' | 'paginateListSessions' | 'paginateListActs',
    operation: string,
    key: string,
  ])[] = [
    ['paginateListWorkflowDefinitions', 'ListWorkflowDefinitions', 'workflowDefinitionSummaries'],
    ['paginateListWorkflowRuns', 'ListWorkflowRuns', 'workflowRunSummaries'],
    ['paginateListSessions', 'ListSessions', 'sessionSummaries'],
    ['paginateListActs', 'ListActs', 'actSummaries'],
  ];
  it.for(pages)('%s gives one page after another', async ([name, , key]) => {
    await using recorder = await startRecorder(
      { body: JSON.stringify({ [key]: [{}], nextToken: 'two' }) },
      { body: JSON.stringify({ [key]: [{}, {}] }) },
    );
    using client = new ClosingClient({ endpoint: recorder.url });

    const lengths: unknown[] = [];
    const input = { workflowDefinitionName: 'price-check', workflowRunId: ID };
    for await (const page of client[name](input, { pageSize: 2 }))
      lengths.push(Reflect.get(Object(Reflect.get(page, key)), 'length'));

    expect(lengths).toEqual([1, 2]);
    const queries = recorder.requests.map(({ url }) => new URLSearchParams(url?.split('?')[1]));
    expect(queries.map((query) => [query.get('maxResults'), query.get('nextToken')])).toEqual([
      ['2', null],
      ['2', 'two'],
    ]);
  });
});
