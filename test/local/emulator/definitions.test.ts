import { describe, expect, it } from 'vitest';
import { startResults } from '../../nova-act/emulated-service.ts';
import { callResults, emptyService, idOf, rawService, runRequest, stillClock } from './raw-service.ts';
import type { Answer } from './raw-service.ts';

const DEFINITIONS = '/workflow-definitions';
const ONE = `${DEFINITIONS}/one`;
const ARN = 'arn:aws:nova-act:us-east-1:000000000000:workflow-definition/one';
const missing = { status: 404, body: { resourceType: 'WorkflowDefinition', resourceId: 'one' } };
const wrongStatus = { status: 400, body: { reason: 'InvalidStatus' } };
const step = { callResults: callResults(startResults) };
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);

describe('a workflow definition', () => {
  it('is created once, and given as it was created', async () => {
    await using service = await emptyService();
    const given = { description: 'Looks up prices', exportConfig: { s3BucketName: 'traces', s3KeyPrefix: 'a/b' } };

    const created = await service.put(DEFINITIONS, { name: 'one', ...given });
    const again = await service.put(DEFINITIONS, { name: 'one', ...given });

    expect(created).toMatchObject({ status: 201, body: { status: 'ACTIVE' } });
    expect(again).toMatchObject({ status: 409, body: { resourceType: 'WorkflowDefinition', resourceId: 'one' } });
    expect(again.headers.get('x-amzn-errortype')).toBe('ConflictException');
    const createdAt = service.emulator.definitions[0]?.createdAt.toISOString();
    expect(await service.get(ONE)).toMatchObject({ status: 200 });
    expect((await service.get(ONE)).body).toEqual({ name: 'one', arn: ARN, createdAt, ...given, status: 'ACTIVE' });
  });

  it('has neither description nor export where none was given', async () => {
    await using service = await emptyService();
    await service.put(DEFINITIONS, { name: 'one' });
    expect(Object.keys((await service.get(ONE)).body)).toEqual(['name', 'arn', 'createdAt', 'status']);
  });
});

describe('a workflow definition that nobody created', () => {
  it('exists with its first run, where that is enough', async () => {
    await using service = await emptyService();

    expect(await service.get(ONE)).toMatchObject(missing);
    expect(await service.delete(ONE)).toMatchObject(missing);
    expect((await service.post(`${ONE}/workflow-runs`, {})).body).toEqual({ workflowRunSummaries: [] });
    expect((await service.post(`${ONE}/acts`, {})).body).toEqual({ actSummaries: [] });
    expect((await service.put(`${ONE}/workflow-runs`, runRequest)).status).toBe(201);
    expect((await service.put(`${ONE}/workflow-runs`, runRequest)).status).toBe(201);

    expect((await service.get(ONE)).status).toBe(200);
    expect(service.emulator.definitions).toHaveLength(1);
    expect((await service.put(DEFINITIONS, { name: 'one' })).status).toBe(409);
  });

  it('is missing, where it has to be created first', async () => {
    await using service = await emptyService({ definitions: 'explicit' });
    const all = async () => [
      await service.get(ONE),
      await service.delete(ONE),
      await service.put(`${ONE}/workflow-runs`, runRequest),
      await service.post(`${ONE}/workflow-runs`, {}),
      await service.post(`${ONE}/acts`, {}),
    ];

    for (const answer of await all()) expect(answer).toMatchObject(missing);
    await service.put(DEFINITIONS, { name: 'one' });

    expect((await service.put(`${ONE}/workflow-runs`, runRequest)).status).toBe(201);
    expect((await service.post(`${ONE}/workflow-runs`, {})).status).toBe(200);
  });
});

