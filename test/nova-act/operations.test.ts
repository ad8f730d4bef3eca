import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import * as client from '../../lib/nova-act/client/index.ts';
import { requests } from '../../lib/nova-act/constraints.ts';
import type { OperationName } from '../../lib/nova-act/constraints.ts';
import { ClosingClient } from './closing-client.ts';
import { operations } from './constraint-violations.ts';
import { looking, startResults } from './emulated-service.ts';
import { sendOperation } from './send-operation.ts';

async function emulatedClient() {
  const emulator = await startEmulator({ planner: looking, definitions: 'explicit' });
  const novaAct = new ClosingClient({ endpoint: emulator.url, maxAttempts: 1 });
  return {
    emulator,
    novaAct,
    async [Symbol.asyncDispose]() {
      novaAct.destroy();
      await emulator.close();
    },
  };
}

const workflowDefinitionName = 'price-check';
const clientInfo = { compatibilityVersion: 1 };

async function gathered<Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => Item[] | undefined) {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

describe('the bare client and the emulator', () => {
  it('lead a workflow through all sixteen operations', async () => {
    await using emulated = await emulatedClient();
    const { novaAct } = emulated;

    const exportConfig = { s3BucketName: 'bucket', s3KeyPrefix: 'nova/act' };
    await novaAct.createWorkflowDefinition({ name: workflowDefinitionName, description: 'Compares', exportConfig });
    expect(await novaAct.getWorkflowDefinition({ workflowDefinitionName })).toMatchObject({
      name: workflowDefinitionName,
      arn: expect.stringMatching(/^arn:aws:nova-act:us-east-1:\d{12}:workflow-definition\/price-check$/),
      createdAt: expect.any(Date),
      description: 'Compares',
      exportConfig,
      status: 'ACTIVE',
    });
    const { workflowDefinitionSummaries } = await novaAct.listWorkflowDefinitions();
    expect(workflowDefinitionSummaries).toMatchObject([{ workflowDefinitionName, status: 'ACTIVE' }]);

    const { modelAliases } = await novaAct.listModels({ clientCompatibilityVersion: 1 });
    expect(modelAliases?.map(({ aliasName }) => aliasName)).toContain('nova-act-latest');

    const created = await novaAct.createWorkflowRun({
      workflowDefinitionName,
      modelId: 'nova-act-latest',
      logGroupName: '/nova-act',
      clientInfo,
    });
    const run = { workflowDefinitionName, workflowRunId: created.workflowRunId ?? '' };
    expect(await novaAct.getWorkflowRun(run)).toMatchObject({ status: 'RUNNING', logGroupName: '/nova-act' });

    const session = { ...run, sessionId: (await novaAct.createSession(run)).sessionId ?? '' };
    expect((await novaAct.listSessions(run)).sessionSummaries).toEqual([{ sessionId: session.sessionId }]);

    const { actId = '' } = await novaAct.createAct({ ...session, task: 'Find the kettle' });
    const callResults = startResults.map(({ callId, text }) => ({ callId, content: [{ text }] }));
    const step = await novaAct.invokeActStep({ ...session, actId, callResults });
    expect(step.calls).toMatchObject([{ name: 'takeObservation', input: [] }]);
    await novaAct.updateAct({ ...session, actId, status: 'SUCCEEDED' });
    const { actSummaries } = await novaAct.listActs({ workflowDefinitionName, workflowRunId: run.workflowRunId });
    expect(actSummaries).toMatchObject([{ actId, status: 'SUCCEEDED', startedAt: expect.any(Date) }]);

    await novaAct.updateWorkflowRun({ ...run, status: 'SUCCEEDED' });
    const { workflowRunSummaries } = await novaAct.listWorkflowRuns({ workflowDefinitionName });
    expect(workflowRunSummaries).toMatchObject([{ workflowRunId: run.workflowRunId, status: 'SUCCEEDED' }]);

    expect(await novaAct.deleteWorkflowRun(run)).toMatchObject({ status: 'DELETING' });
    expect(await novaAct.deleteWorkflowDefinition({ workflowDefinitionName })).toMatchObject({ status: 'DELETING' });
    expect(new Set(emulated.emulator.requests.map(({ operation }) => operation))).toEqual(
      new Set(Object.keys(requests)),
    );
  });

  it('page through what there is, once each', async () => {
    await using emulated = await emulatedClient();
    const { novaAct } = emulated;
    for (const name of ['a', 'b', 'c']) await novaAct.createWorkflowDefinition({ name });
    const runs = [];
    for (let made = 0; made < 3; made += 1) {
      const run = { workflowDefinitionName: 'a', modelId: 'nova-act-latest', clientInfo };
      runs.push((await novaAct.createWorkflowRun(run)).workflowRunId ?? '');
    }
    const run = { workflowDefinitionName: 'a', workflowRunId: runs[0] ?? '' };
    const sessions = [];
    for (let made = 0; made < 3; made += 1) sessions.push((await novaAct.createSession(run)).sessionId ?? '');
    const acts = [];
    for (let made = 0; made < 3; made += 1)
      acts.push((await novaAct.createAct({ ...run, sessionId: sessions[0] ?? '', task: 'Look' })).actId ?? '');

    const order = { sortOrder: 'Ascending' } as const;
    const config = { client: novaAct, pageSize: 2 };
    const definitionPages = client.paginateListWorkflowDefinitions(config, { ...order });
    const definitions = await gathered(definitionPages, (page) => page.workflowDefinitionSummaries);
    expect(definitions.map((one) => one.workflowDefinitionName)).toEqual(['a', 'b', 'c']);
    const runPages = client.paginateListWorkflowRuns(config, { workflowDefinitionName: 'a', ...order });
    expect((await gathered(runPages, (page) => page.workflowRunSummaries)).map((one) => one.workflowRunId)).toEqual(
      runs,
    );
    const sessionPages = client.paginateListSessions(config, { ...run, ...order });
    expect((await gathered(sessionPages, (page) => page.sessionSummaries)).map((one) => one.sessionId)).toEqual(
      sessions,
    );
    const actPages = client.paginateListActs(config, { ...run, ...order });
    expect((await gathered(actPages, (page) => page.actSummaries)).map((one) => one.actId)).toEqual(acts);
  });
});

const everywhere = ['AccessDeniedException', 'InternalServerException', 'ThrottlingException'] as const;
const withValidation = [...everywhere, 'ValidationException'] as const;
const ofRuns = [...withValidation, 'ConflictException', 'ResourceNotFoundException'] as const;
const withQuota = [...ofRuns, 'ServiceQuotaExceededException'] as const;

/** Which errors the model gives each operation. */
const modelled: readonly (readonly [OperationName, readonly (typeof withQuota)[number][]])[] = [
  ['CreateWorkflowDefinition', [...withValidation, 'ConflictException', 'ServiceQuotaExceededException']],
  ['GetWorkflowDefinition', [...withValidation, 'ResourceNotFoundException']],
  ['ListWorkflowDefinitions', withValidation],
  ['DeleteWorkflowDefinition', ofRuns],
  ['CreateWorkflowRun', ofRuns],
  ['GetWorkflowRun', ofRuns],
  ['ListWorkflowRuns', ofRuns],
  ['UpdateWorkflowRun', ofRuns],
  ['DeleteWorkflowRun', ofRuns],
  ['CreateSession', withQuota],
  ['ListSessions', ofRuns],
  ['CreateAct', withQuota],
  ['InvokeActStep', withQuota],
  ['UpdateAct', ofRuns],
  ['ListActs', ofRuns],
  ['ListModels', everywhere],
];

describe('each error of the model', () => {
  it.for(modelled)('is an exception of its own to %s', async ([operation, names]) => {
    await using emulated = await emulatedClient();
    for (const name of names) {
      emulated.emulator.queueFaults(operation, faults.error(name, { message: 'It says so' }));
      const failed = sendOperation(emulated.novaAct, operation, { ...operations[operation]?.valid });
      await expect(failed).rejects.toBeInstanceOf(client.NovaActServiceException);
      await expect(failed).rejects.toMatchObject({ name, message: 'It says so' });
    }
  });
});
