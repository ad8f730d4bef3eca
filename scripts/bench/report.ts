import type { Figure } from './figures.ts';
import type { Machine } from './machine.ts';

/** What one part of the bench measured. */
export interface Measured {
  readonly title: string;
  readonly figures: readonly Figure[];
}

export interface Report {
  readonly machine: Machine;
  readonly parts: readonly Measured[];
}

const DIGITS: Readonly<Record<Figure['unit'], number>> = { ms: 2, bytes: 0, MB: 0, times: 3 };

/** False for one that breaks its budget, or that is no number at all. */
export function isOk({ value, limit = Infinity }: Figure): boolean {
  return value < limit;
}

/** For people: the machine in one line, then a table for each part. */
export function asTable({ machine, parts }: Report): string {
  const figures = parts.flatMap((part) => part.figures);
  const labelWidth = Math.max(0, ...figures.map(({ label }) => label.length));
  const numberWidth = Math.max(0, ...figures.map((figure) => numberOf(figure).length));
  const row = (figure: Figure) =>
    `  ${figure.label.padEnd(labelWidth)}  ${numberOf(figure).padStart(numberWidth)} ${figure.unit}${verdict(figure)}`;
  const tables = parts.map(({ title, figures: own }) => [title, ...own.map(row)].join('\n'));
  return `${[describe(machine), ...tables].join('\n\n')}\n`;
}

/** For programs: the figures by their ids, rounded as in the table. */
export function asJson({ machine, parts }: Report): string {
  const figures = parts.flatMap((part) => part.figures);
  const entries = figures.map(({ id, value, unit, limit }) => {
    const budget = limit === undefined ? {} : { limit, ok: isOk({ id, label: '', value, unit, limit }) };
    return [id, { value: Number(value.toFixed(DIGITS[unit])), unit, ...budget }];
  });
  return `${JSON.stringify({ machine, figures: Object.fromEntries(entries), ok: figures.every(isOk) }, undefined, 2)}\n`;
}

function numberOf({ value, unit }: Figure): string {
  return value.toFixed(DIGITS[unit]);
}

function verdict(figure: Figure): string {
  if (figure.limit === undefined) return '';
  return `  ${isOk(figure) ? 'ok' : 'NOT ok'} (limit ${Number(figure.limit.toFixed(3))})`;
}

function describe({ cores, model, memoryGB, kernel, node, loadBefore, loadAfter }: Machine): string {
  return `${cores} cores of ${model}, ${memoryGB} GB, ${kernel}, node ${node}, load ${loadBefore} before and ${loadAfter} after (the bench's own included)`;
}
