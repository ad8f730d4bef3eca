import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handlers } from '../../lambdas/bundling.ts';
import { handler as createRun } from '../../lambdas/create-run.ts';
import { handler as finalizeRun } from '../../lambdas/finalize-run.ts';
import { handler as grantAccess } from '../../lambdas/grant-access.ts';
import { handler as performSteps } from '../../lambdas/perform-steps.ts';
import { readConfiguration } from '../../lambdas/runtime/configuration.ts';
import { lentPorts } from '../../lambdas/runtime/lent-ports.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { logStreamName } from '../../lib/run/log-delivery.ts';
import { DynamoDbJournalStore } from '../../lib/storage/dynamodb-journal-store.ts';
import { eventAt, timed } from '../report/events.ts';
import { askedOfBucket, askedOfTable, type SignedAsked, signerOf, startRecording } from '../support/asked-of-aws.ts';
import { deployed, roleMay, sessionMay } from '../support/deployed-policies.ts';
import { functionOutput } from '../support/function-output.ts';
import { startLambdaFunctions } from '../support/lambda-functions.ts';
import { startPageServer } from '../support/page-server.ts';
import { startSts } from '../support/sts-server.ts';
import { context, executionArn, startDeployment } from './deployed-functions.ts';

const prompt = 'Return the price';
const planner = scriptPlanner({
  [prompt]: [
    [
      { name: 'think', input: ['Seen'] },
      { name: 'return', input: ['12'] },
    ],
  ],
});
const { GrantAccessFunction: GRANT, RunAccessRole: ROLE } = deployed;
/** Of the functions' own roles. */
const OWN = 'AKIDEXAMPLE';

