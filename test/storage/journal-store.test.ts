import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { JournalUnreadable } from '../../lib/run/errors.ts';
import type { Head } from '../../lib/run/head.ts';
import type { JournalStore, StoredOutcome } from '../../lib/run/ports.ts';
import { DynamoDbJournalStore } from '../../lib/storage/dynamodb-journal-store.ts';
import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import { startDynamoDbTable } from '../support/dynamodb-table.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { firstHead } from './head.ts';

const registered = {
  run: { workflowDefinitionName: 'd', workflowRunId: 'r', sessionId: 's' },
  startedAt: 1,
  accessToken: 'one',
};

type Opened = { readonly store: JournalStore } & AsyncDisposable;

describe.each([
  ['SqliteJournalStore', inFile],
  ['DynamoDbJournalStore', inTable],
])('%s', (_, open) => {
  it('knows nothing of an execution it was never told of', async () => {
    await using opened = await open();
    expect(await opened.store.readHead('run')).toBeUndefined();
    expect(await opened.store.readOutcomes('run')).toEqual([]);
    expect(await opened.store.replaceHead(firstHead('run'), { fence: 0, version: 0 })).toBe(false);
    expect(await opened.store.readHead('run')).toBeUndefined();
  });

  it('creates a head once and keeps the first', async () => {
    await using opened = await open();
    expect(await opened.store.createHead(firstHead('run'))).toBe(true);
    expect(await opened.store.createHead({ ...firstHead('run'), writeId: 'second' })).toBe(false);
    expect(await opened.store.createHead(firstHead('run-2'))).toBe(true);
    expect(await opened.store.readHead('run')).toEqual(firstHead('run'));
  });

  it('gives back a head whole, with every character of it', async () => {
    await using opened = await open();
    const call = { callId: 'c', name: 'agentType', input: ['Zürich 🏔\n"\\', '', null, 0.1] };
    const head: Head = {
      ...firstHead('run'),
      run: { workflowDefinitionName: 'd', workflowRunId: 'r', sessionId: 's' },
      browserId: 'b',
      log: { stream: 'd/r', sent: { chunk: 'events/00001-00001.jsonl', events: 3, at: 5 }, open: true },
      act: {
        actId: 'a',
        stepsTaken: 1,
        asked: 0,
        effectBegun: true,
        isSaved: false,
        step: { stepId: 's', calls: [{ call, state: 'done', text: '' }] },
      },
    };
    await opened.store.createHead(head);
    expect(await opened.store.readHead('run')).toEqual(head);
  });

  it.each([
    ['fence', { fence: 3, version: 8 }],
    ['version', { fence: 4, version: 7 }],
  ])('replaces a head only when the %s is the expected one', async (_field, wrong) => {
    await using opened = await open();
    const head = { ...firstHead('run'), fence: 4, version: 8 };
    await opened.store.createHead(head);

    expect(await opened.store.replaceHead({ ...head, version: 9, writeId: 'late' }, wrong)).toBe(false);
    expect(await opened.store.readHead('run')).toEqual(head);

    const next = { ...head, fence: 5, version: 9, writeId: 'next' };
    expect(await opened.store.replaceHead(next, head)).toBe(true);
    expect(await opened.store.replaceHead({ ...next, writeId: 'again' }, head)).toBe(false);
    expect(await opened.store.readHead('run')).toEqual(next);
  });

  it('lets one of many writers win a race', async () => {
    await using opened = await open();
    const head = firstHead('run');
    await opened.store.createHead(head);
    const writers = ['a', 'b', 'c', 'd', 'e'];

    const won = await Promise.all(
      writers.map((writeId) => opened.store.replaceHead({ ...head, version: 1, writeId }, head)),
    );

    expect(won.filter(Boolean)).toEqual([true]);
    expect((await opened.store.readHead('run'))?.writeId).toBe(writers[won.indexOf(true)]);
  });

  it.each([0, 3, 'two'])('refuses a head of format %s and names the run that it can still read', async (format) => {
    await using opened = await open();
    const run = { workflowDefinitionName: 'd', workflowRunId: 'r', sessionId: 's' };
    const foreign: Head = JSON.parse(JSON.stringify({ ...firstHead('run'), run, formatVersion: format }));
    await opened.store.createHead(foreign);
    const reading = opened.store.readHead('run');
    await expect(reading).rejects.toBeInstanceOf(JournalUnreadable);
    await expect(reading).rejects.toThrow(
      `the journal of execution run has format ${format}, this version reads 2 and 1`,
    );
    await expect(reading).rejects.toMatchObject({ run });
  });

  it.each([
    ['nothing was done', { position: { act: 0, step: 1 }, effectBegun: false }, true],
    ['an effect was begun', { position: { act: 0, step: 1 }, effectBegun: true }, false],
    ['an earlier act was performed', { position: { act: 1, step: 0 }, effectBegun: false }, false],
  ])(
    'reads a head of the version before: where %s, isSaved is %s',
    async (_what, { position, effectBegun }, isSaved) => {
      await using opened = await open();
      const act = { actId: 'a', startedAt: 5, stepsTaken: position.step, asked: 1, effectBegun };
      const before: Head = JSON.parse(JSON.stringify({ ...firstHead('run'), formatVersion: 1, position, act }));
      await opened.store.createHead(before);
      expect(await opened.store.readHead('run')).toEqual({ ...firstHead('run'), position, act: { ...act, isSaved } });
    },
  );

  it.each([
    ['none of its log', undefined, undefined],
    ['all of it, or so it seemed', true, { stream: 'd/r', open: true }],
  ])(
    'reads a head from before the log was sent bit by bit, which had sent %s, and gives it a key',
    async (_what, logWritten, log) => {
      await using opened = await open();
      const { logKey, ...head } = {
        ...firstHead('run'),
        run: { workflowDefinitionName: 'd', workflowRunId: 'r', sessionId: 's' },
      };
      const before: Head = JSON.parse(JSON.stringify({ ...head, logWritten }));
      await opened.store.createHead(before);
      const read = await opened.store.readHead('run');
      expect(read?.logKey).not.toBe(logKey);
      expect(read).toEqual({ ...head, logKey: expect.stringMatching(/^[0-9a-f]{64}$/), ...(log && { log }) });
    },
  );

  it("gives the outcomes in the order of the acts, each act's last, of this run only", async () => {
    await using opened = await open();
    for (const act of [100, 2, 0, 11, 1]) await opened.store.putOutcome('run', act, outcome(`act ${act}`));
    await opened.store.putOutcome('run', 2, outcome('act 2, again'));
    await opened.store.putOutcome('run-2', 3, outcome('of another run'));

    const acts = (await opened.store.readOutcomes('run')).map(({ id }) => id);
    expect(acts).toEqual(['act 0', 'act 1', 'act 2, again', 'act 11', 'act 100']);
  });

  it('gives more than a megabyte of outcomes', async () => {
    await using opened = await open();
    const outcomes = Array.from({ length: 7 }, (_value, act) => outcome(`act ${act}`, 'r'.repeat(300_000)));
    await Promise.all(outcomes.map((each, act) => opened.store.putOutcome('run', act, each)));
    expect(await opened.store.readOutcomes('run')).toEqual(outcomes);
  });

  it('gives a request to one of two executions that claim it at once, and to no later one', async () => {
    await using opened = await open();
    const [one, other] = await Promise.all([
      opened.store.claim('request#order', 'run-1'),
      opened.store.claim('request#order', 'run-2'),
    ]);
    expect(['run-1', 'run-2']).toContain(one);
    expect(other).toBe(one);
    expect(await opened.store.claim('request#order', 'run-3')).toBe(one);
    expect(await opened.store.claim('request#order', one)).toBe(one);
    expect(await opened.store.claim('request#order-2', 'run-3')).toBe('run-3');
  });

  it('registers one run of an execution, and says which', async () => {
    await using opened = await open();
    const { store } = opened;
    expect(await store.registeredRun('run')).toBeUndefined();
    const later = { ...registered, accessToken: 'two' };
    expect(await store.registerRun('run', registered)).toEqual(registered);
    expect(await store.registerRun('run', later)).toEqual(registered);
    expect(await store.registerRun('run-2', later)).toEqual(later);

    await store.changeRegistered('run', { ...registered, state: 'closed' });
    expect(await store.registeredRun('run')).toEqual({ ...registered, state: 'closed' });
    expect(await store.registerRun('run', later)).toEqual({ ...registered, state: 'closed' });
    expect(await store.registeredRun('run-2')).toEqual(later);
  });

  it('gives a claimed name to whoever knows the execution that may lose it, once', async () => {
    await using opened = await open();
    await opened.store.claim('slot', 'run-1');
    expect(await opened.store.claim('slot', 'run-2', 'run-0')).toBe('run-1');
    const [one, other] = await Promise.all([
      opened.store.claim('slot', 'run-2', 'run-1'),
      opened.store.claim('slot', 'run-3', 'run-1'),
    ]);
    expect(['run-2', 'run-3']).toContain(one);
    expect(other).toBe(one);
    expect(await opened.store.claim('slot', 'run-4', 'run-1')).toBe(one);
  });

  it('lists the runs that are not closed', async () => {
    await using opened = await open();
    for (const name of ['run-1', 'run-2', 'run-3']) await opened.store.createHead(firstHead(name));
    const head = firstHead('run-2');
    await opened.store.replaceHead({ ...head, version: 1, closed: true }, head);
    await opened.store.putOutcome('run-4', 0, outcome('of a run without a head'));
    expect((await opened.store.openRuns()).toSorted()).toEqual(['run-1', 'run-3']);
  });

  it('lists a registered run, whatever its head says of itself, once and until it is closed', async () => {
    await using opened = await open();
    const { store } = opened;
    for (const name of ['run-1', 'run-2']) {
      await store.registerRun(name, registered);
      await store.createHead({ ...firstHead(name), ...(name === 'run-1' && { closed: true }) });
    }
    await store.changeRegistered('run-1', { ...registered, state: 'closing' });
    expect(await store.openRuns()).toEqual(['run-1', 'run-2']);

    await store.changeRegistered('run-1', { ...registered, state: 'closed' });
    expect(await store.openRuns()).toEqual(['run-2']);
  });
});

