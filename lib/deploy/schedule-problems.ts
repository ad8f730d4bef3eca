import { Token } from 'aws-cdk-lib';
import * as z from 'zod';
import { isScheduleExpression, isTimeZone, RECURRING } from './schedule-expression.ts';
import { settingProblems } from './setting-values.ts';
import type { WorkflowScheduleProps } from './workflow-schedule.ts';

const EXPRESSION = `must be a ScheduleExpression: ${RECURRING}, or at(yyyy-mm-ddThh:mm:ss)`;
const TIME_ZONE = 'must be the name of a time zone, such as "Europe/Berlin"';
const WINDOW = 'must be a Duration of 1 minute to 24 hours';
const DATE = 'must be a Date';
const DESCRIPTION = 'must be a text of at most 512 characters';

const known = {
  schedule: z.custom((given) => typeof Object(given).expressionString === 'string', EXPRESSION),
  input: z.record(z.string(), z.unknown(), 'must be an object'),
  flexibleWindow: z.custom(isWindow, WINDOW).optional(),
  enabled: z.boolean('must be true or false').optional(),
  start: z.date(DATE).optional(),
  end: z.date(DATE).optional(),
  // Checked with the input, of which it becomes a part.
  overlap: z.unknown().optional(),
  description: z.string(DESCRIPTION).max(512, DESCRIPTION).optional(),
} satisfies Record<keyof WorkflowScheduleProps, z.ZodType>;

/** What is within an expression of CDK. */
const words = {
  'schedule.expressionString': z.string().refine(orLater(isScheduleExpression), EXPRESSION).optional(),
  'schedule.timeZone': z.string(TIME_ZONE).refine(orLater(isTimeZone), TIME_ZONE).optional(),
};

const schema = z.strictObject(
  { ...known, ...words },
  { error: `must be an object with ${Object.keys(known).join(', ')}` },
);

/**
 * What is wrong with a schedule, what its input says aside, a line per problem: the service would say it in the midst of a
 * deployment, and of a mistyped key nobody would.
 */
export function scheduleProblems(id: string, props: WorkflowScheduleProps): string[] {
  const given = isObject(props) ? { ...props, ...wordsOf(props.schedule) } : props;
  const parsed = schema.safeParse(given);
  if (parsed.success) return [];
  return settingProblems(parsed.error, given, Object.keys(known)).map((line) => `schedule ${id}: ${line}`);
}

function wordsOf(schedule: unknown): Partial<Record<keyof typeof words, unknown>> {
  const { expressionString, timeZone } = Object(schedule);
  return { 'schedule.expressionString': expressionString, 'schedule.timeZone': timeZone?.timezoneName };
}

function isWindow(given: unknown): boolean {
  const { toSeconds } = Object(given);
  if (typeof toSeconds !== 'function') return false;
  const seconds: number = toSeconds.call(given);
  return seconds >= 60 && seconds <= 86_400;
}

/** What is known only on deployment is left to it. */
function orLater(is: (text: string) => boolean): (text: string) => boolean {
  return (text) => Token.isUnresolved(text) || is(text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
