import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite, type Site } from '../../examples/site/site.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

afterAll(() => site.close());

const completeForm = {
  name: 'Ada Byron',
  email: 'ada@example.com',
  arrival: 'Saturday 5 June',
  nights: '7',
  guests: '2',
  extras: 'Bring a dog',
  terms: 'accepted',
};

const textOf = async (path: string) => (await fetch(site.url + path)).text();

const book = (form: Record<string, string>, { url } = site, slug = 'harbour-cottage') =>
  fetch(`${url}/cottages/${slug}/book`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

/** The texts between the tags, one space between two, so that a row reads as it does on the screen. */
const visible = (page: string) =>
  page
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

test('a search lists the cottages that match, as links, and counts them', async () => {
  const page = await textOf('/search?where=SEA&guests=0');
  expect(visible(page)).toContain('3 cottages found for “SEA”');
  expect([...page.matchAll(/<h3><a href="([^"]+)">/g)].map(([, href]) => href)).toEqual([
    '/cottages/harbour-cottage',
    '/cottages/sea-view-barn',
    '/cottages/keepers-house',
  ]);
});

test('a search leaves out cottages that are too small or take no dogs', async () => {
  expect(visible(await textOf('/search?where=sea&guests=5'))).toContain('2 cottages found');
  expect(visible(await textOf('/search?where=sea&guests=5&dogs=yes'))).toContain('1 cottage found');
});

test('a search that matches nothing says so', async () => {
  expect(visible(await textOf('/search?where=castle'))).toContain('No cottages found for “castle”');
});

test('the price is not in the page of a cottage but comes from the address that the page names', async () => {
  const page = await textOf('/cottages/harbour-cottage');
  expect(page).not.toContain('128');
  const [, from] = /data-from="([^"]+)"/.exec(page) ?? [];
  const response = await fetch(site.url + from);
  expect(await response.json()).toEqual({ pricePerNight: 128, currency: 'GBP' });
});

test('every link, script and style sheet leads to something on this very site', async () => {
  const seen = new Set(['/']);
  for (const path of seen) {
    const response = await fetch(site.url + path);
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    for (const [, target = ''] of (await response.text()).matchAll(/(?:href|src|data-from)="(?!data:|#)([^"]*)"/g)) {
      expect(target).toMatch(/^\/(?!\/)/);
      seen.add(target.replace(/#.*/, ''));
    }
  }
  expect([...seen]).toContain('/cottages/heather-croft/book');
});

test('a complete form becomes one booking, and its confirmation shows the reference and the total', async () => {
  await using fresh = await startSite();
  const response = await book(completeForm, fresh);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/bookings/SM-1001');
  expect(fresh.bookings).toMatchObject([
    { reference: 'SM-1001', name: 'Ada Byron', nights: 7, guests: 2, extras: ['Bring a dog'], total: 7 * 128 + 20 },
  ]);
  const page = visible(await (await fetch(`${fresh.url}/bookings/SM-1001`)).text());
  expect(page).toContain('Booking confirmed');
  expect(page).toContain('Booking reference SM-1001');
  expect(page).toContain('Total £916');
});

test('each form that is sent counts, the same one twice as two bookings', async () => {
  await using fresh = await startSite();
  await book(completeForm, fresh);
  await book(completeForm, fresh);
  expect(fresh.bookings.map(({ reference }) => reference)).toEqual(['SM-1001', 'SM-1002']);
});

/** A visitor who keeps his cookie, as a browser does. */
async function returningVisitor({ url }: Site) {
  const cookies = (await fetch(url)).headers.getSetCookie();
  const cookie = cookies[0]?.split(';')[0] ?? '';
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { redirect: 'manual', ...init, headers: { cookie } });
  const bookHere = (slug = 'harbour-cottage') =>
    ask(`/cottages/${slug}/book`, { method: 'POST', body: new URLSearchParams(completeForm) });
  return { cookies, ask, bookHere };
}

