import * as z from 'zod';

/** A line of CloudWatch's embedded metric format. */
const embedded = z
  .object({
    _aws: z.object({
      Timestamp: z.int(),
      CloudWatchMetrics: z.tuple([
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
        }),
      ]),
    }),
  })
  .transform(({ _aws: { CloudWatchMetrics } }) => CloudWatchMetrics[0]);

/** What CloudWatch takes from the lines of a log: values with their units, by namespace and dimensions. */
export function embeddedMetrics(lines: readonly Record<string, unknown>[]) {
  return lines.flatMap((line) => {
    const { data } = embedded.safeParse(line);
    if (data === undefined) return [];
    const of = data.Dimensions.map((names) => Object.fromEntries(names.map((name) => [name, line[name]])));
    const values = Object.fromEntries(data.Metrics.map(({ Name, Unit }) => [Name, [line[Name], Unit]]));
    return [{ namespace: data.Namespace, of, execution: line['execution'], values }];
  });
}
