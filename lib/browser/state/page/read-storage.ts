/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { JsonValue } from '../../../act/json.ts';
import type { CapturedDatabase, Entries } from '../browser-state.ts';

/** What the tabs of an origin share. */
export interface StorageFacts {
  /** Local storage; null when it is too large. */
  readonly local: Entries | null;
  readonly databases: readonly CapturedDatabase[];
  /** How many databases were left out, since they are too large or did not answer. */
  readonly databasesLeft: number;
  /** How many records were left out, since they hold what is more than data: files, keys, or themselves. */
  readonly recordsLeft: number;
}

/**
 * Runs in our world of a document. Gives {@link StorageFacts} as JSON: a text may hold halves of characters. Databases are
 * read and never changed.
 *
 * @param limit of all together, in characters
 * @param maximumMs after which the databases that were not read yet are left out
 */
export async function readStorage(limit: number, maximumMs: number): Promise<string> {
  const BATCH = 200;
  /** What brackets, names and numbers take, roughly. */
  const NODE_SIZE = 8;
  let size = 0;
  let recordsLeft = 0;
  const tooLarge = new Error('too large');
  const spend = (characters: number): void => {
    size += characters;
    if (size > limit) throw tooLarge;
  };

  const base64 = (buffer: ArrayBufferLike, from: number, length: number): string => {
    spend(length * 1.4);
    const bytes = new Uint8Array(buffer, from, length);
    let binary = '';
    for (let at = 0; at < length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    return btoa(binary);
  };
  const encodeObject = (value: object, around: readonly object[]): JsonValue => {
    if (around.includes(value)) throw new Error('holds itself');
    const within = [...around, value];
    const inner = (each: unknown): JsonValue => encode(each, within);
    if (value instanceof Date) return ['date', Number.isNaN(value.getTime()) ? null : value.getTime()];
    if (value instanceof RegExp) return ['regexp', value.source, value.flags];
    if (value instanceof Map) return ['map', Array.from(value, ([key, each]) => [inner(key), inner(each)])];
    if (value instanceof Set) return ['set', Array.from(value, inner)];
    if (value instanceof ArrayBuffer) return ['bytes', 'ArrayBuffer', base64(value, 0, value.byteLength)];
    if (ArrayBuffer.isView(value))
      return [
        'bytes',
        Object.prototype.toString.call(value).slice(8, -1),
        base64(value.buffer, value.byteOffset, value.byteLength),
      ];
    if (/^\[object (?:String|Number|Boolean|BigInt)\]$/.test(Object.prototype.toString.call(value)))
      return ['boxed', inner(value.valueOf())];
    const members = (): JsonValue =>
      Object.fromEntries(
        Object.entries(value).map(([key, each]) => {
          spend(key.length);
          return [key, inner(each)];
        }),
      );
    if (Array.isArray(value))
      return Object.keys(value).length === value.length
        ? ['array', ...value.map(inner)]
        : ['sparse', value.length, members()];
    if (Object.getPrototypeOf(value) === Object.prototype) return ['object', members()];
    throw new Error('more than data');
  };
  const encode = (value: unknown, around: readonly object[]): JsonValue => {
    spend(NODE_SIZE);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') {
      spend(value.length);
      return value;
    }
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['number', Object.is(value, -0) ? '-0' : String(value)];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value === 'object') return encodeObject(value, around);
    return ['undefined'];
  };
  const encoded = (values: readonly unknown[]): JsonValue[] | undefined => {
    try {
      return values.map((value) => encode(value, []));
    } catch (error) {
      if (error === tooLarge) throw error;
      recordsLeft += 1;
      return undefined;
    }
  };

  const answer = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', (event) => {
        event.preventDefault();
        reject(request.error ?? new Error('failed'));
      });
    });
  const readRecords = async (store: IDBObjectStore): Promise<CapturedDatabase['stores'][number]['records']> => {
    const records: JsonValue[][] = [];
    for (let after: IDBKeyRange | null = null; ;) {
      const [keys, values] = await Promise.all([
        answer(store.getAllKeys(after, BATCH)),
        answer(store.getAll(after, BATCH)),
      ]);
      for (const [index, key] of keys.entries()) {
        const record = encoded(store.keyPath === null ? [values[index], key] : [values[index]]);
        if (record) records.push(record);
      }
      if (keys.length < BATCH) break;
      after = IDBKeyRange.lowerBound(keys.at(-1), true);
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one or two members each, as was asked for
    return records as CapturedDatabase['stores'][number]['records'];
  };
  const readStore = async (store: IDBObjectStore): Promise<CapturedDatabase['stores'][number]> => {
    const { name, keyPath, autoIncrement } = store;
    const indexes = Array.from(store.indexNames, (each) => store.index(each));
    return {
      name,
      ...(keyPath !== null && { keyPath }),
      ...(autoIncrement && { autoIncrement }),
      indexes: indexes.map((index) => ({
        name: index.name,
        keyPath: index.keyPath,
        ...(index.unique && { unique: true }),
        ...(index.multiEntry && { multiEntry: true }),
      })),
      records: await readRecords(store),
    };
  };
  const open = (name: string): Promise<IDBDatabase> => {
    const request = indexedDB.open(name);
    // It was deleted meanwhile, and must not come into being by being looked at.
    request.addEventListener('upgradeneeded', () => request.transaction?.abort());
    return answer(request);
  };
  const readDatabase = async (name: string): Promise<CapturedDatabase | undefined> => {
    const before = { size, recordsLeft };
    try {
      const opened = await open(name);
      try {
        // Nobody waits for us who wants to change or delete it.
        opened.addEventListener('versionchange', () => opened.close());
        const names = Array.from(opened.objectStoreNames);
        if (names.length === 0) return { name, version: opened.version, stores: [] };
        const transaction = opened.transaction(names, 'readonly');
        const stores = await Promise.all(names.map((each) => readStore(transaction.objectStore(each))));
        return { name, version: opened.version, stores };
      } finally {
        opened.close();
      }
    } catch {
      ({ size, recordsLeft } = before);
      return undefined;
    }
  };

  const localEntries = (): Entries | null => {
    const read: Entries = [];
    try {
      for (let index = 0; index < localStorage.length; index += 1) {
        const key = localStorage.key(index) ?? '';
        const value = localStorage.getItem(key) ?? '';
        spend(key.length + value.length);
        read.push([key, value]);
      }
      return read;
    } catch (error) {
      size = 0;
      // A document without an origin has none.
      return error === tooLarge ? null : [];
    }
  };
  const until = performance.now() + maximumMs;
  const inTime = <Result>(work: Promise<Result>): Promise<Result | undefined> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => resolve(undefined), until - performance.now());
    return Promise.race([work, promise]).finally(() => clearTimeout(timer));
  };

  const local = localEntries();
  const names = await inTime(indexedDB.databases()).catch(() => []);
  const databases: CapturedDatabase[] = [];
  for (const { name = '' } of names ?? []) {
    const read = await inTime(readDatabase(name));
    if (read) databases.push(read);
  }
  const facts: StorageFacts = { local, databases, databasesLeft: (names?.length ?? 1) - databases.length, recordsLeft };
  return JSON.stringify(facts);
}
