import { addedTime, type ActFigures, NO_TIME, type SpentTime } from '../../run/run-figures.ts';
import { ownOutcomes } from '../../run/time-worked.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';

type ActEntry = WorkflowResult['acts'][number];

interface Row {
  readonly act: string;
  readonly status: string;
  readonly steps: string;
  readonly seconds: string;
  /** Unknown of acts that another run performed, and where the events are not at hand. */
  readonly spent: SpentTime | undefined;
}

interface Column {
  readonly head: string;
  readonly cell: (row: Row) => string;
}

/** Of a terminal that nobody has widened. */
const WIDTH = 80;
const SHORTEST_ID = 8;
const GAP = '  ';
const ACT = 'act';

const SPENT: readonly (readonly [head: string, key: keyof SpentTime])[] = [
  ['model', 'modelMs'],
  ['browser', 'browserMs'],
  ['settle', 'settleMs'],
  ['tools', 'toolMs'],
  ['throttled', 'throttledMs'],
  ['overhead', 'overheadMs'],
];

/**
 * The acts of a run for a terminal of 80 columns: how each ended, its steps, the seconds it worked, and where these went as
 * far as that is known, without columns that would be empty. With a line of totals where there are several acts.
 */
export function actTable({ acts, timeWorkedSeconds }: WorkflowResult, figures: readonly ActFigures[]): string[] {
  const rows = acts.map((act) => rowOf(act, figures));
  if (rows.length === 0) return [];
  const shown = rows.length > 1 ? [...rows, totalOf(acts, timeWorkedSeconds, figures)] : rows;
  const columns = columnsOf(shown);
  const widths = columns.map(({ head, cell }) => Math.max(head.length, ...shown.map((row) => cell(row).length)));
  const taken = widths.reduce((sum, width) => sum + GAP.length + width, 0);
  const longest = Math.max(ACT.length, ...shown.map(({ act }) => act.length));
  const idWidth = Math.min(longest, Math.max(SHORTEST_ID, WIDTH - taken));
  const line = (id: string, cells: readonly string[]) => {
    const [status = '', ...numbers] = cells.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return [shortId(id, idWidth), status, ...numbers].join(GAP).trimEnd();
  };
  return [
    line(
      ACT,
      columns.map(({ head }) => head),
    ),
    ...shown.map((row) =>
      line(
        row.act,
        columns.map(({ cell }) => cell(row)),
      ),
    ),
  ];
}

function rowOf({ id, status, steps, timeWorkedSeconds, execution }: ActEntry, figures: readonly ActFigures[]): Row {
  if (execution !== undefined) return { act: id, status, steps: '', seconds: 'earlier', spent: undefined };
  const spent = figures.find((figure) => figure.id === id);
  return { act: id, status, steps: String(steps), seconds: timeWorkedSeconds.toFixed(1), spent };
}

function totalOf(acts: readonly ActEntry[], seconds: number, figures: readonly ActFigures[]): Row {
  const own = ownOutcomes(acts);
  const steps = own.reduce((sum, act) => sum + act.steps, 0);
  return {
    act: 'total',
    status: '',
    steps: String(steps),
    seconds: seconds.toFixed(1),
    spent: figures.length === 0 ? undefined : figures.reduce(addedTime, NO_TIME),
  };
}

function columnsOf(rows: readonly Row[]): Column[] {
  const spent = SPENT.filter(([, key]) => rows.some((row) => (row.spent?.[key] ?? 0) > 0));
  return [
    { head: 'status', cell: ({ status }) => status },
    { head: 'steps', cell: ({ steps }) => steps },
    { head: 'seconds', cell: ({ seconds }) => seconds },
    ...spent.map(([head, key]) => ({ head, cell: (row: Row) => inSeconds(row.spent?.[key]) })),
  ];
}

function inSeconds(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : (milliseconds / 1000).toFixed(1);
}

function shortId(id: string, width: number): string {
  return (id.length > width ? `${id.slice(0, width - 1)}…` : id).padEnd(width);
}