test('a visitor gets one cookie, which no script can read, with the first page he sees', async () => {
  const { cookies, ask } = await returningVisitor(site);
  expect(cookies).toEqual([expect.stringMatching(/^visitor=[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Lax$/)]);
  expect((await ask('/search')).headers.getSetCookie()).toEqual([]);
});

test('a visitor who has booked a cottage is shown that booking when he asks for its form again', async () => {
  await using fresh = await startSite();
  const { ask, bookHere } = await returningVisitor(fresh);
  expect((await ask('/cottages/harbour-cottage/book')).status).toBe(200);
  await bookHere();
  const again = await ask('/cottages/harbour-cottage/book');
  expect([again.status, again.headers.get('location')]).toEqual([303, '/bookings/SM-1001']);
});

test.each([
  ['another cottage', 'keepers-house', 200],
  ['no cottage at all', 'no-such', 404],
])('a visitor who has booked gets what he asks for of %s', async (_, slug, status) => {
  await using fresh = await startSite();
  const { ask, bookHere } = await returningVisitor(fresh);
  await bookHere();
  expect((await ask(`/cottages/${slug}/book`)).status).toBe(status);
});

test('another visitor still gets the form of a cottage that somebody has booked', async () => {
  await using fresh = await startSite();
  await (await returningVisitor(fresh)).bookHere();
  const other = await returningVisitor(fresh);
  expect((await other.ask('/cottages/harbour-cottage/book')).status).toBe(200);
});

test('the form that one visitor sends twice for one cottage is two bookings, of which he is shown the last', async () => {
  await using fresh = await startSite();
  const { ask, bookHere } = await returningVisitor(fresh);
  await bookHere();
  await bookHere();
  expect(fresh.bookings.map(({ reference }) => reference)).toEqual(['SM-1001', 'SM-1002']);
  expect(fresh.bookings[1]?.visitor).toBe(fresh.bookings[0]?.visitor);
  expect((await ask('/cottages/harbour-cottage/book')).headers.get('location')).toBe('/bookings/SM-1002');
});

test('the site remembers every request, also those that it refuses, with who sent it and when', async () => {
  await using fresh = await startSite();
  const before = Date.now();
  const { ask } = await returningVisitor(fresh);
  await ask('/search?where=sea', { method: 'HEAD' });
  await book({}, fresh);
  const plain = { fetchDest: undefined, fetchUser: false };
  expect(fresh.requests).toMatchObject([
    { method: 'GET', path: '/', ...plain },
    { method: 'HEAD', path: '/search?where=sea', ...plain },
    { method: 'POST', path: '/cottages/harbour-cottage/book', ...plain },
  ]);
  const [first, second, third] = fresh.requests.map(({ visitor }) => visitor);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  for (const { at } of fresh.requests) {
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  }
});

test('an empty form books nothing and says what each field needs', async () => {
  await using fresh = await startSite();
  const response = await book({}, fresh);
  expect(response.status).toBe(422);
  const page = visible(await response.text());
  for (const problem of [
    'There is a problem',
    'Enter your full name',
    'Enter an e-mail address',
    'Choose a day of arrival',
    'Choose how many nights you stay',
    'Choose how many guests come',
    'Please agree before you book',
  ]) {
    expect(page).toContain(problem);
  }
  expect(fresh.bookings).toEqual([]);
});

test('a form with one mistake comes back with what was filled in', async () => {
  const page = await (await book({ ...completeForm, email: 'nonsense' })).text();
  expect(page.match(/aria-invalid/g)).toHaveLength(1);
  expect(page).toContain('value="Ada Byron"');
  expect(page).toMatch(/<option value="7" selected\s*>/);
  expect(page).toMatch(/value="accepted"\s+checked/);
});

test.each([
  ['a week that is taken', { arrival: 'Saturday 12 June' }, 'Choose a day of arrival'],
  ['more guests than there are beds', { guests: '5' }, 'Choose how many guests come'],
])('%s cannot be booked', async (_, change, problem) => {
  const response = await book({ ...completeForm, ...change });
  expect(response.status).toBe(422);
  expect(visible(await response.text())).toContain(problem);
});

test('what a visitor types is shown as text and never becomes markup', async () => {
  await using fresh = await startSite();
  const markup = `"><script>alert('x')</script>`;
  await book({ ...completeForm, name: markup, message: markup }, fresh);
  const pages = [
    await textOf(`/search?where=${encodeURIComponent(markup)}`),
    await (await fetch(`${fresh.url}/bookings/SM-1001`)).text(),
    await (await book({ name: markup, message: markup }, fresh)).text(),
  ];
  for (const page of pages) {
    expect(page).not.toContain('<script>');
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;');
  }
});

test.each(['/nothing', '/cottages/no-such', '/bookings/SM-9999', '/cottages/%E0%A4%A', '/assets/constructor', '//'])(
  'there is a plain page that says so where there is nothing: %s',
  async (path) => {
    const response = await fetch(site.url + path);
    expect(response.status).toBe(404);
    expect(visible(await response.text())).toContain('There is no page at this address.');
  },
);

test('a form far larger than any this site has is refused', async () => {
  const response = await book({ ...completeForm, message: 'x'.repeat(100_000) });
  expect(response.status).toBe(413);
});

test('a site that was closed answers no more', async () => {
  const closed = await startSite();
  await closed.close();
  await closed.close();
  await expect(fetch(closed.url)).rejects.toThrow('fetch failed');
});

test('as a command it prints its address and serves until it is stopped', async () => {
  const command = spawn(process.execPath, ['examples/site/site.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [url] = await once(createInterface(command.stdout), 'line');
    expect(await (await fetch(String(url))).text()).toContain('A week by the water');
  } finally {
    command.kill();
  }
  const [, signal] = await once(command, 'exit');
  expect(signal).toBe('SIGTERM');
});
