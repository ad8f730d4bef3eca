import { callInContext } from '../page/frame.ts';
import type { CapturedDatabase } from './browser-state.ts';
import type { DocumentRead } from './read-frame.ts';
import { inTime } from './in-time.ts';
import { readStorage, type StorageFacts } from './page/read-storage.ts';

/** In which the page hands over what it has read. */
const HAND_OVER_MS = 100;

/**
 * What the tabs of a document's origin share.
 *
 * @param limit in characters
 * @param until by `performance.now()`
 */
export async function readShared(
  { frame: { session }, contextId, storageKey }: DocumentRead,
  limit: number,
  until: number,
): Promise<StorageFacts> {
  const leftMs = Math.max(0, until - performance.now() - HAND_OVER_MS);
  const text = await callInContext(session, contextId, readStorage, limit, leftMs);
  const facts: StorageFacts = JSON.parse(text);
  const nextKeyOf = async (databaseName: string, objectStoreName: string): Promise<number | undefined> => {
    const metadata = session.send('IndexedDB.getMetadata', { storageKey, databaseName, objectStoreName });
    return (await inTime(metadata, until))?.keyGeneratorValue;
  };
  const withNextKeys = async (database: CapturedDatabase): Promise<CapturedDatabase> => ({
    ...database,
    stores: await Promise.all(
      database.stores.map(async (store) => {
        const nextKey = store.autoIncrement ? await nextKeyOf(database.name, store.name) : undefined;
        return { ...store, ...(nextKey !== undefined && { nextKey }) };
      }),
    ),
  });
  return { ...facts, databases: await Promise.all(facts.databases.map(withNextKeys)) };
}
