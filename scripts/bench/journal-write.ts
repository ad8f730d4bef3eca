import { NOT_STARTED } from '../../lib/act/progress.ts';
import type { Head } from '../../lib/run/head.ts';
import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import { median } from './figures.ts';

const WRITES = 200;

/** How long replacing a head takes, in milliseconds. */
export async function journalWriteMs(path: string): Promise<number> {
  using store = new SqliteJournalStore(path);
  let head: Head = {
    formatVersion: 2,
    execution: 'bench',
    fence: 1,
    version: 1,
    writeId: 'x'.repeat(36),
    leaseUntil: 0,
    startedAt: 0,
    logKey: '0'.repeat(64),
    position: { act: 0, step: 0 },
    act: { ...NOT_STARTED, actId: 'x'.repeat(1_000) },
    handBacks: 0,
    slicesHere: 0,
  };
  await store.createHead(head);
  const durations: number[] = [];
  for (let write = 0; write < WRITES; write += 1) {
    const next = { ...head, version: head.version + 1 };
    const startedAt = performance.now();
    await store.replaceHead(next, head);
    durations.push(performance.now() - startedAt);
    head = next;
  }
  return median(durations);
}
