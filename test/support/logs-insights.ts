/** A row of a query's result, or an event with its fields in one level: `figures.modelMs`. */
export type Row = Readonly<Record<string, unknown>>;

type Command = (rows: readonly Row[], rest: string) => Row[];

const AGGREGATION = /^(\w+)\((?:`?([\w.@]+)`?(?:, (\d+))?)?\) as (\w+)$/;

/** The commands of OpenSearch PPL that the documented queries are made of, and no other; what is written otherwise is refused. */
const COMMANDS: Readonly<Record<string, Command>> = {
  dedup: (rows, rest) => {
    const field = fieldName(rest);
    const seen = new Set<unknown>();
    return rows.filter((row) => {
      const value = row[field];
      const isNew = value !== undefined && !seen.has(value);
      seen.add(value);
      return isNew;
    });
  },
  where: (rows, rest) => {
    const [, field = '', wanted = ''] = matched(/^(\S+) = "([^"]*)"$/, rest);
    return rows.filter((row) => row[fieldName(field)] === wanted);
  },
  parse: (rows, rest) => {
    const [, field = '', pattern = ''] = matched(/^(\S+) "(.*)"$/, rest);
    return rows.map((row) => ({ ...row, ...new RegExp(pattern).exec(String(row[fieldName(field)]))?.groups }));
  },
  stats: (rows, rest) => {
    const [, aggregations = '', by = ''] = matched(/^(.*) by (\S+)$/s, rest);
    const field = fieldName(by);
    const groups = Map.groupBy(rows, (row) => row[field]);
    return [...groups].map(([value, group]) => ({
      ...Object.fromEntries(aggregations.split(/,\s+(?=\w+\()/).map((text) => aggregated(text, group))),
      [field]: value,
    }));
  },
  sort: (rows, rest) => {
    const [, minus = '', field = ''] = matched(/^(-?)(\w+)$/, rest);
    const sign = minus === '' ? 1 : -1;
    return rows.toSorted((one, other) => sign * (Number(one[field]) - Number(other[field])));
  },
  fields: (rows, rest) => {
    const names = rest.split(', ').map(fieldName);
    return rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  },
  head: (rows, rest) => rows.slice(0, Number(matched(/^(\d+)$/, rest)[1])),
};

/**
 * Runs a query of the documentation over lines of a log group, as CloudWatch is said to: it was never there to compare.
 *
 * @param lines - in the order they were written, each with the stream it stands in
 */
export function runQuery(query: string, lines: readonly { stream: string; line: string }[]): Row[] {
  const events = lines.map(({ stream, line }): Row => ({
    '@logStream': stream,
    '@message': line,
    ...flat(JSON.parse(line)),
  }));
  return query.split('\n| ').reduce<Row[]>((rows, text) => {
    const [, name = '', rest = ''] = matched(/^(\w+) (.*)$/s, text.trim());
    const command = COMMANDS[name];
    if (command === undefined) throw new Error(`there is no command ${name}`);
    return command(rows, rest);
  }, events);
}

function aggregated(text: string, rows: readonly Row[]): [name: string, value: number] {
  const [, name = '', field = '', percent = '', alias = ''] = matched(AGGREGATION, text.trim());
  if (name === 'count') return [alias, rows.length];
  if (name !== 'percentile') throw new Error(`there is no aggregation ${name}`);
  return [
    alias,
    percentile(
      rows.map((row) => Number(row[field])).toSorted((one, other) => one - other),
      Number(percent),
    ),
  ];
}

/** Between two values, so much of the way as it is from one to the other. */
function percentile(sorted: readonly number[], percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const [below = NaN, above = below] = sorted.slice(Math.floor(place));
  return below + (above - below) * (place % 1);
}

function flat(value: unknown, prefix = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [prefix]: value };
  const inner = Object.entries(value).map(([key, entry]) => flat(entry, prefix === '' ? key : `${prefix}.${key}`));
  return Object.assign({}, ...inner);
}

/** What is more than letters and digits must stand in backticks. */
function fieldName(written: string): string {
  const [, quoted, plain] = matched(/^(?:`([^`]+)`|([A-Za-z0-9]+))$/, written);
  return quoted ?? plain ?? '';
}

function matched(pattern: RegExp, text: string): RegExpExecArray {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`'${text}' is not understood`);
  return match;
}
