import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { rawService, type Answer } from './raw-service.ts';

const listed = z.object({
  workflowRunSummaries: z.array(z.object({ workflowRunId: z.string(), startedAt: z.iso.datetime() })),
  nextToken: z.string().optional(),
});
const idsOf = ({ body }: Answer) => listed.parse(body).workflowRunSummaries.map(({ workflowRunId }) => workflowRunId);
const tokenOf = ({ body }: Answer) => encodeURIComponent(listed.parse(body).nextToken ?? 'none');
const arn = (id = '') => `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/price-check/workflow-run/${id}`;

/** As many runs of one definition, and one of another. */
async function serviceWithRuns(count: number) {
  const service = await rawService();
  const create = (path: string) => service.put(path, { modelId: 'm', clientInfo: { compatibilityVersion: 1 } });
  for (let made = 1; made < count; made += 1) await create(service.paths.runs);
  await create('/workflow-definitions/other/workflow-runs');
  const ids = service.emulator.runs.slice(0, count).map(({ workflowRunId }) => workflowRunId);
  return { ...service, create, ids };
}

describe('ListWorkflowRuns', () => {
  it("lists a definition's runs with how they stand, oldest first", async () => {
    await using service = await serviceWithRuns(2);
    await service.put(service.paths.run, { status: 'FAILED' });

    const answer = await service.post(service.paths.runs, {});

    const [ended, running] = service.emulator.runs;
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      workflowRunSummaries: [
        {
          workflowRunArn: arn(ended?.workflowRunId),
          workflowRunId: ended?.workflowRunId,
          status: 'FAILED',
          startedAt: ended?.startedAt.toISOString(),
          endedAt: ended?.endedAt?.toISOString(),
        },
        {
          workflowRunArn: arn(running?.workflowRunId),
          workflowRunId: running?.workflowRunId,
          status: 'RUNNING',
          startedAt: running?.startedAt.toISOString(),
        },
      ],
    });
  });

  it('is the newest first where that is asked for', async () => {
    await using service = await serviceWithRuns(3);
    const answer = await service.post(service.paths.runs, { sortOrder: 'Descending' });
    expect(idsOf(answer)).toEqual(service.ids.toReversed());
  });

  it('gives pages of the size asked for, each run once, also while runs are created', async () => {
    await using service = await serviceWithRuns(5);
    const list = (token = '') =>
      service.post(`${service.paths.runs}?maxResults=2${token && `&nextToken=${token}`}`, { sortOrder: 'Descending' });

    const first = await list();
    await service.create(service.paths.runs);
    const second = await list(tokenOf(first));
    const third = await list(tokenOf(second));

    expect([...idsOf(first), ...idsOf(second), ...idsOf(third)]).toEqual(service.ids.toReversed());
    expect(tokenOf(third)).toBe('none');
  });

  it('gives ten at once where nothing is said, and says that there are more', async () => {
    await using service = await serviceWithRuns(11);
    const first = await service.post(service.paths.runs, {});
    expect(idsOf(first)).toEqual(service.ids.slice(0, 10));
    expect(idsOf(await service.post(`${service.paths.runs}?nextToken=${tokenOf(first)}`, {}))).toHaveLength(1);
  });

  it('lists nothing for a definition without runs', async () => {
    await using service = await rawService();
    const answer = await service.post('/workflow-definitions/unused/workflow-runs', {});
    expect(answer.body).toEqual({ workflowRunSummaries: [] });
  });

  it.for([
    ['maxResults', '?maxResults=0', {}],
    ['maxResults', '?maxResults=101', {}],
    ['maxResults', '?maxResults=ten', {}],
    ['nextToken', '?nextToken=', {}],
    ['nextToken', `?nextToken=${'x'.repeat(2049)}`, {}],
    ['nextToken', '?nextToken=a%20b', {}],
    ['nextToken', '?nextToken=unknown', {}],
    ['sortOrder', '', { sortOrder: 'ascending' }],
  ] as const)('refuses a bad %s (%#)', async ([name, query, body]) => {
    await using service = await rawService();

    const answer = await service.post(`${service.paths.runs}${query}`, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ reason: 'FieldValidationFailed', fieldList: [{ name }] });
  });

  it('reads in the query what belongs there, and only there', async () => {
    await using service = await serviceWithRuns(2);
    const answer = await service.post(`${service.paths.runs}?sortOrder=Descending`, { maxResults: 1 });
    expect(idsOf(answer)).toEqual(service.ids);
  });
});
