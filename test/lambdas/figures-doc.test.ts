import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { countFailedStart, countOrphans, emfMetrics } from '../../lambdas/runtime/emf-metrics.ts';
import { runFigures } from '../../lib/run/run-figures.ts';
import { embeddedMetrics } from '../support/embedded-metrics.ts';
import { functionOutput } from '../support/function-output.ts';

const output = functionOutput();
afterAll(() => output[Symbol.dispose]());

const run = { workflowDefinitionName: 'price-check', workflowRunId: 'run', execution: 'one' };
const closed = { ...run, status: 'FAILED', errorName: 'ActFailed', figures: runFigures([]) } as const;

/** What CloudWatch would take of what is counted: names with their units, by the names of their dimensions. */
function counted(count: () => void): string[] {
  output.clear();
  count();
  return embeddedMetrics(output.parsed()).flatMap(({ of, values }) =>
    Object.entries(values).map(
      ([name, [, unit]]) => `${name} ${String(unit)} by ${Object.keys(Object(of[0])).join(', ')}`,
    ),
  );
}

/** The same of the document's table. */
function documented(): string[] {
  const guide = readFileSync(new URL('../../docs/figures.md', import.meta.url), 'utf8');
  const [, table = ''] = /\| metric \| unit \| when \|\n.*?\n(.*?)\n\n/s.exec(guide) ?? [];
  return table.split('\n').flatMap((row) => {
    const [, names = '', unit = ''] = row.split('|').map((cell) => cell.trim());
    const [plain = '', dimensions = '`workflowDefinitionName`'] = names.split(' by ');
    const by = codes(dimensions).join(', ');
    return codes(plain).map((name) => `${name} ${unit.split(',')[0]} by ${by}`);
  });
}

function codes(text: string): string[] {
  return [...text.matchAll(/`(\w+)`/g)].map(([, code = '']) => code);
}

describe('the table of metrics', () => {
  it('has what the functions count, by its dimensions and in its unit, and nothing else', () => {
    const all = [
      () => emfMetrics.started(run),
      () => emfMetrics.closed(closed),
      () => countFailedStart({ ...run, errorName: 'InvalidInput' }),
      () => countOrphans('price-check', 1),
    ].flatMap(counted);
    expect(new Set(documented())).toEqual(new Set(all));
  });

  it('tells how many there are in an hour, which is what they cost', () => {
    const costs = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    const whole = new Set([...counted(() => emfMetrics.started(run)), ...counted(() => emfMetrics.closed(closed))]);
    const ofSuccess = [...whole].filter((name) => !name.includes('errorName'));
    expect(costs).toContain(`${ofSuccess.length} metrics`);
    expect(whole.size).toBe(ofSuccess.length + 1);
    expect(costs).toContain(`${ofSuccess.length} × 0.30 / 730`);
  });
});
