/**
 * What is known of an act when it has ended, however it ended.
 *
 * @example
 * import type { ActMetadata } from 'nova-act-serverless';
 *
 * const told = ({ actId, stepsExecuted, timeWorkedSeconds }: ActMetadata) =>
 *   `${actId}: ${stepsExecuted} steps in ${timeWorkedSeconds} s`;
 */
export interface ActMetadata {
  /** Of the session in which it was performed. */
  readonly sessionId: string;
  /** Of the act on the service. */
  readonly actId: string;
  /** As it was given, without the schema. */
  readonly prompt: string;
  /** Answers of the model. */
  readonly stepsExecuted: number;
  /** When the service had created the act. */
  readonly startTime: Date;
  /** When it had ended, before the service was told. */
  readonly endTime: Date;
  /** How long the service took for each step, in seconds to a thousandth, as it was seen from here. */
  readonly stepServerTimes: readonly number[];
  /** Seconds from start to end without those in which a person was waited for, to a tenth. */
  readonly timeWorkedSeconds: number;
  /** Seconds in which a person was waited for, to a tenth. */
  readonly humanWaitSeconds: number;
  /** Of the run's workflow definition. */
  readonly workflowDefinitionName: string;
  /** Of the run in which its session takes part. */
  readonly workflowRunId: string;
}
