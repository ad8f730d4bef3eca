import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../../support/browser-on-site.ts';
import { capturedState, carriedOver } from '../../support/carried-over.ts';

/** On a busy machine. */
const SOON = { timeout: 5_000 };

let first: BrowserOnSite;
beforeAll(async () => {
  first = await BrowserOnSite.launch();
});
afterAll(() => first[Symbol.asyncDispose]());

/** A page whose script does something and shows what that gives, which may be a promise. */
const page = (script: string) => `<!doctype html><title>Page</title><output></output>
  <script type="module">document.querySelector('output').textContent = await (async () => { ${script} })()</script>`;

const cookiesOf = async (site: BrowserOnSite) =>
  (await capturedState(site)).cookies.toSorted((one, other) => one.name.localeCompare(other.name));

test('cookies of all kinds come back, and go with the first request', async () => {
  const soon = new Date(Date.now() + 3_600_000).toUTCString();
  const kinds = [
    'one=1; HttpOnly',
    `two=2; Expires=${soon}; SameSite=Strict`,
    'three=3; Path=/cookies.html; Priority=High',
    'four=4; Secure; Partitioned; SameSite=None',
  ];
  first.server.serve('/cookies.html', '<p>Cookies</p>', { headers: { 'set-cookie': kinds } });
  // By its name: an address has no hosts below it.
  await first.browser.open(`http://localhost:${first.server.port}/cookies.html`);
  first.server.serve('/cookies.html', '<p>Cookies</p>');

  await using second = await carriedOver(first);

  expect(second.lost).toEqual([]);
  expect(first.server.cookies('/cookies.html')?.split('; ').toSorted()).toEqual([
    'four=4',
    'one=1',
    'three=3',
    'two=2',
  ]);
  expect(await cookiesOf(second.site)).toEqual(await cookiesOf(first));
  expect(await cookiesOf(first)).toMatchObject([
    { name: 'four', secure: true, sameSite: 'None', partitionKey: { hasCrossSiteAncestor: false } },
    { name: 'one', httpOnly: true, domain: 'localhost' },
    { name: 'three', path: '/cookies.html', priority: 'High' },
    { name: 'two', sameSite: 'Strict', expires: expect.any(Number) },
  ]);
});

const seenTwice = (host: string) => expect.arrayContaining([['seen', `${host}${host}`]]);

describe('what a page has stored', () => {
  test('is there before its first script runs, whatever it had made of the built-ins; only the page is asked for', async () => {
    first.server.serve(
      '/stored.html',
      page(`localStorage.where = 'here'; sessionStorage.b = 1; sessionStorage.a = 2; sessionStorage.half = '\\ud800x';
        Storage.prototype.getItem = Storage.prototype.key = () => 'lie'; JSON.stringify = () => '{}';
        Object.entries = Object.fromEntries = Array.prototype.map = Array.from = () => []; Map = Set = Date = undefined;
        IDBFactory.prototype.databases = () => []; Document.prototype.querySelectorAll = () => [];`),
    );
    await first.open('stored');
    const between = () =>
      first.server.serve(
        '/stored.html',
        page(`return [localStorage.where, Object.keys(sessionStorage), sessionStorage.half === '\\ud800x'].join()`),
      );
    await using second = await carriedOver(first, 'unseen', { between });
    await expect.poll(() => second.site.output(), SOON).toBe('here,b,a,half,true');
    expect(second.lost).toEqual([]);
    expect(second.requests).toEqual(['GET http://127.0.0.1/stored.html']);
  });

  test('comes back to frames of other sites where they had stored it, and each is asked for once', async () => {
    const [here, other] = [`http://127.0.0.1:${first.server.port}`, `http://localhost:${first.server.port}`];
    const keep =
      '<script>localStorage.seen = sessionStorage.seen = (localStorage.seen ?? "") + location.hostname</script>';
    first.server.serve('/outer.html', `${keep}<iframe src="${other}/middle.html"></iframe>`);
    first.server.serve('/middle.html', `${keep}<iframe src="${here}/innermost.html"></iframe>`);
    first.server.serve('/innermost.html', keep);
    await first.open('outer');
    await using second = await carriedOver(first);
    expect(second.lost).toEqual([]);
    expect(second.requests.toSorted()).toEqual([
      'GET http://127.0.0.1/innermost.html',
      'GET http://127.0.0.1/outer.html',
      'GET http://localhost/middle.html',
    ]);
    const [tab] = (await capturedState(second.site)).tabs;
    expect(tab?.documents.map(({ local, session }) => [local, session])).toEqual([
      [seenTwice('127.0.0.1'), seenTwice('127.0.0.1')],
      [seenTwice('localhost'), seenTwice('localhost')],
      [seenTwice('127.0.0.1'), seenTwice('127.0.0.1')],
    ]);
  });

  test('comes back without what is too large or more than data, and that is told', async () => {
    first.server.serve(
      '/large.html',
      page(`localStorage.clear(); localStorage.small = 'kept';
        const made = (name, fill) => new Promise((resolve) => {
          const asked = indexedDB.open(name);
          asked.onupgradeneeded = () => fill(asked.result.createObjectStore('all'));
          asked.onsuccess = () => resolve(asked.result.close());
        });
        await made('large', (all) => all.put('x'.repeat(9e6), 'key'));
        const ring = {};
        ring.ring = ring;
        await made('mixed', (all) => [new Blob(['file']), ring, 'text'].forEach((value, key) => all.put(value, key)));
        return 'made'`),
    );
    await first.open('large');
    await expect.poll(() => first.output(), SOON).toBe('made');
    const between = () =>
      first.server.serve(
        '/large.html',
        page(`const names = (await indexedDB.databases()).map(({ name }) => name);
          const keys = await new Promise((resolve) => {
            const asked = indexedDB.open('mixed');
            asked.onsuccess = () => {
              const all = asked.result.transaction('all').objectStore('all').getAllKeys();
              all.onsuccess = () => resolve(all.result);
            };
          });
          return [localStorage.small, names, keys].join()`),
      );
    await using second = await carriedOver(first, 'unseen', { between });
    await expect.poll(() => second.site.output(), SOON).toBe('kept,mixed,2');
    const origin = `http://127.0.0.1:${first.server.port}/`;
    expect(second.lost).toEqual([
      `1 database of ${origin} could not be kept: too large, or too slow.`,
      `2 records in databases of ${origin} with more than data could not be kept.`,
    ]);
  });
});

