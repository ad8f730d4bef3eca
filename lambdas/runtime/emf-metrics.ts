import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { type ClosedRun, countedName, type RunMetrics } from '../../lib/run/run-metrics.ts';

/** One namespace for all stacks; the definition's name tells them apart. */
const NAMESPACE = 'NovaActServerless';

type Value = readonly [name: string, unit: (typeof MetricUnit)[keyof typeof MetricUnit], value: number];

const { Count, Milliseconds, Seconds } = MetricUnit;

/** CloudWatch metrics as lines of the function's log, from which CloudWatch takes them (EMF). */
export const emfMetrics: RunMetrics = {
  started: ({ workflowDefinitionName, ...ids }) =>
    publish({ workflowDefinitionName }, [['RunsStarted', Count, 1]], ids),

  closed({ workflowDefinitionName, execution, workflowRunId, status, errorName, figures }) {
    const ids = { execution, workflowRunId };
    const hasFailed = status === 'FAILED';
    publish(
      { workflowDefinitionName },
      [
        ['RunsSucceeded', Count, hasFailed ? 0 : 1],
        ['RunsFailed', Count, hasFailed ? 1 : 0],
        ['Steps', Count, figures.steps],
        ['TimeWorked', Seconds, figures.timeWorkedSeconds],
        ['ModelTime', Milliseconds, figures.modelMs],
        ['BrowserTime', Milliseconds, figures.browserMs],
        ['SettleTime', Milliseconds, figures.settleMs],
        ['ToolTime', Milliseconds, figures.toolMs],
        ['ThrottledTime', Milliseconds, figures.throttledMs + figures.throttledBetweenMs],
        ['OverheadTime', Milliseconds, figures.overheadMs],
        ['Restores', Count, figures.restores],
        ['Throttles', Count, figures.throttles],
      ],
      ids,
    );
    if (errorName !== undefined) publish({ workflowDefinitionName, errorName }, [['RunsFailed', Count, 1]], ids);
  },
};

/** An execution that failed before it had a run. */
export function countFailedStart({
  workflowDefinitionName,
  execution,
  errorName,
}: Pick<ClosedRun, 'workflowDefinitionName' | 'execution'> & { readonly errorName: string }): void {
  const failed: Value[] = [['RunsFailed', Count, 1]];
  publish({ workflowDefinitionName }, failed, { execution });
  publish({ workflowDefinitionName, errorName: countedName(errorName) }, failed, { execution });
}

/** Runs that nobody but the sweeper closed. Without any there is no metric: CloudWatch charges for those it hears of. */
export function countOrphans(workflowDefinitionName: string, orphans: number): void {
  if (orphans > 0) publish({ workflowDefinitionName }, [['OrphansClosed', Count, orphans]], {});
}

/** One line. The ids are in it for whoever looks for the run of a number, and are no dimensions. */
function publish(
  dimensions: Readonly<Record<string, string>>,
  values: readonly Value[],
  ids: Readonly<Record<string, string>>,
) {
  const metrics = new Metrics({ namespace: NAMESPACE });
  // It would be the service of the library's own environment variables.
  metrics.clearDefaultDimensions();
  for (const [name, value] of Object.entries(dimensions)) metrics.addDimension(name, value);
  for (const [name, id] of Object.entries(ids)) metrics.addMetadata(name, id);
  for (const [name, unit, value] of values) metrics.addMetric(name, unit, value);
  metrics.publishStoredMetrics();
}