const output = functionOutput();
const around = new AsyncDisposableStack();
let deployment: Awaited<ReturnType<typeof startDeployment>>;
let table: Awaited<ReturnType<typeof startRecording>>;
let bucket: Awaited<ReturnType<typeof startRecording>>;
let sts: Awaited<ReturnType<typeof startSts>>;
let startingPage: string;
/** How Lambda answers the next invocations of GrantAccess, in place of the function. */
const faults: ((response: ServerResponse) => void)[] = [];
beforeAll(async () => {
  deployment = around.use(await startDeployment(planner));
  table = around.use(await startRecording(String(process.env['AWS_ENDPOINT_URL_DYNAMODB']), askedOfTable));
  bucket = around.use(await startRecording(String(process.env['AWS_ENDPOINT_URL_S3']), askedOfBucket));
  sts = around.use(await startSts());
  const functions = around.use(
    await startLambdaFunctions(({ payload }, response) => {
      const fault = faults.shift();
      if (fault === undefined) void invokeGrantAccess(payload, response);
      else fault(response);
    }),
  );
  const pages = around.use(await startPageServer());
  startingPage = pages.url('leaves');
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_ENDPOINT_URL_S3: bucket.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ENDPOINT_URL_LAMBDA: functions.url,
    RUN_ACCESS_FUNCTION: GRANT,
    RUN_ACCESS_ROLE: ROLE,
    ALLOW_LOOPBACK: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(() => around.disposeAsync());

async function invokeGrantAccess(payload: unknown, response: ServerResponse): Promise<void> {
  try {
    response.end(JSON.stringify(await grantAccess(payload, context)));
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
    response.end(JSON.stringify({ errorType: name, errorMessage: message }));
  }
}

function execution(name: string) {
  return { arn: executionArn(name), name, startTime: '2026-01-01T00:00:00Z' };
}

type Created = Awaited<ReturnType<typeof created>>;

/** A run as CreateRun leaves it to the next state. */
async function created(name: string) {
  const of = execution(name);
  return {
    execution: of,
    ...(await createRun({ execution: of, input: { startingPage, acts: [{ prompt }] } }, context)),
  };
}

/** All that was asked of AWS by whom, while some work was done. */
async function askedDuring(work: () => Promise<unknown>): Promise<SignedAsked[]> {
  const before = [table.asked.length, bucket.asked.length, deployment.emulator.requests.length];
  const logsBefore = (await deployment.logRequests()).length;
  await work();
  const service = deployment.emulator.requests.slice(before[2]).flatMap(({ operation = '', url, headers }) => {
    const [, definition = '', run = ''] = /^\/workflow-definitions\/([^/]+)\/workflow-runs\/([^/]+)/.exec(url) ?? [];
    const resource = `arn:aws:nova-act:us-east-1:123456789012:workflow-definition/${definition}`;
    const request = { action: `nova-act:${operation}`, context: {}, accessKeyId: signerOf(headers) };
    return [resource, `${resource}/workflow-run/${run}`].map((on) => ({ ...request, resource: on }));
  });
  const logs = (await deployment.logRequests()).slice(logsBefore).map(({ operation, group, stream, accessKeyId }) => ({
    action: `logs:${operation}`,
    resource: `arn:aws:logs:us-east-1:123456789012:log-group:${group}:log-stream:${stream}`,
    context: {},
    accessKeyId,
  }));
  return [...table.asked.slice(before[0]), ...bucket.asked.slice(before[1]), ...service, ...logs];
}

describe('a slice', () => {
  it('does all its work with rights on its own run, and its function with its own none of it', async () => {
    const run = await created('one');
    const asked = await askedDuring(async () => {
      await expect(performSteps(run, context)).resolves.toMatchObject({ done: true, failure: null });
    });

    const session = sts.sessions.at(-1);
    expect(session).toMatchObject({
      roleArn: ROLE,
      name: run.run.workflowRunId,
      tags: { Execution: 'one', WorkflowRunId: run.run.workflowRunId },
    });
    // Not over before the slice is, nor long after it.
    const { timeoutSeconds } = handlers.PerformSteps;
    expect(session?.seconds).toBeGreaterThan(timeoutSeconds);
    expect(session?.seconds).toBeLessThanOrEqual(timeoutSeconds + 60);

    const byOwn = asked.filter(({ accessKeyId }) => accessKeyId === OWN);
    expect(byOwn.map(({ action }) => action)).toEqual(['dynamodb:GetItem']);
    expect(byOwn.filter((one) => !roleMay('GrantAccess', one))).toEqual([]);

    const lent = asked.filter(({ accessKeyId }) => accessKeyId === session?.accessKeyId);
    expect(lent).toHaveLength(asked.length - byOwn.length);
    expect(new Set(lent.map(({ action }) => action))).toEqual(
      new Set([
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        's3:GetObject',
        's3:PutObject',
        's3:ListBucket',
        'nova-act:CreateAct',
        'nova-act:InvokeActStep',
        'nova-act:UpdateAct',
      ]),
    );
    expect(lent.filter((one) => !sessionMay(session?.tags ?? {}, one))).toEqual([]);

    // The state machine's history has the token, and nothing else has.
    const kept = [...deployment.bucket.objects.values()].map(({ body }) => body.toString('latin1'));
    const told = [...output.lines(), ...deployment.logLines(), ...kept];
    expect(told.filter((text) => text.includes(run.accessToken))).toEqual([]);
    expect(told.length).toBeGreaterThan(10);
  });

  it("writes and reads its run's log with those rights", async () => {
    const run = await created('logged');
    using lent = await lentPorts(readConfiguration(), run);
    const stream = { logGroupName: deployed.StorageRunLogs, logStreamName: logStreamName(run.run) };
    const asked = await askedDuring(async () => {
      await lent?.logGroup.newestIds(stream, AbortSignal.timeout(5_000));
      await lent?.logGroup.append(
        stream,
        timed([eventAt('2026-01-01T00:00:00.000Z', 'b')]),
        AbortSignal.timeout(5_000),
      );
    });
    const session = sts.sessions.at(-1);
    expect(asked).toMatchObject([
      { action: 'logs:GetLogEvents', accessKeyId: session?.accessKeyId },
      { action: 'logs:PutLogEvents', accessKeyId: session?.accessKeyId },
    ]);
    expect(asked.filter((one) => !sessionMay(session?.tags ?? {}, one))).toEqual([]);
  });

  it('signs in with an API key as its function does, where there is one', async () => {
    const run = await created('keyed');
    using lent = await lentPorts(readConfiguration({ ...process.env, API_KEY_SECRET: 'nova/key' }), run);
    expect(lent).toMatchObject({ store: expect.anything(), logGroup: expect.anything() });
    expect(lent).not.toHaveProperty('service');
    expect(lent).not.toHaveProperty('secrets');
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      'they are not lent in time',
      (response) => {
        response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
        response.end(JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage: 'after 20.00 seconds' }));
      },
      'Sandbox.Timedout',
    ],
    [
      'what lends them failed',
      (response) => {
        response.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
        response.end(JSON.stringify({ errorType: 'Throttling', errorMessage: 'Rate exceeded' }));
      },
      'Lambda.Unknown',
    ],
    [
      'what lends them failed and did not say why',
      (response) => response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('null'),
      'Lambda.Unknown',
    ],
    [
      'its function may not ask for them',
      (response) => {
        response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{"message":"no"}');
      },
      'Lambda.AccessDeniedException',
    ],
    ['nobody answers who lends them', (response) => void response.destroy(), 'Lambda.SdkClientException'],
  ])('ends by the name that the state machine knows when %s', async (what, fault, name) => {
    const run = await created(what.replaceAll(' ', '-'));
    // As often as the SDK asks.
    faults.push(fault, fault, fault);
    await expect(performSteps(run, context)).rejects.toMatchObject({ name, message: expect.stringContaining(GRANT) });
    faults.splice(0);
  });
});

