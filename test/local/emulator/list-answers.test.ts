import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { idOf, rawService, runRequest } from './raw-service.ts';

const ARN = 'arn:aws:nova-act:us-east-1:000000000000:workflow-definition/price-check';
const exportConfig = { s3BucketName: 'traces', s3KeyPrefix: 'nova/act' };

describe('what a list says of', () => {
  it('a definition', async () => {
    await using service = await rawService();
    expect((await service.post('/workflow-definitions', {})).body).toEqual({
      workflowDefinitionSummaries: [
        {
          workflowDefinitionArn: ARN,
          workflowDefinitionName: 'price-check',
          createdAt: service.emulator.definitions[0]?.createdAt.toISOString(),
          status: 'ACTIVE',
        },
      ],
    });
  });

  it('a run that goes on, and one that has ended', async () => {
    await using service = await rawService();
    await service.put(service.paths.runs, runRequest);
    await service.put(service.paths.run, { status: 'FAILED' });

    const [ended, running] = service.emulator.runs;
    expect((await service.post(service.paths.runs, {})).body).toEqual({
      workflowRunSummaries: [
        {
          workflowRunArn: `${ARN}/workflow-run/${ended?.workflowRunId}`,
          workflowRunId: ended?.workflowRunId,
          status: 'FAILED',
          startedAt: ended?.startedAt.toISOString(),
          endedAt: ended?.endedAt?.toISOString(),
        },
        {
          workflowRunArn: `${ARN}/workflow-run/${running?.workflowRunId}`,
          workflowRunId: running?.workflowRunId,
          status: 'RUNNING',
          startedAt: running?.startedAt.toISOString(),
        },
      ],
    });
  });

  it('a session, of that run only', async () => {
    await using service = await rawService();
    const other = String((await service.put(service.paths.runs, runRequest)).body['workflowRunId']);
    await service.put(`${service.paths.runs}/${other}/sessions`, {});
    expect((await service.post(service.paths.run, {})).body).toEqual({
      sessionSummaries: [{ sessionId: idOf(service.paths.session) }],
    });
  });

  it('an act that goes on, and one that has ended', async () => {
    await using service = await rawService();
    const { run, session, act } = service.paths;
    const second = await service.put(`${session}/acts`, { task: 'More' });
    await service.put(act, { status: 'SUCCEEDED' });

    const [ended, running] = service.emulator.acts;
    const place = { workflowRunId: idOf(run), sessionId: idOf(session) };
    expect((await service.post(`${service.paths.definition}/acts`, {})).body).toEqual({
      actSummaries: [
        {
          ...place,
          actId: idOf(act),
          status: 'SUCCEEDED',
          startedAt: ended?.startedAt.toISOString(),
          endedAt: ended?.endedAt?.toISOString(),
        },
        {
          ...place,
          actId: second.body['actId'],
          status: 'RUNNING',
          startedAt: running?.startedAt.toISOString(),
        },
      ],
    });
  });

  it('where the traces are, when the definition exports them', async () => {
    await using service = await rawService();
    const definition = '/workflow-definitions/exporting';
    await service.put('/workflow-definitions', { name: 'exporting', exportConfig });
    const run = String((await service.put(`${definition}/workflow-runs`, runRequest)).body['workflowRunId']);
    const sessions = `${definition}/workflow-runs/${run}/sessions`;
    const session = String((await service.put(sessions, {})).body['sessionId']);
    const act = String((await service.put(`${sessions}/${session}/acts`, { task: 'Look' })).body['actId']);

    const location = `s3://traces/nova/act/exporting/${run}/`;
    expect((await service.post(`${definition}/workflow-runs`, {})).body).toMatchObject({
      workflowRunSummaries: [{ traceLocation: { locationType: 'S3', location } }],
    });
    expect((await service.post(`${definition}/acts`, {})).body).toMatchObject({
      actSummaries: [{ traceLocation: { locationType: 'S3', location: `${location}${session}/${act}/` } }],
    });
  });
});

