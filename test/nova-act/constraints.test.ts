import { describe, expect, it } from 'vitest';
import { ClosingClient } from './closing-client.ts';
import { allowed, operations, requestWith, violations } from './constraint-violations.ts';
import { startRecorder } from './recorder.ts';
import { sendOperation } from './send-operation.ts';

async function failureOf(operation: string, request: object): Promise<unknown> {
  await using recorder = await startRecorder();
  using client = new ClosingClient({ endpoint: recorder.url });
  const failure = await sendOperation(client, operation, request).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(recorder.requests).toHaveLength(failure === undefined ? 1 : 0);
  return failure;
}

/** A step with one result of this length. */
const stepOfLength = (length: number) =>
  requestWith('InvokeActStep', 'callResults', [{ content: [{ text: 'x'.repeat(length) }] }]);

describe("a request outside of the model's constraints", () => {
  it.for(violations.map((violation) => [violation.operation, violation.member, violation.problem, violation] as const))(
    'does not leave: %s with %s %s',
    async ([operation, member, , { request }]) => {
      expect(await failureOf(operation, request)).toMatchObject({
        name: 'InvalidRequestError',
        operation,
        member,
        message: expect.stringMatching(
          new RegExp(`^${operation}: ${member.replaceAll('.', '\\.')} (is|has) .+, but must .+$`, 's'),
        ),
      });
    },
  );

  it('leaves without an optional member that is null, and not without one that is wanted', async () => {
    const definition = {
      name: 'price-check',
      description: null,
      exportConfig: { s3BucketName: 'traces', s3KeyPrefix: null },
    };
    await using recorder = await startRecorder();
    using client = new ClosingClient({ endpoint: recorder.url });
    await sendOperation(client, 'CreateWorkflowDefinition', definition);
    expect(JSON.parse(recorder.requests[0]?.body ?? '')).toMatchObject({ exportConfig: { s3BucketName: 'traces' } });

    expect(await failureOf('CreateWorkflowDefinition', { ...definition, name: null })).toMatchObject({
      message: 'CreateWorkflowDefinition: name is null, but must be a string',
    });
  });

  it('does not leave when it is larger than 5 MB, however few its members are', async () => {
    const request = stepOfLength(0);
    const { workflowDefinitionName: _, workflowRunId: _run, sessionId: _session, actId: _act, ...body } = request;
    const room = 5 * 1024 * 1024 - Buffer.byteLength(JSON.stringify(body));

    expect(await failureOf('InvokeActStep', stepOfLength(room))).toBeUndefined();
    expect(await failureOf('InvokeActStep', stepOfLength(room + 1))).toMatchObject({
      name: 'InvalidRequestError',
      message: 'InvokeActStep: the request has 5242881 bytes, but must have at most 5242880',
    });
  });

  it.for([
    [
      'CreateAct',
      'task',
      'hunter2 '.repeat(2_000),
      'CreateAct: task is a text of 16000 characters, but must have a length from 1 to 10000',
    ],
    ['CreateAct', 'toolSpecs.0.inputSchema', 'hunter2', 'is a text of 7 characters'],
    ['CreateWorkflowDefinition', 'description', 'hunter2 '.repeat(2_000), 'is a text of 16000 characters'],
    ['InvokeActStep', 'callResults.0.content.0', 'hunter2', 'is a text of 7 characters'],
    ['CreateAct', 'task', 7_777_777, 'is of type number'],
    ['UpdateAct', 'error.message', 'hunter2 '.repeat(2_000), 'is a text of 16000 characters'],
  ] as const)(
    'shows nothing but the length of what may be a secret: %s with %s',
    async ([operation, path, value, told]) => {
      const failure = await failureOf(operation, requestWith(operation, path, value));
      expect(failure).toMatchObject({ message: expect.stringContaining(told) });
      expect(String(failure)).not.toMatch(/hunter2|7777777/);
    },
  );

  it('shows the beginning of any other text, and says how much else is wrong', async () => {
    const request = { ...requestWith('CreateWorkflowRun', 'modelId', 'm'.repeat(500)), logGroupName: '' };
    expect(await failureOf('CreateWorkflowRun', request)).toMatchObject({
      message: `CreateWorkflowRun: modelId is "${'m'.repeat(60)}"… (500 characters), but must have a length from 1 to 100 (and 2 more)`,
    });
  });
});

describe('a request at the limits of the model', () => {
  it.for(Object.entries(operations))('is sent whole: %s', async ([operation, { valid }]) => {
    expect(await failureOf(operation, valid)).toBeUndefined();
  });

  it.for(allowed)('is sent: %s with %s', async ([operation, path, value]) => {
    expect(await failureOf(operation, requestWith(operation, path, value))).toBeUndefined();
  });
});
