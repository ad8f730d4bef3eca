import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { isRunning } from '../../lib/local/processes.ts';
import { groupMembers } from '../support/chromium-processes.ts';
import { portOf } from '../support/port-of.ts';
import { answered, shareJournal } from './shared-journal.ts';

interface Tick {
  readonly page: string;
  readonly at: number;
}

/** A page whose timer tells the site every 50 ms that it goes on. */
const PAGE = `<!doctype html><title>Ticks</title><link rel="icon" href="data:,"><h1>Ticks</h1>
<script>
  const page = crypto.randomUUID();
  setInterval(() => navigator.sendBeacon('/tick', page), 50);
</script>`;

/** What was under way when its browser was put to rest. */
const IN_FLIGHT_MS = 100;

async function startTickingSite() {
  const ticks: Tick[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/tick') return void response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    const at = Date.now();
    void text(request).then((page) => ticks.push({ page, at }));
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    ticks,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function states(group: number): string[] {
  return groupMembers(group).map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] ?? '');
}

test(
  'while another environment acts, the browser that was left behind sends nothing and its timer stands still',
  { timeout: 120_000 },
  async () => {
    await using site = await startTickingSite();
    const look = [
      { name: 'wait', input: [1] },
      { name: 'takeObservation', input: [] },
    ];
    const planner = scriptPlanner({ Look: [look, look, look, [{ name: 'return', input: [] }]] });
    const { one, other, execution, controller } = await shareJournal(planner, async () => ({ stallMs: 0 }));
    const input = { startingPage: site.url, acts: [{ id: 'look', prompt: 'Look' }], handBack: 'step' };
    const created = answered(await one.invoke('CreateRun', { execution: { ...execution }, input }));
    const handed = z.object({ run: z.json(), accessToken: z.string() }).parse(created);
    const slice = async (host: typeof one) => {
      const from = Date.now();
      const result = answered(await host.invoke('PerformSteps', { execution: { ...execution }, ...handed }));
      return { result, from, to: Date.now() };
    };

    const first = await slice(one);
    const [stale] = controller.browsers;
    const stalePage = site.ticks.at(-1)?.page;
    expect(stale === undefined ? [] : new Set(states(stale.pid))).toEqual(new Set(['T']));
    const second = await slice(other);
    expect(stale === undefined ? [] : new Set(states(stale.pid))).toEqual(new Set(['T']));
    const third = await slice(one);

    expect([first, second, third].map(({ result }) => result)).toEqual(
      [1, 2, 3].map((step) => expect.objectContaining({ done: false, position: { act: 0, step } })),
    );
    const late = site.ticks.filter(({ page, at }) => page === stalePage && at > first.to + IN_FLIGHT_MS);
    expect(late).toEqual([]);
    expect(stale === undefined || isRunning(stale.pid)).toBe(false);
    // Each slice has had a page of its own, whose timer went on while it acted.
    const pages = [first, second, third].map(
      ({ from, to }) => new Set(site.ticks.filter(({ at }) => at > from && at < to).map(({ page }) => page)),
    );
    expect(pages.map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(new Set(pages.flatMap((each) => [...each])).size).toBe(3);
  },
);
