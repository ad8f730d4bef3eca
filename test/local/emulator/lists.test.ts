import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { idOf, rawService, runRequest } from './raw-service.ts';
import type { Answer } from './raw-service.ts';

type Service = Awaited<ReturnType<typeof rawService>>;

/** A list operation: where it is, what it lists, and how one more of that is created. */
interface List {
  readonly path: (service: Service) => string;
  readonly key: string;
  readonly id: string;
  /** Gives its id. The service is made with one of everything. */
  readonly create: (service: Service, count: number) => Promise<string>;
}

const created = (answer: Answer, id: string) => String(answer.body[id]);

const lists: Readonly<Record<string, List>> = {
  ListWorkflowDefinitions: {
    path: () => '/workflow-definitions',
    key: 'workflowDefinitionSummaries',
    id: 'workflowDefinitionName',
    create: async ({ put }, count) => {
      await put('/workflow-definitions', { name: `definition-${count}` });
      return `definition-${count}`;
    },
  },
  ListWorkflowRuns: {
    path: ({ paths }) => paths.runs,
    key: 'workflowRunSummaries',
    id: 'workflowRunId',
    create: async ({ put, paths }) => created(await put(paths.runs, runRequest), 'workflowRunId'),
  },
  ListSessions: {
    path: ({ paths }) => paths.run,
    key: 'sessionSummaries',
    id: 'sessionId',
    create: async ({ put, paths }) => created(await put(`${paths.run}/sessions`, {}), 'sessionId'),
  },
  ListActs: {
    path: ({ paths }) => `${paths.definition}/acts`,
    key: 'actSummaries',
    id: 'actId',
    create: async ({ put, paths }) => created(await put(`${paths.session}/acts`, { task: 'More' }), 'actId'),
  },
};

const firstIds: Readonly<Record<string, (service: Service) => string>> = {
  ListWorkflowDefinitions: () => 'price-check',
  ListWorkflowRuns: ({ paths }) => idOf(paths.run),
  ListSessions: ({ paths }) => idOf(paths.session),
  ListActs: ({ paths }) => idOf(paths.act),
};

/** A service with so many of what is listed, and their ids in the order of their creation. */
async function serviceWith(name: string, count: number) {
  const list = lists[name];
  const firstId = firstIds[name];
  if (list === undefined || firstId === undefined) throw new Error(`no list ${name}`);
  const service = await rawService();
  const ids = [firstId(service)];
  while (ids.length < count) ids.push(await list.create(service, ids.length));
  const shape = z.object({ [list.key]: z.array(z.record(z.string(), z.unknown())) });
  return {
    ...service,
    ids,
    path: list.path(service),
    create: () => list.create(service, ids.length),
    idsOf: (answer: Answer) => shape.parse(answer.body)[list.key]?.map((summary) => summary[list.id]),
  };
}

const tokenOf = ({ body: { nextToken } }: Answer) =>
  typeof nextToken === 'string' ? encodeURIComponent(nextToken) : 'none';

describe.for(Object.keys(lists))('%s', (name) => {
  it('is the oldest first, and the newest first where that is asked for', async () => {
    await using service = await serviceWith(name, 3);
    const of = async (body: unknown) => service.idsOf(await service.post(service.path, body));

    expect(await of({})).toEqual(service.ids);
    expect(await of({ sortOrder: 'Ascending' })).toEqual(service.ids);
    expect(await of({ sortOrder: 'Descending' })).toEqual(service.ids.toReversed());
  });

  it('gives pages of the size asked for, each item once, also while more are created', async () => {
    await using service = await serviceWith(name, 5);
    const page = (token = '') =>
      service.post(`${service.path}?maxResults=2${token && `&nextToken=${token}`}`, { sortOrder: 'Descending' });

    const first = await page();
    await service.create();
    const second = await page(tokenOf(first));
    const third = await page(tokenOf(second));

    expect([first, second, third].flatMap((answer) => service.idsOf(answer))).toEqual(service.ids.toReversed());
    expect(tokenOf(third)).toBe('none');
  });

  it('gives ten at once where nothing is said, and says that there are more', async () => {
    await using service = await serviceWith(name, 11);
    const first = await service.post(service.path, {});
    expect(service.idsOf(first)).toEqual(service.ids.slice(0, 10));
    const second = await service.post(`${service.path}?nextToken=${tokenOf(first)}`, {});
    expect(service.idsOf(second)).toEqual(service.ids.slice(10));
  });

  it('says of a page that is just full that nothing follows', async () => {
    await using service = await serviceWith(name, 2);
    expect(tokenOf(await service.post(`${service.path}?maxResults=2`, {}))).toBe('none');
  });

  it.for([
    ['maxResults', '?maxResults=0', {}],
    ['maxResults', '?maxResults=101', {}],
    ['maxResults', '?maxResults=-1', {}],
    ['maxResults', '?maxResults=1.5', {}],
    ['maxResults', '?maxResults=ten', {}],
    ['maxResults', '?maxResults=1e1', {}],
    ['maxResults', '?maxResults=', {}],
    ['nextToken', '?nextToken=', {}],
    ['nextToken', `?nextToken=${'x'.repeat(2049)}`, {}],
    ['nextToken', '?nextToken=a%20b', {}],
    ['nextToken', '?nextToken=unknown', {}],
    ['sortOrder', '', { sortOrder: 'ascending' }],
  ] as const)('refuses a bad %s (%#)', async ([member, query, body]) => {
    await using service = await rawService();

    const answer = await service.post(`${lists[name]?.path(service)}${query}`, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ reason: 'FieldValidationFailed', fieldList: [{ name: member }] });
  });

  it('reads in the query what belongs there, and only there', async () => {
    await using service = await serviceWith(name, 2);
    const answer = await service.post(`${service.path}?sortOrder=Descending`, { maxResults: 1 });
    expect(service.idsOf(answer)).toEqual(service.ids);
  });
});
