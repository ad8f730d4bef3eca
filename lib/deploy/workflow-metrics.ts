import { type IMetric, MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Where the functions count the runs of all workflows; the definition's name tells them apart. */
const NAMESPACE = 'NovaActServerless';

/** What the functions count of each run, when it is closed unless said otherwise. */
export type RunMetricName =
  /** Runs that were created on the service, as they are. */
  | 'RunsStarted'
  /** Runs that failed, and executions that failed before there was a run; none that was a duplicate or overlapped. */
  | 'RunsFailed'
  /** How often the service throttled. */
  | 'Throttles'
  /** Seconds that acts worked. */
  | 'TimeWorked'
  /** Runs that only the sweeper closed, hourly. */
  | 'OrphansClosed';

/** Of the runs of a workflow definition, added up. */
export function runMetric(workflowDefinitionName: string, name: RunMetricName, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName: name,
    dimensionsMap: { workflowDefinitionName },
    statistic: Stats.SUM,
    ...options,
  });
}

/** Executions that ended FAILED, TIMED_OUT or ABORTED, added up: Step Functions counts each by itself. */
export function failedExecutions(
  stateMachine: IStateMachine,
  { label = 'Executions failed', color, period, ...options }: MetricOptions = {},
): IMetric {
  const parts = { ...options, ...(period !== undefined && { period }) };
  return new MathExpression({
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    usingMetrics: {
      failed: stateMachine.metricFailed(parts),
      timedOut: stateMachine.metricTimedOut(parts),
      aborted: stateMachine.metricAborted(parts),
    },
    label,
    ...(color !== undefined && { color }),
    ...(period !== undefined && { period }),
  });
}
