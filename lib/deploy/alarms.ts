import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  type IAlarmAction,
  type IMetric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmActions, type AnyAlarmAction } from './alarm-actions.ts';
import { runMetric } from './workflow-metrics.ts';

/** Whom the alarms of a workflow tell. */
export interface WorkflowAlarmsProps {
  /**
   * Topics and other actions that every alarm tells when it goes off, at most five; topics of the alarms' own region.
   * @default - nobody; the alarms are in the console
   */
  readonly notify?: readonly AnyAlarmAction[] | undefined;
}

/** What {@link WorkflowAlarms} watches. */
export interface WatchedWorkflow {
  readonly workflowDefinitionName: string;
  readonly stateMachine: IStateMachine;
  readonly sweepRuns: IFunction;
}

/**
 * Alarms of a workflow. Each goes off for something that has happened, and where nothing happens it is quiet; each costs
 * $0.10 a month, whether anything runs or not.
 */
export class WorkflowAlarms extends Construct {
  /**
   * A run failed, or an execution did before it had a run. Executions that ended as DuplicateRequest or OverlapSkipped
   * are not counted, as Step Functions' own ExecutionsFailed would: their work is done elsewhere.
   */
  readonly failed: Alarm;
  /** An execution took longer than the 8 hours that the state machine gives any: nothing else stays open longer. */
  readonly timedOut: Alarm;
  /**
   * The service throttled runs 20 times in an hour. Waits are part of overlapping runs; so many mean that the account's
   * steps per second are what runs wait for.
   */
  readonly throttled: Alarm;
  /** The sweeper failed twice within three hours: there are runs that nothing works on and that it could not close. */
  readonly stuck: Alarm;
  /** A run was open though its execution was over, and only the sweeper closed it. */
  readonly orphanClosed: Alarm;
  readonly #actions: readonly IAlarmAction[];

  constructor(scope: Construct, id: string, watched: WatchedWorkflow, { notify = [] }: WorkflowAlarmsProps) {
    super(scope, id);
    const { workflowDefinitionName, stateMachine, sweepRuns } = watched;
    this.#actions = alarmActions(this, notify);
    const [soon, hourly] = [{ period: Duration.minutes(5) }, { period: Duration.hours(1) }];

    this.failed = this.#alarm('Failed', runMetric(workflowDefinitionName, 'RunsFailed', soon), {
      alarmDescription: `A run of ${workflowDefinitionName} failed: its execution says why`,
    });
    this.timedOut = this.#alarm('TimedOut', stateMachine.metricTimedOut(soon), {
      alarmDescription: `An execution of ${workflowDefinitionName} took longer than 8 hours and was ended`,
    });
    // A run tells its throttles when it is closed, all at once: within minutes one run would look like many.
    this.throttled = this.#alarm('Throttled', runMetric(workflowDefinitionName, 'Throttles', hourly), {
      alarmDescription: `Runs of ${workflowDefinitionName} wait for the account's quota of steps per second`,
      threshold: 20,
    });
    // It comes hourly: what one sweep could not close the next may, and two failures need not be in two of three clock hours.
    this.stuck = this.#alarm('Stuck', sweepRuns.metricErrors({ ...hourly, statistic: Stats.SUM }), {
      alarmDescription: `Runs of ${workflowDefinitionName} are open and could not be closed: SweepRuns' log names them`,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    this.orphanClosed = this.#alarm('OrphanClosed', runMetric(workflowDefinitionName, 'OrphansClosed', soon), {
      alarmDescription: `A run of ${workflowDefinitionName} was left open by its execution, and closed by the sweeper`,
    });
  }

  /** Goes off while there are starts that a schedule could not make. */
  watchDeadLetters(queue: IQueue): Alarm {
    const metric = queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: Stats.MAXIMUM,
    });
    return this.#alarm('NotStarted', metric, {
      alarmDescription: 'A schedule could not start its workflow: the queue of dead letters says which and when',
    });
  }

  #alarm(
    id: string,
    metric: IMetric,
    options: Partial<CreateAlarmOptions> & Pick<CreateAlarmOptions, 'alarmDescription'>,
  ): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No run, no figures.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
    alarm.addAlarmAction(...this.#actions);
    return alarm;
  }
}
