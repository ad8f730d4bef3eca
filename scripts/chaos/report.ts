import type { Case } from './case.ts';
import type { Verdict } from './run-all.ts';

/** How the runs ended, by what they were hit with. */
export function outcomeTable(verdicts: readonly Verdict[]): string {
  const endings = [...new Set(verdicts.map(({ ending }) => ending))].toSorted();
  const rows = Map.groupBy(verdicts, (verdict) => faultsOf(verdict.case));
  const lines = [...rows].map(([fault, of]) => [
    fault,
    String(of.length),
    ...endings.map((ending) => count(of, (verdict) => verdict.ending === ending)),
    count(of, ({ broken }) => broken.length > 0),
  ]);
  return table([['fault', 'runs', ...endings, 'BROKEN'], ...lines]);
}

/** What a case broke, and how it is repeated. */
export function brokenText({ case: one, ending, broken, directory }: Verdict): string {
  const lines = broken.map((sentence) => `  ${sentence}`).join('\n');
  return `BROKEN ${one.name} (${ending})\n${lines}\n  again: npm run chaos -- --only ${one.name}\n  left in ${directory}\n`;
}

function faultsOf({ faults, afterLoss, repeatedStep }: Case): string {
  const names = faults.map(({ fault }) => fault);
  // Of a run's options those that decide what becomes of such a fault.
  const loses = names.some((name) => !name.startsWith('dropped'));
  const repeats = names.includes('droppedAfter');
  return [names.join(' + '), ...(loses ? [afterLoss] : []), ...(repeats ? [repeatedStep] : [])].join(', ');
}

function count(verdicts: readonly Verdict[], holds: (verdict: Verdict) => boolean): string {
  return String(verdicts.filter(holds).length || '·');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return rows.map((row) => `${line(row)}\n`).join('');
}
