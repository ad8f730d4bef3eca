/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { JsonValue } from '../../../act/json.ts';
import type { CapturedDatabase, CapturedDocument } from '../browser-state.ts';

/** What of a document's storage did not come back. */
export interface StorageFailures {
  readonly areas: number;
  readonly databases: number;
  readonly records: number;
}

/**
 * Runs in our world of a document that has no scripts of its own.
 *
 * @param json a {@link CapturedDocument} as JSON
 */
export async function writeStorage(json: string): Promise<StorageFailures> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the function that calls this
  const { session = [], local = [], databases = [] } = JSON.parse(json) as CapturedDocument;
  const failures = { areas: 0, databases: 0, records: 0 };
  type Stores = CapturedDatabase['stores'];

  const write = (area: () => Storage, entries: readonly (readonly [string, string])[]): void => {
    try {
      for (const [key, value] of entries) area().setItem(key, value);
    } catch {
      failures.areas += 1;
    }
  };

  const bytes = (kind: JsonValue | undefined, base64: JsonValue | undefined): unknown => {
    const { buffer } = Uint8Array.from(atob(text(base64)), (character) => character.charCodeAt(0));
    if (kind === 'ArrayBuffer') return buffer;
    const View: unknown = Reflect.get(globalThis, text(kind));
    if (typeof View !== 'function') throw new Error(`no bytes are called ${text(kind)}`);
    return Reflect.construct(View, [buffer]);
  };
  const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
  const members = (value: JsonValue | undefined): [string, unknown][] =>
    typeof value === 'object' && value !== null ? Object.entries(value).map(([key, each]) => [key, decode(each)]) : [];
  const list = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : []);
  const KINDS: Record<string, (...parts: JsonValue[]) => unknown> = {
    undefined: () => undefined,
    number: (digits) => Number(digits),
    bigint: (digits) => BigInt(text(digits)),
    date: (time) => new Date(time === null ? Number.NaN : Number(time)),
    regexp: (source, flags) => new RegExp(text(source), text(flags)),
    map: (pairs) => new Map(list(pairs).map((pair) => [decode(list(pair)[0] ?? null), decode(list(pair)[1] ?? null)])),
    set: (values) => new Set(list(values).map(decode)),
    bytes,
    boxed: (value) => Object(decode(value ?? null)),
    array: (...values) => values.map(decode),
    sparse: (length, value) => Object.assign([], Object.fromEntries(members(value)), { length: Number(length) }),
    object: (value) => Object.fromEntries(members(value)),
  };
  const decode = (value: JsonValue): unknown => {
    if (!Array.isArray(value)) return value;
    const [kind, ...parts] = value;
    const make = Object.hasOwn(KINDS, text(kind)) ? KINDS[text(kind)] : undefined;
    if (!make) throw new Error(`nothing is called ${text(kind)}`);
    return make(...parts);
  };

  const answer = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', (event) => {
        event.preventDefault();
        reject(request.error ?? new Error('failed'));
      });
    });
  const create = (opened: IDBDatabase, stores: Stores): void => {
    for (const { name, keyPath = null, autoIncrement = false, indexes } of stores) {
      const store = opened.createObjectStore(name, { keyPath, autoIncrement });
      for (const { name: index, keyPath: path, unique = false, multiEntry = false } of indexes)
        store.createIndex(index, path, { unique, multiEntry });
    }
  };
  /** The numbers a store gives out go on from the highest that was ever in it. */
  const countUp = async (store: IDBObjectStore, nextKey: number): Promise<void> => {
    const { keyPath } = store;
    const last = nextKey - 1;
    const names = typeof keyPath === 'string' ? keyPath.split('.') : [];
    const value = names.toReversed().reduce<unknown>((inner, name) => ({ [name]: inner }), names.length > 0 ? last : 0);
    await answer(keyPath === null ? store.put(value, last) : store.put(value));
    await answer(store.delete(last));
  };
  const fill = async (store: IDBObjectStore, { nextKey = 1, records }: Stores[number]): Promise<void> => {
    if (nextKey > 1) await countUp(store, nextKey);
    const put = async ([value, key]: Stores[number]['records'][number]): Promise<void> => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is none is refused by the store itself
      const validKey = key === undefined ? undefined : (decode(key) as IDBValidKey);
      await answer(store.put(decode(value), validKey));
    };
    const ends = await Promise.allSettled(records.map(put));
    failures.records += ends.filter(({ status }) => status === 'rejected').length;
  };
  const restore = async ({ name, version, stores }: CapturedDatabase): Promise<void> => {
    const request = indexedDB.open(name, version);
    request.addEventListener('upgradeneeded', () => create(request.result, stores));
    const opened = await answer(request);
    try {
      if (stores.length === 0) return;
      const transaction = opened.transaction(
        stores.map((store) => store.name),
        'readwrite',
      );
      const completed = new Promise((resolve, reject) => {
        transaction.addEventListener('complete', resolve);
        transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')));
      });
      await Promise.all([completed, ...stores.map((store) => fill(transaction.objectStore(store.name), store))]);
    } finally {
      opened.close();
    }
  };

  write(() => sessionStorage, session);
  write(() => localStorage, local);
  const ends = await Promise.allSettled(databases.map(restore));
  failures.databases = ends.filter(({ status }) => status === 'rejected').length;
  return failures;
}