test('a database comes back with all that is data in it, its indexes and its numbers', async () => {
  const tools = `
    const open = (version, upgrade) => new Promise((resolve) => {
      const asked = indexedDB.open('notes', version);
      asked.onupgradeneeded = () => upgrade?.(asked.result);
      asked.onsuccess = () => resolve(asked.result);
    });
    const result = (asked) => new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });`;
  first.server.serve(
    '/notes.html',
    page(`${tools}
      const value = {
        date: new Date(5), nothing: undefined, no: null, numbers: [NaN, -0, Infinity, 1.5], big: 12n,
        map: new Map([[{ a: 1 }, new Set(['x'])]]), bytes: new Uint16Array([1, 500]).subarray(1), buffer: new ArrayBuffer(3),
        holes: [1, , 3], pattern: /a+/gi, half: '\\ud800', boxed: new Number(3), ['__proto__']: 'own', $: [{ 1: [true] }],
      };
      const notes = await open(7, (made) => {
        made.createObjectStore('values').put(value, [new Date(1), 'key']);
        const list = made.createObjectStore('list', { keyPath: 'at.id', autoIncrement: true });
        list.createIndex('tags', 'tags', { multiEntry: true });
        list.createIndex('names', ['first', 'last'], { unique: true });
        for (const tags of [['a'], ['a', 'b'], ['c']]) list.put({ tags, first: tags.join(), last: 'x', at: {} });
        list.delete(3);
      });
      notes.close();
      return 'made'`),
  );
  await first.open('notes');
  await expect.poll(() => first.output(), SOON).toBe('made');
  const between = () =>
    first.server.serve(
      '/notes.html',
      page(`${tools}
        const notes = await open();
        const all = notes.transaction(['values', 'list'], 'readwrite');
        const values = all.objectStore('values');
        const [[value], [key]] = await Promise.all([result(values.getAll()), result(values.getAllKeys())]);
        const { date, nothing, no, numbers, big, map, bytes, buffer, holes, pattern, half, boxed, $ } = value;
        const [[from, to]] = map;
        const list = all.objectStore('list');
        const tagged = await result(list.index('tags').getAllKeys('a'));
        const record = { tags: [], first: 'new', last: 'x', at: {} };
        const next = await result(list.put(record));
        const twice = await result(list.put(record)).catch(({ name }) => name);
        return [
          notes.version, key[0].getTime() + key[1], date.getTime(), 'nothing' in value && nothing, no,
          numbers.map((each) => (Object.is(each, -0) ? '-0' : each)), big, from.a + [...to].join(),
          bytes.constructor.name + bytes.length + bytes[0], buffer.byteLength, holes.length, 1 in holes, pattern,
          half === '\\ud800', typeof boxed, Object.keys(value).length, JSON.stringify($), tagged, next, twice,
        ].map(String).join(' | ')`),
    );
  await using second = await carriedOver(first, 'unseen', { between });
  await expect
    .poll(() => second.site.output())
    .toBe(
      '7 | 1key | 5 | undefined | null | NaN,-0,Infinity,1.5 | 12 | 1x | Uint16Array1500 | 3 | 3 | false | /a+/gi | ' +
        'true | object | 14 | [{"1":[true]}] | 1,2 | 4 | ConstraintError',
    );
});
