import { describe, expect, it } from 'vitest';
import { rawService, runRequest } from './raw-service.ts';

type Paths = Awaited<ReturnType<typeof rawService>>['paths'];

interface Creating {
  readonly path: (paths: Paths) => string;
  readonly body: Readonly<Record<string, unknown>>;
  /** With the same token it is refused. */
  readonly other?: Readonly<Record<string, unknown>>;
  /** What there are more of afterwards. */
  readonly kind: 'definitions' | 'runs' | 'sessions' | 'acts';
}

const tool = (json: unknown) => [{ name: 'lookUp', description: 'Looks up', inputSchema: { json } }];

const operations: Readonly<Record<string, Creating>> = {
  CreateWorkflowDefinition: {
    path: () => '/workflow-definitions',
    body: { name: 'new', exportConfig: { s3BucketName: 'traces', s3KeyPrefix: 'a' } },
    other: { name: 'newer' },
    kind: 'definitions',
  },
  CreateWorkflowRun: {
    path: ({ runs }) => runs,
    body: runRequest,
    other: { ...runRequest, modelId: 'm' },
    kind: 'runs',
  },
  CreateSession: { path: ({ run }) => `${run}/sessions`, body: {}, kind: 'sessions' },
  CreateAct: {
    path: ({ session }) => `${session}/acts`,
    body: { task: 'More', toolSpecs: tool({ type: 'object', properties: { a: { type: 'string' } } }) },
    other: { task: 'More', toolSpecs: tool({ type: 'object', properties: { b: { type: 'string' } } }) },
    kind: 'acts',
  },
};

const clientToken = 'a'.repeat(36);

/** The same value with the keys of all its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, turned(item)]);
  return Object.fromEntries(entries.toReversed());
}

/** A definition's name is taken once; nothing else has a name. */
function renamed(body: Creating['body'], count: number): Creating['body'] {
  return body['name'] === undefined ? body : { ...body, name: `new-${count}` };
}

describe.for(Object.entries(operations))('a client token of %s', ([, { path, body, kind }]) => {
  it('gives the same answer for the same parameters, in whatever order, and creates once', async () => {
    await using service = await rawService();
    const place = path(service.paths);
    const before = service.emulator[kind].length;

    const first = await service.put(place, { ...body, clientToken });
    const again = await service.put(place, turned({ ...body, clientToken }));

    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(service.emulator[kind]).toHaveLength(before + 1);
  });

  it('does not mean the same as another one, or none', async () => {
    await using service = await rawService();
    const place = path(service.paths);
    const before = service.emulator[kind].length;

    await service.put(place, { ...renamed(body, 1), clientToken });
    await service.put(place, { ...renamed(body, 2), clientToken: `${clientToken}b` });
    await service.put(place, renamed(body, 3));
    await service.put(place, renamed(body, 4));

    expect(service.emulator[kind]).toHaveLength(before + 4);
  });
});

describe('a client token', () => {
  it.for(Object.entries(operations).filter(([, { other }]) => other !== undefined))(
    'of %s is refused with other parameters',
    async ([, { path, body, other, kind }]) => {
      await using service = await rawService();
      const place = path(service.paths);
      await service.put(place, { ...body, clientToken });
      const before = service.emulator[kind].length;

      const answer = await service.put(place, { ...other, clientToken });

      expect(answer).toMatchObject({ status: 409, body: { resourceType: 'ClientToken', resourceId: clientToken } });
      expect(service.emulator[kind]).toHaveLength(before);
    },
  );

  it('of one run is refused for a session of another', async () => {
    await using service = await rawService();
    const { runs, run } = service.paths;
    const other = `${runs}/${String((await service.put(runs, runRequest)).body['workflowRunId'])}`;
    await service.put(`${run}/sessions`, { clientToken });
    expect((await service.put(`${other}/sessions`, { clientToken })).status).toBe(409);
  });

  it('of one operation is free for another', async () => {
    await using service = await rawService();
    const { run, session } = service.paths;
    await service.put(`${run}/sessions`, { clientToken });
    expect((await service.put(`${session}/acts`, { task: 'More', clientToken })).status).toBe(201);
  });

  it('gives what was created also when its run has ended', async () => {
    await using service = await rawService();
    const { run } = service.paths;
    const first = await service.put(`${run}/sessions`, { clientToken });
    await service.put(run, { status: 'FAILED' });
    expect((await service.put(`${run}/sessions`, { clientToken })).body).toEqual(first.body);
  });
});