describe('DynamoDbJournalStore', () => {
  it('lets each kind of item expire, 90 days from its last write', async () => {
    await using table = await startDynamoDbTable();
    const store = new DynamoDbJournalStore(table.client, table.name);
    const now = Date.now() / 1000;
    await store.createHead(firstHead('run'));
    await store.putOutcome('run', 0, outcome('act'));
    await store.claim('request#order', 'run');
    await store.registerRun('run', registered);

    for (const [pk, sk] of [
      ['run#run', 'head'],
      ['run#run', 'outcome#00000'],
      ['request#order', 'claim'],
      ['registered#run', 'run'],
    ] as const) {
      const { Item: item } = await table.client.send(
        new GetItemCommand({ TableName: table.name, Key: { pk: { S: pk }, sk: { S: sk } } }),
      );
      const days = (Number(item?.['expiresAt']?.N) - now) / 86_400;
      expect(days).toBeGreaterThan(89.9);
      expect(days).toBeLessThan(90.1);
    }
  });

  it('reads what was just written, never an older copy, and goes on where a page ends', async () => {
    await using table = await startDynamoDbTable();
    const store = new DynamoDbJournalStore(table.client, table.name);
    await Promise.all(
      Array.from({ length: 7 }, (_value, act) =>
        store.putOutcome('run', act, outcome(`act ${act}`, 'r'.repeat(300_000))),
      ),
    );
    const reads: unknown[] = [];
    table.client.middlewareStack.add((next) => (request) => {
      reads.push(request.input);
      return next(request);
    });

    await store.readHead('run');
    await store.readOutcomes('run');

    expect(reads.length).toBeGreaterThan(2);
    for (const read of reads) expect(read).toMatchObject({ ConsistentRead: true });
  });

  it('throws what is not a lost race', async () => {
    await using table = await startDynamoDbTable();
    const store = new DynamoDbJournalStore(table.client, 'no-such-table');
    await expect(store.createHead(firstHead('run'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(store.claim('request#order', 'run')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('SqliteJournalStore', () => {
  it('shows a write to every other handle on its file at once, and to those opened later', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'journal.sqlite');
    using one = new SqliteJournalStore(path);
    using other = new SqliteJournalStore(path);
    const head = firstHead('run');
    await one.createHead(head);
    expect(await other.createHead(head)).toBe(false);
    expect(await other.replaceHead({ ...head, version: 1 }, head)).toBe(true);
    expect(await one.replaceHead({ ...head, version: 1 }, head)).toBe(false);
    using later = new SqliteJournalStore(path);
    expect((await later.readHead('run'))?.version).toBe(1);
  });

  it('loses no write of several processes that open it, and write, at once', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'journal.sqlite');
    const program = join(import.meta.dirname, 'count-up.ts');
    const processes = Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [program, path, '100']));

    const claims = (await Promise.all(processes)).map(({ stdout }) => stdout);

    using store = new SqliteJournalStore(path);
    expect((await store.readHead('run'))?.version).toBe(300);
    expect(new Set(claims).size).toBe(1);
  });
});

async function inFile(): Promise<Opened> {
  const directory = temporaryDirectory();
  const store = new SqliteJournalStore(join(directory.path, 'made', 'journal.sqlite'));
  return {
    store,
    async [Symbol.asyncDispose]() {
      store[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}

async function inTable(): Promise<Opened> {
  const table = await startDynamoDbTable();
  return {
    store: new DynamoDbJournalStore(table.client, table.name),
    [Symbol.asyncDispose]: () => table[Symbol.asyncDispose](),
  };
}

function outcome(id: string, response = 'response'): StoredOutcome {
  return { id, actId: `${id}'s id`, status: 'SUCCEEDED', response, steps: 1, timeWorkedSeconds: 0.5 };
}
