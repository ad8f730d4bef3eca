import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSite } from '../../../examples/site/site.ts';
import { nova } from '../../support/command-line.ts';
import { embeddedMetrics } from '../../support/embedded-metrics.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
const figures = { steps: expect.any(Number), timeWorkedSeconds: expect.any(Number) };

const kept = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** An example against a site of the test's own, so that the site can be asked what it received. */
async function runExample(name: string, ...args: string[]) {
  await using site = await startSite();
  using out = temporaryDirectory();
  const ended = await nova(
    'run',
    `examples/${name}.json`,
    '--param',
    `site=${site.url}`,
    '--out',
    out.path,
    '--json',
    ...args,
  ).ended();
  const result = ended.stdout === '' ? undefined : JSON.parse(ended.stdout);
  return {
    ...ended,
    result,
    bookings: site.bookings,
    requests: site.requests,
    replay: kept(result?.replay ?? ''),
    functionLines: kept(join(dirname(result?.replay ?? ''), 'functions.log'))
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): Record<string, unknown> => JSON.parse(line)),
    log: kept(join(out.path, 'logs', `${result?.log?.logGroupName}/${result?.log?.logStreamName}.jsonl`)),
  };
}

describe.concurrent('the command line', () => {
  it('finds a value by schema and prints the execution output alone on standard output', async () => {
    const { status, result, stderr, log, functionLines, replay, requests } = await runExample('find-a-price');
    expect(result).toEqual({
      status: 'SUCCEEDED',
      workflowDefinitionName: 'find-a-price',
      workflowRunId: id,
      sessionId: id,
      timeWorkedSeconds: expect.closeTo(result.acts[0].timeWorkedSeconds + result.acts[1].timeWorkedSeconds, 5),
      acts: [
        { id: 'find', actId: id, status: 'SUCCEEDED', ...figures },
        { id: 'price', actId: id, status: 'SUCCEEDED', response: 128, ...figures },
      ],
      log: { logGroupName: '/nova-act/find-a-price', logStreamName: `find-a-price/${result.workflowRunId}` },
      replay: expect.stringMatching(/replay\.html$/),
    });
    expect(status).toBe(0);
    expect(stderr).toContain('planned by the plain-English planner (not the Nova Act model)');
    expect(stderr).toContain('act price SUCCEEDED');
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    const types = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types.at(0)).toBe('RunRequested');
    expect(types.at(-1)).toBe('RunEnded');
    expect(types.filter((type) => type === 'StepAnswered')).toHaveLength(6);
    // The functions' own log has what CloudWatch would count, and the parts of the time are the time.
    const of = [{ workflowDefinitionName: 'find-a-price' }];
    const [started, closed, ...others] = embeddedMetrics(functionLines);
    expect([started, closed, ...others]).toMatchObject([
      { of, values: { RunsStarted: [1, 'Count'] } },
      { of, values: { RunsSucceeded: [1, 'Count'], RunsFailed: [0, 'Count'], Steps: [6, 'Count'] } },
    ]);
    expect(closed?.values['TimeWorked']).toEqual([result.timeWorkedSeconds, 'Seconds']);
    const parts = ['Model', 'Browser', 'Settle', 'Tool', 'Throttled', 'Overhead'];
    const spent = parts.map((part) => Number(closed?.values[`${part}Time`]?.[0]));
    // To a tenth of a second for each act.
    expect(Math.abs(spent.reduce((sum, ms) => sum + ms, 0) - result.timeWorkedSeconds * 1_000)).toBeLessThanOrEqual(
      100,
    );
    expect(spent.slice(0, 3).every((ms) => ms > 0)).toBe(true);
    expect(replay.match(/data:image\/jpeg;base64,\/9j\//g)).toHaveLength(6);
  });

  it('fills in a form and submits it once', async () => {
    const { status, result, bookings, requests } = await runExample('book-a-cottage', '--param', 'nights=3 nights');
    expect(bookings).toMatchObject([
      { name: 'Ada Lovelace', email: 'ada@example.com', nights: 3, guests: 2, cottage: { name: 'Harbour Cottage' } },
    ]);
    expect(requests.filter(({ method }) => method === 'POST')).toMatchObject([
      { path: '/cottages/harbour-cottage/book', fetchDest: 'document', fetchUser: true },
    ]);
    expect(new Set(requests.map(({ visitor }) => visitor)).size).toBe(1);
    expect(result.acts[2].response).toEqual({ bookingReference: bookings[0]?.reference, total: bookings[0]?.total });
    expect(status).toBe(0);
  });

  it('fails honestly when what it is asked for is not there', async () => {
    const { status, result, replay } = await runExample('ask-for-what-is-not-there', '--site', 'examples/site/site.ts');
    expect(result).toMatchObject({
      status: 'FAILED',
      error: { name: 'ActAgentFailed', act: 'pool', message: expect.stringContaining('Reserve the swimming pool') },
      acts: [
        { id: 'open', status: 'SUCCEEDED' },
        { id: 'pool', status: 'FAILED' },
      ],
    });
    expect(status).toBe(1);
    expect(replay).toContain('ActAgentFailed');
  });
});
