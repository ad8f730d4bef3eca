import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { type Row, runQuery } from '../support/logs-insights.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const doc = readFileSync('docs/log-events.md', 'utf8');
const [failures = '', times = '', ...others] = [...doc.matchAll(/```ppl\n(.*?)\n```/gs)].map(([, query = '']) => query);

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

describe('the queries of the log’s page', () => {
  it('are two, and begin with what makes an event count once', () => {
    expect(others).toEqual([]);
    for (const query of [failures, times]) expect(query).toMatch(/^dedup eventId\n\| /);
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
