import { isWeb, told, type Losses } from './losses.ts';
import type { CapturedDocument } from './browser-state.ts';
import type { DocumentRead } from './read-frame.ts';
import { readShared } from './read-shared.ts';
import type { TabCaptured } from './capture-tab.ts';
import { inTime } from './in-time.ts';
import type { Room } from './room.ts';

type Shared = Pick<CapturedDocument, 'local' | 'databases'>;

/**
 * What all tabs share, for the first document of each storage key.
 *
 * @param until by `performance.now()`
 */
export async function captureShared(
  tabs: readonly TabCaptured[],
  until: number,
  { room, losses }: { readonly room: Room; readonly losses: Losses },
): Promise<ReadonlyMap<DocumentRead, Shared>> {
  const firsts = new Map<string, DocumentRead>();
  for (const { documents } of tabs)
    for (const { read, origins } of documents)
      if (origins.length > 0 && isWeb(read.origin) && !firsts.has(read.storageKey)) firsts.set(read.storageKey, read);
  const reads = [...firsts.values()];
  const limit = room.left;
  const all = await Promise.all(
    reads.map(async (read) => [read, await inTime(readShared(read, limit, until), until)] as const),
  );
  return new Map(all.map(([read, facts]) => [read, facts ? kept(read, facts) : unread(read)]));

  function kept(
    { origin }: DocumentRead,
    { local, databases, databasesLeft, recordsLeft }: Awaited<ReturnType<typeof readShared>>,
  ): Shared {
    const isLocalKept = local !== null && room.takes(local);
    if (!isLocalKept) losses.add(`The local storage of ${told(origin)} is too large to be kept.`);
    const keptDatabases = databases.filter((database) => room.takes(database));
    const left = databasesLeft + databases.length - keptDatabases.length;
    losses.count(left, 'database', 'databases', `of ${told(origin)} could not be kept: too large, or too slow.`);
    losses.count(
      recordsLeft,
      'record',
      'records',
      `in databases of ${told(origin)} with more than data could not be kept.`,
    );
    return {
      ...(isLocalKept && local.length > 0 && { local }),
      ...(keptDatabases.length > 0 && { databases: keptDatabases }),
    };
  }

  function unread({ origin }: DocumentRead): Shared {
    losses.add(`What ${told(origin)} stores could not be read in time.`);
    return {};
  }
}
