import { readFileSync } from 'node:fs';
import { Duration, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as z from 'zod';
import type { DefaultInput } from '../../lambdas/deployed-defaults.ts';
import { isRecurring, isTimeZone, RECURRING } from './schedule-expression.ts';
import { ContextError, settingProblems } from './setting-values.ts';
import type { WorkflowScheduleProps } from './workflow-schedule.ts';

// What the construct is told of schedules and alarms in objects of CDK, in words.

const EXPRESSION = `must be ${RECURRING}`;
const TIME_ZONE = 'must be the name of a time zone, such as "Europe/Berlin"';
const WINDOW = 'must be a whole number of minutes from 1 to 1440';

const scheduleSchema = z.strictObject(
  {
    schedule: z.string(EXPRESSION).refine(isRecurring, EXPRESSION),
    timeZone: z.string(TIME_ZONE).refine(isTimeZone, TIME_ZONE).optional(),
    flexibleWindowMinutes: z.number(WINDOW).int(WINDOW).min(1, WINDOW).max(1_440, WINDOW).optional(),
    overlap: z.enum(['skip', 'allow'], 'must be "skip" or "allow"').optional(),
    enabled: z.boolean('must be true or false').optional(),
    // What is in it the construct checks, with the workflow's own defaults.
    input: z.custom<DefaultInput>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
      error: 'must be an object',
    }),
  },
  { error: 'must be an object with schedule, timeZone, flexibleWindowMinutes, overlap, enabled or input' },
);

/** Schedules by their names. */
export const schedulesSchema = z.record(z.string(), scheduleSchema, 'must be an object of schedules by their names');

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]{1,256}$/;
const ALARMS =
  'must be true or false, or the ARN of an SNS topic, or several: arn:aws:sns:REGION:ACCOUNT:NAME, and no FIFO topic';

/** Topics that alarms tell: none where they tell nobody, undefined where there are no alarms. */
export const alarmsSchema = z
  .custom<boolean | string | string[]>(
    (given) =>
      typeof given === 'boolean' ||
      ([given].flat().length > 0 && [given].flat().every((arn) => typeof arn === 'string' && TOPIC.test(arn))),
    ALARMS,
  )
  .transform((given) => (typeof given === 'boolean' ? (given ? [] : undefined) : [given].flat()));

/** When a workflow is run and with what, in words. */
export type ScheduleSettings = z.output<typeof scheduleSchema>;

/**
 * Reads schedules from a JSON file.
 *
 * @throws ContextError with one line per problem
 */
export function readSchedulesFile(path: string): Readonly<Record<string, ScheduleSettings>> {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ContextError(`schedules: ${path} cannot be read: ${reason}`, { cause: error });
  }
  const parsed = z.object({ schedules: schedulesSchema }).safeParse({ schedules: given });
  if (!parsed.success) throw new ContextError(settingProblems(parsed.error, { schedules: given }, []).join('\n'));
  return parsed.data.schedules;
}

/** What the words mean to the construct. */
export function scheduleProps({
  schedule,
  timeZone,
  flexibleWindowMinutes,
  ...same
}: ScheduleSettings): WorkflowScheduleProps {
  return {
    ...same,
    schedule: ScheduleExpression.expression(schedule, timeZone === undefined ? undefined : TimeZone.of(timeZone)),
    flexibleWindow: flexibleWindowMinutes === undefined ? undefined : Duration.minutes(flexibleWindowMinutes),
  };
}
