import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CloudWatchLogGroup } from '../../lib/report/cloudwatch-log-group.ts';
import { Lease } from '../../lib/run/lease.ts';
import { deliverLog } from '../../lib/run/log-delivery.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import type { JournalStore, LogStream, TimedEvent } from '../../lib/run/ports.ts';
import { readEvents, RunRecorder } from '../../lib/run/recorder.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import { eventAt } from '../report/events.ts';
import { firstHead } from '../storage/head.ts';
import { passing } from '../storage/passing-store.ts';
import { startLogGroupServer } from '../support/log-group-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const GROUP = '/nova-act/shop';
const STREAM = 'shop/run-1';

/** A process that is killed at the given point, counted from 0; from then on nothing of it works. */
function mortal(killedAt: number) {
  let points = 0;
  const point = async () => {
    if (points >= killedAt) throw new Error('killed');
    points += 1;
  };
  return {
    isDead: () => points >= killedAt,
    /** Can be killed before it and after it. */
    around:
      <Given extends unknown[], Result>(part: (...given: Given) => Promise<Result>) =>
      async (...given: Given): Promise<Result> => {
        await point();
        const result = await part(...given);
        await point();
        return result;
      },
  };
}

/** A run with a record and a log group over HTTP. */
async function setUp() {
  const directory = temporaryDirectory();
  const server = await startLogGroupServer(GROUP);
  const store = new SqliteJournalStore(join(directory.path, 'journal.sqlite'));
  const artifacts = new DirectoryArtifacts(join(directory.path, 'artifacts'));
  await store.createHead({ ...firstHead('run'), fence: 100 });
  const pauses: number[] = [];
  let skipped = 0;
  const clock = {
    now: () => Date.now() + skipped,
    elapsed: () => performance.now() + skipped,
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds);
      skipped += milliseconds;
    },
  };
  const options = { artifacts, execution: 'run', tell: () => {} };
  let records = 0;
  /** Before all holders that send. */
  const record = async (texts: readonly string[], perChunk: number) => {
    const recorder = await RunRecorder.open({ ...options, execution: `run-${records}`, fence: records });
    records += 1;
    for (const [index, text] of texts.entries()) {
      recorder.record({ type: 'BrowserRestored', browserId: 'b', durationMs: index, lost: [text] });
      if (index % perChunk === perChunk - 1) await recorder.flush();
    }
    await recorder.flush();
  };
  /** A new holder sends what is left. */
  const deliver = async ({
    life = mortal(Infinity),
    patienceMs = 0,
    content = true,
    stream = STREAM,
    eventsAtOnce = 3,
    signal,
  }: {
    life?: ReturnType<typeof mortal>;
    patienceMs?: number;
    content?: boolean;
    stream?: string;
    eventsAtOnce?: number;
    signal?: AbortSignal;
  } = {}) => {
    const group = new CloudWatchLogGroup(server.client);
    const logGroup = {
      append: life.around((to: LogStream, events: readonly TimedEvent[], abort: AbortSignal) =>
        group.append(to, events.slice(0, eventsAtOnce), abort),
      ),
      newestIds: life.around((...given: Parameters<typeof group.newestIds>) => group.newestIds(...given)),
    };
    const journal: JournalStore = {
      ...passing(store),
      replaceHead: life.around((...given: Parameters<typeof store.replaceHead>) => store.replaceHead(...given)),
    };
    await using lease = await Lease.take(journal, clock, 'run', { force: true });
    const recorder = await RunRecorder.open({ ...options, fence: lease.head.fence });
    await deliverLog(
      { stream: { logGroupName: GROUP, logStreamName: stream }, content, key: lease.head.logKey },
      { lease, artifacts, logGroup, recorder, clock },
      { patienceMs, ...(signal && { signal }) },
    );
  };
  return {
    server,
    store,
    artifacts,
    pauses,
    record,
    deliver,
    logged: (stream = STREAM): LogEvent[] => server.messages(stream).map((message) => JSON.parse(message)),
    kept: () => readEvents(artifacts),
    head: async () => (await store.readHead('run'))?.log,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      store[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Three batches. */
const NINE = Array.from({ length: 9 }, (_, index) => `text ${index}`);

describe('the delivery of a log', () => {
  it('brings 10,000 events whole and in order', async () => {
    await using test = await setUp();
    const texts = Array.from({ length: 10_000 }, (_, index) => `text ${index} ${'ü'.repeat(index % 200)}`);
    await test.record(texts, 100);
    await test.deliver({ eventsAtOnce: Infinity });
    expect(test.logged()).toEqual(await test.kept());
    expect(test.logged()).toHaveLength(10_000);
    expect(Buffer.byteLength(test.server.messages(STREAM).join(''))).toBeGreaterThan(2 * 1_048_576);
    const { length } = test.server.requests;
    await test.deliver();
    expect(test.server.requests).toHaveLength(length);
  });

  it.each([
    ['nothing is doubled', false, 0],
    ['one batch is doubled at most, where the stream may not be read', true, 3],
  ])('brings everything whoever is killed at which point, and %s', async (_, isDenied, doubled) => {
    let killedAt = 2;
    let most = 0;
    for (let isOver = false; !isOver; killedAt += 1) {
      await using test = await setUp();
      if (isDenied) test.server.deny('GetLogEvents');
      await test.record(NINE, 2);
      const life = mortal(killedAt);
      const failed = await test.deliver({ life }).then(() => undefined, String);
      isOver = !life.isDead();
      // Whoever is killed while giving the lease back has not failed.
      expect(failed ?? 'Error: killed').toBe('Error: killed');
      await test.deliver();

      const logged = test.logged();
      const first = logged.filter((event, at) => logged.findIndex(({ seq }) => seq === event.seq) === at);
      expect(first).toEqual(await test.kept());
      most = Math.max(most, logged.length - first.length);
      expect(await test.head()).not.toHaveProperty('open');
    }
    // The lease is taken; four entries in the journal and three batches, killed before and after each.
    expect(killedAt).toBeGreaterThan(2 + 2 * 7);
    expect(most).toBe(doubled);
  });

  it.each(['droppedBefore', 'droppedAfter', 'throttled', 'unavailable'] as const)(
    'goes on after a request that was %s, and sends nothing twice',
    async (fault) => {
      await using test = await setUp();
      await test.record(['so that there is a stream'], 1);
      await test.deliver();
      await test.record(NINE, 2);
      test.server.meet('PutLogEvents', fault, fault);
      await test.deliver({ patienceMs: 10_000 });
      expect(test.logged()).toEqual(await test.kept());
      expect(test.pauses).toEqual([500, 1_000]);
    },
  );

  it('gives up when its patience is over, and goes on later where it was', async () => {
    await using test = await setUp();
    await test.record(NINE, 2);
    test.server.meet('PutLogEvents', ...Array.from({ length: 5 }, () => 'throttled' as const));
    await expect(test.deliver({ patienceMs: 5_000 })).rejects.toMatchObject({
      name: 'LogGroupUnwritable',
      mayPass: true,
    });
    expect(test.pauses).toEqual([500, 1_000, 2_000]);
    await test.deliver({ patienceMs: 5_000 });
    expect(test.logged()).toEqual(await test.kept());
  });

  it('tries nothing again that will not pass', async () => {
    await using test = await setUp();
    await test.record(NINE.slice(0, 1), 1);
    test.server.deny('PutLogEvents');
    await expect(test.deliver({ patienceMs: 60_000 })).rejects.toMatchObject({ name: 'LogGroupUnwritable' });
    expect(test.server.requests).toEqual(['PutLogEvents']);
    expect(test.pauses).toEqual([]);
  });

  it('goes on in a chunk that has grown, and in the chunks after it', async () => {
    await using test = await setUp();
    const all = ['a', 'b', 'c', 'd'].map((id, index) => ({
      ...eventAt('2026-01-01T00:00:00.000Z', id),
      seq: index + 1,
    }));
    const put = (chunk: string, from: number, to: number) =>
      test.artifacts.put(
        `events/${chunk}.jsonl`,
        all
          .slice(from, to)
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      );
    await put('00001-00001', 0, 1);
    await test.deliver();
    await put('00001-00001', 0, 2);
    await put('00001-00002', 2, 3);
    await put('00002-00001', 3, 4);
    await test.deliver();
    expect(test.logged()).toEqual(all);
  });

  it('keeps the order of the record where the clock of a later host is behind', async () => {
    await using test = await setUp();
    const ahead = { ...eventAt('2026-01-01T00:00:05.000Z', 'ahead'), seq: 1 };
    const behind = { ...eventAt('2026-01-01T00:00:01.000Z', 'behind'), seq: 2 };
    const later = { ...eventAt('2026-01-01T00:00:06.000Z', 'later'), seq: 3 };
    await test.artifacts.put('events/00001-00001.jsonl', `${JSON.stringify(ahead)}\n`);
    await test.deliver();
    const others = `${JSON.stringify(behind)}\n${JSON.stringify(later)}\n`;
    await test.artifacts.put('events/00002-00001.jsonl', others);
    await test.deliver();
    expect(test.logged()).toEqual([ahead, behind, later]);
    expect(test.server.timestamps(STREAM)).toEqual([ahead, ahead, later].map(({ at }) => Date.parse(at)));
  });

  it('says in the log which events were rejected, once, and brings the others', async () => {
    await using test = await setUp();
    await test.record(['old', 'older', 'new'], 3);
    const [first] = await test.kept();
    const old = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z'].map((at, index) => ({
      ...eventAt(at, `old ${index}`),
      seq: index + 1,
    }));
    await test.artifacts.put('events/00000-00000.jsonl', old.map((event) => `${JSON.stringify(event)}\n`).join(''));
    test.server.take({ from: Date.parse(first?.at ?? '') - 60_000 });
    await test.deliver();
    await test.deliver();
    expect(test.logged().map(({ type }) => type)).toEqual([
      'BrowserRestored',
      'BrowserRestored',
      'BrowserRestored',
      'LogEventsRejected',
    ]);
    expect(test.logged().at(-1)).toMatchObject({ events: 2, reason: 'tooOld', firstSeq: 1, lastSeq: 2, seq: 4 });
    expect(await test.kept()).toHaveLength(6);
  });

  it('comes to an end where everything is rejected, the notice of it too', async () => {
    await using test = await setUp();
    await test.record(['one', 'other'], 1);
    test.server.take({ to: 0 });
    await test.deliver();
    expect(test.logged()).toEqual([]);
    const notices = (await test.kept()).filter(({ type }) => type === 'LogEventsRejected');
    expect(notices).toMatchObject([{ events: 2, reason: 'tooNew', firstSeq: 1, lastSeq: 2 }]);
    expect(await test.head()).not.toHaveProperty('open');
  });

  it('begins anew where the run got its own stream later', async () => {
    await using test = await setUp();
    await test.record(['one', 'other'], 1);
    await test.deliver({ stream: 'shop/execution' });
    await test.deliver();
    expect(test.logged()).toEqual(await test.kept());
  });

  it('shows no content unless it may', async () => {
    await using test = await setUp();
    await test.record(['a secret thought'], 1);
    await test.deliver({ content: false });
    expect(test.server.messages(STREAM)).toHaveLength(1);
    expect(test.server.messages(STREAM).join()).not.toContain('secret thought');
  });

  it('sends and journals nothing more when it is given up', async () => {
    await using test = await setUp();
    await test.record(NINE, 2);
    await expect(test.deliver({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(test.server.requests).toEqual([]);
    expect(await test.head()).toBeUndefined();
  });

  it('of a holder that was overtaken sends nothing more', async () => {
    await using test = await setUp();
    await test.record(NINE, 2);
    const overtaking = {
      isDead: () => false,
      around:
        <Given extends unknown[], Result>(part: (...given: Given) => Promise<Result>) =>
        async (...given: Given) => {
          const result = await part(...given);
          if (test.server.batches.length === 1) {
            const other = await Lease.take(
              test.store,
              { now: Date.now, elapsed: () => performance.now(), sleep: async () => {} },
              'run',
              { force: true },
            );
            await other[Symbol.asyncDispose]();
          }
          return result;
        },
    };
    await expect(test.deliver({ life: overtaking })).rejects.toMatchObject({ name: 'LeaseLost' });
    expect(test.server.batches).toHaveLength(1);
  });
});
