import { describe, expect, it } from 'vitest';
import { median, milliseconds, quantile, type Figure } from '../../../scripts/bench/figures.ts';
import { lookAtMachine } from '../../../scripts/bench/machine.ts';
import { asJson, asTable, isOk } from '../../../scripts/bench/report.ts';

const growth = (value: number): Figure => ({ id: 'head.growth', label: 'growth', value, unit: 'times', limit: 1.05 });
const report = (...figures: Figure[]) => ({
  machine: lookAtMachine()(),
  parts: [{ title: 'Steps', figures: [milliseconds('step.overhead', 'overhead', 101.736), ...figures] }],
});

describe("the bench's report", () => {
  it('is JSON with the figures by id and a verdict over the budgets', () => {
    const printed: unknown = JSON.parse(asJson(report(growth(1.0027))));
    expect(printed).toMatchObject({
      machine: { cores: expect.any(Number), node: process.versions.node },
      figures: {
        'step.overhead': { value: 101.74, unit: 'ms' },
        'head.growth': { value: 1.003, unit: 'times', limit: 1.05, ok: true },
      },
      ok: true,
    });
  });

  it('says in both forms that a budget is broken', () => {
    const broken = report(growth(1.2));
    expect(JSON.parse(asJson(broken))).toMatchObject({ figures: { 'head.growth': { ok: false } }, ok: false });
    expect(asTable(broken)).toMatch(/growth +1\.200 times {2}NOT ok \(limit 1\.05\)/);
    expect(asTable(report(growth(1)))).toMatch(/growth +1\.000 times {2}ok /);
  });

  it('takes a figure that could not be measured for a broken budget', () => {
    expect(isOk(growth(Number.NaN))).toBe(false);
  });
});

describe('a quantile', () => {
  it.each([
    [[5], 0.95, 5],
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 2, 3], 0.5, 2.5],
    [[0, 10], 0.95, 9.5],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected);
  });

  it('of nothing is no number', () => {
    expect(median([])).toBeNaN();
  });
});