describe('deleting', () => {
  it('a run stops its acts, refuses what is written to it, and after a second it is gone', async () => {
    const clock = stillClock();
    await using service = await rawService({ clock });
    const { run, session, act, runs, definition } = service.paths;

    expect(await service.delete(run)).toMatchObject({ status: 202, body: { status: 'DELETING' } });
    clock.pass(999);

    expect((await service.delete(run)).status).toBe(202);
    expect((await service.get(run)).body).toMatchObject({ status: 'DELETING', endedAt: expect.any(String) });
    expect((await service.post(runs, {})).body).toMatchObject({ workflowRunSummaries: [{ status: 'DELETING' }] });
    expect((await service.post(`${definition}/acts`, {})).body).toMatchObject({
      actSummaries: [{ status: 'FAILED', endedAt: expect.any(String) }],
    });
    for (const written of [
      await service.put(run, { status: 'SUCCEEDED' }),
      await service.put(`${run}/sessions`, {}),
      await service.put(`${session}/acts`, { task: 'More' }),
      await service.put(`${act}/invoke-step/`, step),
      await service.put(act, { status: 'SUCCEEDED' }),
    ])
      expect(written).toMatchObject(wrongStatus);

    clock.pass(1);
    const gone = { status: 404, body: { resourceType: 'WorkflowRun', resourceId: idOf(run) } };
    expect(await service.get(run)).toMatchObject(gone);
    expect(await service.delete(run)).toMatchObject(gone);
    expect(await service.post(run, {})).toMatchObject(gone);
    expect((await service.post(runs, {})).body).toEqual({ workflowRunSummaries: [] });
    expect((await service.post(`${definition}/acts`, {})).body).toEqual({ actSummaries: [] });
    const { definitions, runs: left, sessions, acts } = service.emulator;
    expect([definitions.length, left.length, sessions.length, acts.length]).toEqual([1, 0, 0, 0]);
  });

  it('a run leaves how an ended one ended, and the others, as they are', async () => {
    const clock = stillClock();
    await using service = await rawService({ clock });
    const { run, runs, act } = service.paths;
    await service.put(act, { status: 'SUCCEEDED' });
    const other = `${runs}/${String((await service.put(runs, runRequest)).body['workflowRunId'])}`;

    await service.delete(run);
    expect(service.emulator.acts[0]?.status).toBe('SUCCEEDED');
    clock.pass(1_000);

    expect(statusesOf([await service.get(run), await service.get(other)])).toEqual([404, 200]);
  });

  it('a definition deletes its runs, refuses new ones, and after a second its name is free', async () => {
    const clock = stillClock();
    await using service = await rawService({ clock });
    const { definition, runs, run } = service.paths;
    await service.put('/workflow-definitions/other/workflow-runs', runRequest);

    expect(await service.delete(definition)).toMatchObject({ status: 202, body: { status: 'DELETING' } });
    expect(await service.delete(definition)).toMatchObject({ status: 202, body: { status: 'DELETING' } });
    expect((await service.get(definition)).body).toMatchObject({ status: 'DELETING' });
    expect((await service.get(run)).body).toMatchObject({ status: 'DELETING' });
    expect(await service.put(runs, runRequest)).toMatchObject(wrongStatus);
    expect((await service.put(DEFINITIONS, { name: 'price-check' })).status).toBe(409);
    clock.pass(999);
    expect((await service.delete(definition)).status).toBe(202);
    clock.pass(1);

    expect(statusesOf([await service.get(definition), await service.get(run)])).toEqual([404, 404]);
    expect((await service.put(DEFINITIONS, { name: 'price-check' })).status).toBe(201);
    expect((await service.post(runs, {})).body).toEqual({ workflowRunSummaries: [] });
    expect((await service.get('/workflow-definitions/other')).status).toBe(200);
    expect(service.emulator.runs).toHaveLength(1);
  });
});

const HOUR_MS = 3_600_000;

describe('what is left open', () => {
  it('times out: an act after a day, a run after a week', async () => {
    const clock = stillClock();
    await using service = await rawService({ clock });
    const { run, act, session } = service.paths;
    clock.pass(24 * HOUR_MS - 1);
    expect((await service.put(`${act}/invoke-step/`, step)).status).toBe(200);
    clock.pass(1);

    expect(await service.put(act, { status: 'SUCCEEDED' })).toMatchObject(wrongStatus);
    expect(service.emulator.acts[0]).toMatchObject({ status: 'TIMED_OUT', endedAt: new Date(clock.now()) });
    expect((await service.put(`${session}/acts`, { task: 'More' })).status).toBe(201);
    clock.pass(6 * 24 * HOUR_MS);

    expect(await service.put(run, { status: 'SUCCEEDED' })).toMatchObject(wrongStatus);
    expect((await service.get(run)).body).toMatchObject({ status: 'TIMED_OUT', endedAt: expect.any(String) });
  });

  it('is an act whose run has ended: it stays so, as nothing can be written any more', async () => {
    const clock = stillClock();
    await using service = await rawService({ clock });
    const { run, act, definition } = service.paths;
    const acts = async () => (await service.post(`${definition}/acts`, {})).body;

    await service.put(run, { status: 'SUCCEEDED' });

    expect(await acts()).toMatchObject({ actSummaries: [{ status: 'RUNNING' }] });
    expect(await service.put(act, { status: 'SUCCEEDED' })).toMatchObject(wrongStatus);
    clock.pass(24 * HOUR_MS);
    expect(await acts()).toMatchObject({ actSummaries: [{ status: 'TIMED_OUT' }] });
  });
});