/** Two runs; the first has two sessions, each with one act; the second has one act. And another definition with one. */
async function serviceWithActs() {
  const service = await rawService();
  const { put, paths } = service;
  const act = async (session: string) => String((await put(`${session}/acts`, { task: 'More' })).body['actId']);
  const session = async (run: string) =>
    `${run}/sessions/${String((await put(`${run}/sessions`, {})).body['sessionId'])}`;
  const run = async (runs: string) => `${runs}/${String((await put(runs, runRequest)).body['workflowRunId'])}`;
  const otherSession = await session(paths.run);
  const otherRun = await run(paths.runs);
  const foreignRun = await run('/workflow-definitions/foreign/workflow-runs');
  const acts = {
    first: idOf(paths.act),
    ofOtherSession: await act(otherSession),
    ofOtherRun: await act(await session(otherRun)),
    ofForeign: await act(await session(foreignRun)),
  };
  const list = async (query: Readonly<Record<string, string>>, definition = paths.definition) => {
    const answer = await service.post(`${definition}/acts?${new URLSearchParams(query)}`, {});
    const listed = z.object({ actSummaries: z.array(z.object({ actId: z.string() })) }).safeParse(answer.body);
    return listed.success ? listed.data.actSummaries.map(({ actId }) => actId) : answer.body['resourceType'];
  };
  return { ...service, acts, list, ids: { run: idOf(paths.run), otherRun: idOf(otherRun), foreignRun: idOf(foreignRun), session: idOf(paths.session), otherSession: idOf(otherSession) } }; // prettier-ignore
}

describe('ListActs', () => {
  it('lists those of a definition, of a run, of a session', async () => {
    await using service = await serviceWithActs();
    const { acts, ids, list } = service;

    expect(await list({})).toEqual([acts.first, acts.ofOtherSession, acts.ofOtherRun]);
    expect(await list({}, '/workflow-definitions/foreign')).toEqual([acts.ofForeign]);
    expect(await list({ workflowRunId: ids.run })).toEqual([acts.first, acts.ofOtherSession]);
    expect(await list({ sessionId: ids.otherSession })).toEqual([acts.ofOtherSession]);
    expect(await list({ workflowRunId: ids.run, sessionId: ids.session })).toEqual([acts.first]);
  });

  it('says what there is not among the filters', async () => {
    await using service = await serviceWithActs();
    const { ids, list } = service;
    const nobody = '00000000-0000-4000-8000-000000000000';

    expect(await list({ workflowRunId: nobody })).toBe('WorkflowRun');
    expect(await list({ workflowRunId: ids.foreignRun })).toBe('WorkflowRun');
    expect(await list({ sessionId: nobody })).toBe('Session');
    expect(await list({ sessionId: ids.session, workflowRunId: ids.otherRun })).toBe('Session');
    expect(await list({ sessionId: ids.session }, '/workflow-definitions/foreign')).toBe('WorkflowRun');
  });

  it.for(['workflowRunId', 'sessionId'])('refuses a %s that is no id', async (member) => {
    await using service = await rawService();
    const answer = await service.post(`${service.paths.definition}/acts?${member}=abc`, {});
    expect(answer).toMatchObject({ status: 400, body: { fieldList: [{ name: member }] } });
  });
});

describe('ListModels', () => {
  it('names the model, its aliases and what a client of this version may use', async () => {
    await using service = await rawService();
    expect((await service.post('/models?clientCompatibilityVersion=1', {})).body).toEqual({
      modelSummaries: [
        { modelId: 'nova-act-v1.0', modelLifecycle: { status: 'ACTIVE' }, minimumCompatibilityVersion: 1 },
      ],
      modelAliases: [
        { aliasName: 'nova-act-latest', latestModelId: 'nova-act-v1.0', resolvedModelId: 'nova-act-v1.0' },
        { aliasName: 'nova-act-preview', latestModelId: 'nova-act-v1.0', resolvedModelId: 'nova-act-v1.0' },
      ],
      compatibilityInformation: { clientCompatibilityVersion: 1, supportedModelIds: ['nova-act-v1.0'] },
    });
  });

  it('supports nothing for a client that is too old, and says so', async () => {
    await using service = await rawService();
    const { body } = await service.post('/models?clientCompatibilityVersion=0', {});
    expect(body['compatibilityInformation']).toMatchObject({
      supportedModelIds: [],
      message: expect.stringContaining('1'),
    });
    expect(body['modelAliases']).toEqual(
      ['nova-act-latest', 'nova-act-preview'].map((aliasName) => ({ aliasName, latestModelId: 'nova-act-v1.0' })),
    );
  });

  it.for(['', '?clientCompatibilityVersion=one', '?clientCompatibilityVersion=1.5'])(
    'refuses what is no version: %s',
    async (query) => {
      await using service = await rawService();
      const answer = await service.post(`/models${query}`, { clientCompatibilityVersion: 1 });
      expect(answer).toMatchObject({ status: 400, body: { fieldList: [{ name: 'clientCompatibilityVersion' }] } });
    },
  );
});
