import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { type Row, runQuery } from '../support/logs-insights.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const doc = readFileSync('docs/log-events.md', 'utf8');
const [failures = '', times = '', ...others] = [...doc.matchAll(/```ppl\n(.*?)\n```/gs)].map(([, query = '']) => query);
const commands = /```sh\n(.*?)\n```/s.exec(doc)?.[1] ?? '';

const type: PlannedCall = { name: 'agentType', input: ['kettle', '<box>1,1,9,9</box>'] };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const script = {
  Work: [[type, look], [type, look], [{ name: 'return', input: ['done'] }]],
  GiveUp: [[{ name: 'throw', input: ['it is not there'] }]],
  Err: [[{ name: 'agentClick', input: ['nowhere'] }]],
};

let run: Awaited<ReturnType<typeof runUnderTest>>;
/** The log group's lines: half of them arrived twice. */
let lines: { stream: string; line: string }[];
beforeAll(async () => {
  run = await runUnderTest(script);
  const asked = ['Work', 'GiveUp', 'Work', 'Err', 'GiveUp', 'Work'];
  for (const [number, prompt] of asked.entries()) {
    const one = execution(`run-${number}`);
    await run.create(one, { startingPage: 'http://a.test', acts: [{ prompt }] });
    await run.slice(one);
    await run.finalize(one);
  }
  const once = logLines(join(run.directory, 'logs', 'chores'));
  lines = [...once, ...once.slice(once.length / 2)];
});
afterAll(() => run[Symbol.asyncDispose]());

function logLines(group: string): { stream: string; line: string }[] {
  return readdirSync(group, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => {
      const stream = name.slice(0, -'.jsonl'.length);
      const text = readFileSync(join(group, name), 'utf8');
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => ({ stream, line }));
    });
}

/** The milliseconds of each run's last word, smallest first. */
function milliseconds(name: string): number[] {
  const ended = run.events.filter((event) => event.type === 'RunEnded');
  const found = ended.map(({ figures }) => Object.entries(figures).find(([key]) => key === name)?.[1]);
  return found.map(Number).toSorted((one, other) => one - other);
}

const withoutDedup = (query: string) => query.replace(/^dedup eventId\n\| /, '');
const runs = (rows: readonly Row[]) => rows.map((row) => row['runs']);

/** What `aws` is given when the commands of the page are pasted into a shell: a list of arguments for each. */
function pasted(): string[][] {
  using bin = temporaryDirectory();
  const said = join(bin.path, 'said');
  const aws = `#!/bin/sh\nprintf '%s\\0' "$@" >> '${said}'\nprintf '\\n\\0' >> '${said}'\necho id-of-query\n`;
  writeFileSync(join(bin.path, 'aws'), aws, { mode: 0o755 });
  execFileSync('sh', ['-c', commands], { env: { PATH: `${bin.path}:${process.env['PATH']}` } });
  const calls = readFileSync(said, 'utf8').split('\n\0').filter(Boolean);
  return calls.map((call) => call.split('\0').slice(0, -1));
}

describe('the queries of the log’s page', () => {
  it('begin with what makes an event count once', () => {
    expect(others).toEqual([]);
    for (const query of [failures, times]) expect(query).toMatch(/^dedup eventId\n\| /);
  });

  it('give all events of one run in their order, by commands that can be pasted as they are', () => {
    const [start = [], results] = pasted();
    const [option, query = ''] = start.slice(-2);
    expect(start.slice(0, 4)).toEqual(['logs', 'start-query', '--query-language', 'PPL']);
    expect(start.slice(4, -2).join(' ')).toMatch(
      /^--log-group-names \S+ --start-time \d{10} --end-time \d{10} --query queryId --output text$/,
    );
    expect(option).toBe('--query-string');
    expect(results).toEqual(['logs', 'get-query-results', '--query-id', 'id-of-query']);

    const rows = runQuery(query.replace('order-4711', 'run-0'), lines.toReversed());
    const told = run.events.filter((event) => event.execution === 'run-0');
    expect(rows.map(({ seq, type: ofRow }) => [seq, ofRow])).toEqual(told.map((event) => [event.seq, event.type]));
    expect(rows[0]).toEqual({
      seq: 1,
      at: told[0]?.at,
      act: undefined,
      type: 'RunRequested',
      '@message': expect.stringMatching(/^\{.*"RunRequested".*\}$/),
    });
    expect(told.length).toBeGreaterThan(10);
  });

  it('count the failed runs by their errors', () => {
    expect(runQuery(failures, lines)).toEqual([
      { runs: 2, 'error.name': 'ActAgentFailed' },
      { runs: 1, 'error.name': 'ActInvalidModelGenerationError' },
    ]);
    expect(runs(runQuery(withoutDedup(failures), lines))).not.toEqual([2, 1]);
  });

  it('say where the time of a definition’s runs goes', () => {
    const half = (name: string) => {
      const [, , third = NaN, fourth = NaN] = milliseconds(name);
      return (third + fourth) / 2;
    };
    const [row, ...more] = runQuery(times, lines);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      definition: 'chores',
      runs: 6,
      modelP50: half('modelMs'),
      browserP50: half('browserMs'),
      settleP50: half('settleMs'),
    });
    const [, , , , fifth = NaN, sixth = NaN] = milliseconds('modelMs');
    expect(row?.['modelP90']).toBeCloseTo((fifth + sixth) / 2);
    expect(runs(runQuery(withoutDedup(times), lines))).not.toEqual([6]);
  });
});
