import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOT_STARTED } from '../../lib/act/progress.ts';
import type { Head } from '../../lib/run/head.ts';
import { Lease } from '../../lib/run/lease.ts';
import type { JournalStore } from '../../lib/run/ports.ts';
import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import { passing } from '../storage/passing-store.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const head: Head = {
  formatVersion: 2,
  execution: 'one',
  fence: 0,
  version: 0,
  writeId: 'first',
  leaseUntil: 0,
  startedAt: 0,
  logKey: '0'.repeat(64),
  position: { act: 0, step: 0 },
  act: NOT_STARTED,
  handBacks: 0,
  slicesHere: 0,
};

async function setUp() {
  const directory = temporaryDirectory();
  const store = new SqliteJournalStore(join(directory.path, 'journal.sqlite'));
  await store.createHead(head);
  let now = Date.now();
  let elapsed = 0;
  const clock = {
    now: () => now,
    elapsed: () => elapsed,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
      elapsed += milliseconds;
    },
  };
  return {
    store,
    clock,
    pass: (milliseconds: number) => {
      now += milliseconds;
      elapsed += milliseconds;
    },
    /** Only one of the two clocks goes on. */
    passBy: (which: 'wall' | 'monotonic', milliseconds: number) => {
      if (which === 'wall') now += milliseconds;
      else elapsed += milliseconds;
    },
    [Symbol.dispose]() {
      store[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}

describe('the lease', () => {
  it('is taken at once after it was given back', async () => {
    using test = await setUp();
    await (await Lease.take(test.store, test.clock, 'one'))[Symbol.asyncDispose]();
    const before = test.clock.now();
    await using second = await Lease.take(test.store, test.clock, 'one');
    expect(test.clock.now()).toBe(before);
    expect(second.head.fence).toBe(2);
  });

  it('is waited for while its holder is silent, and then the holder can neither write nor dispatch', async () => {
    using test = await setUp();
    await using first = await Lease.take(test.store, test.clock, 'one');
    first.mayDispatch();
    await using second = await Lease.take(test.store, test.clock, 'one');
    expect(() => first.mayDispatch()).toThrow(expect.objectContaining({ name: 'LeaseLost' }));
    await expect(first.change({ handBacks: 1 })).rejects.toThrow(expect.objectContaining({ name: 'LeaseLost' }));
    await second.change({ handBacks: 2 });
    expect((await test.store.readHead('one'))?.handBacks).toBe(2);
  });

  it('is refused while its holder is alive', async () => {
    using test = await setUp();
    await using first = await Lease.take(test.store, test.clock, 'one');
    const { sleep } = test.clock;
    const alive = {
      ...test.clock,
      sleep: async (ms: number) => {
        await sleep(ms);
        await first.change({});
      },
    };
    await expect(Lease.take(test.store, alive, 'one')).rejects.toThrow(expect.objectContaining({ name: 'LeaseHeld' }));
  });

  it('is taken from a living holder to close a run', async () => {
    using test = await setUp();
    await using first = await Lease.take(test.store, test.clock, 'one');
    await using closer = await Lease.take(test.store, test.clock, 'one', { force: true });
    await expect(first.change({})).rejects.toThrow(expect.objectContaining({ name: 'LeaseLost' }));
    await closer.change({ log: { stream: 'chores/one', open: true } });
  });

  it('lets nothing be dispatched in its last three seconds', async () => {
    using test = await setUp();
    await using lease = await Lease.take(test.store, test.clock, 'one');
    test.pass(16_900);
    lease.mayDispatch();
    test.pass(200);
    expect(() => lease.mayDispatch()).toThrow(expect.objectContaining({ name: 'LeaseLost' }));
  });

  it.each(['wall', 'monotonic'] as const)('counts a freeze that only the %s clock noticed', async (which) => {
    using test = await setUp();
    await using lease = await Lease.take(test.store, test.clock, 'one');
    test.passBy(which, 17_500);
    expect(() => lease.mayDispatch()).toThrow(expect.objectContaining({ name: 'LeaseLost' }));
  });

  it('says so at once when another holder has it', async () => {
    using test = await setUp();
    await using first = await Lease.take(test.store, test.clock, 'one');
    await using closer = await Lease.take(test.store, test.clock, 'one', { force: true });
    expect(first.lost.aborted).toBe(false);
    await expect(first.change({})).rejects.toThrow(expect.objectContaining({ name: 'LeaseLost' }));
    expect(first.lost.aborted).toBe(true);
    expect(closer.lost.aborted).toBe(false);
  });

  it('is not lost when the answer to a write is, and the write is tried again', async () => {
    using test = await setUp();
    // What a client's retry sees: the first attempt was written, its answer lost, the second finds another version.
    const losing = storeThat(test.store, async (write) => {
      await write();
      return write();
    });
    await using lease = await Lease.take(losing, test.clock, 'one');
    await lease.change({ handBacks: 5 });
    expect((await test.store.readHead('one'))?.handBacks).toBe(5);
  });

  it('is not lost when a write was done and failed for its writer, and the next one builds on it', async () => {
    using test = await setUp();
    let lost = 0;
    const losing = storeThat(test.store, async (write) => {
      const done = await write();
      if ((lost += 1) === 2) throw new Error('connection lost');
      return done;
    });
    await using lease = await Lease.take(losing, test.clock, 'one');
    await expect(lease.change({})).rejects.toThrow('connection lost');
    await lease.change({ handBacks: 7 });
    expect((await test.store.readHead('one'))?.handBacks).toBe(7);
  });

  it('hides no error of its holder when it cannot be given back', async () => {
    using test = await setUp();
    let broken = false;
    const breaking = storeThat(test.store, (write) => (broken ? Promise.reject(new Error('throttled')) : write()));
    const holding = async () => {
      await using lease = await Lease.take(breaking, test.clock, 'one');
      broken = true;
      throw new RangeError(`held by ${lease.head.fence}`);
    };
    await expect(holding()).rejects.toThrow('held by 1');
  });
});

/** The store with something between a holder and its writes. */
function storeThat(
  store: SqliteJournalStore,
  meddle: (write: () => Promise<boolean>) => Promise<boolean>,
): JournalStore {
  return {
    ...passing(store),
    replaceHead: (next, expected) => meddle(() => store.replaceHead(next, expected)),
  };
}