describe('the rights on a run', () => {
  it.each([
    ['a token that is none', (mine: Created) => ({ ...mine, accessToken: 'guessed' })],
    ['no token', ({ accessToken: _, ...mine }: Created) => mine],
    ["another run's token", (mine: Created, other: Created) => ({ ...mine, accessToken: other.accessToken })],
    ['an execution of which nobody has heard', (mine: Created) => ({ ...mine, execution: execution('nobody') })],
  ])('are not lent for %s', async (what, of) => {
    const name = what.replaceAll(/\W/g, '-');
    const [mine, other] = [await created(`mine-${name}`), await created(`other-${name}`)];
    const before = sts.sessions.length;
    await expect(grantAccess(of(mine, other), context)).rejects.toMatchObject({
      name: expect.stringMatching(/^(AccessRefused|ZodError)$/),
    });
    expect(sts.sessions).toHaveLength(before);
  });

  it('are not lent for a run that is closed', async () => {
    const run = await created('closed');
    await finalizeRun({ execution: run.execution, run: run.run, failure: null }, context);
    await expect(performSteps(run, context)).rejects.toMatchObject({
      name: 'AccessRefused',
      message: `${GRANT}: the run of execution closed is closed`,
    });
  });

  it('are for the run that the journal knows, whatever else the caller says', async () => {
    const run = await created('known');
    await grantAccess({ ...run, run: { ...run.run, workflowRunId: 'another' } }, context);
    expect(sts.sessions.at(-1)?.tags).toEqual({ Execution: 'known', WorkflowRunId: run.run.workflowRunId });
  });

  it('are for that run though its own head says that it is another', async () => {
    const [run, other] = [await created('forging'), await created('forged')];
    const { client, name } = deployment.table;
    const store = new DynamoDbJournalStore(client, name);
    const head = await store.readHead('forging');
    if (head === undefined) throw new Error('the run has no head');
    await store.replaceHead({ ...head, run: other.run }, head);
    await grantAccess(run, context);
    expect(sts.sessions.at(-1)?.tags).toEqual({ Execution: 'forging', WorkflowRunId: run.run.workflowRunId });
  });

  it('are lent by the same token after CreateRun was tried again', async () => {
    const { execution: of, ...run } = await created('again');
    await expect(createRun({ execution: of, input: { startingPage, acts: [{ prompt }] } }, context)).resolves.toEqual(
      run,
    );
  });
});
