/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { type Grant, type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ContextAttribute,
  Schedule,
  type ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DefaultInput } from '../../lambdas/deployed-defaults.ts';
import { inputProblems, type KnownSettings } from '../../lambdas/scheduled-input.ts';
import { acknowledge } from './acknowledge.ts';
import { scheduleProblems } from './schedule-problems.ts';
import { ContextError } from './setting-values.ts';

/** When a workflow is run, and with what. */
export interface WorkflowScheduleProps {
  /** `cron`, `rate` or `at`, with its time zone. */
  readonly schedule: ScheduleExpression;
  /**
   * The execution's input; the workflow's `defaultInput` fills in what it leaves out. Its `requestId` is made of the
   * schedule and of the time that is due, `overlap` is said beside it. `<aws.scheduler.scheduled-time>` in a text
   * becomes that time.
   */
  readonly input: DefaultInput;
  /** How much later than its time a start may come, 1 minute to 24 hours: the scheduler chooses. @default - at its time */
  readonly flexibleWindow?: Duration | undefined;
  /** @default true */
  readonly enabled?: boolean | undefined;
  /** From when on. @default - at once */
  readonly start?: Date | undefined;
  /** Until when. @default - for good */
  readonly end?: Date | undefined;
  /**
   * What becomes of a start while another run with the same input is under way: `'skip'` ends the execution at once as
   * OverlapSkipped, `'allow'` runs both.
   * @default 'skip'
   */
  readonly overlap?: 'skip' | 'allow' | undefined;
  /** @default - none */
  readonly description?: string | undefined;
}

/** What {@link WorkflowSchedules} needs to know. */
export interface WorkflowSchedulesProps {
  readonly stateMachine: IStateMachine;
  /** Lets somebody start it. */
  readonly grantStart: (grantee: IGrantable) => Grant;
  /** What an input may say. */
  readonly settings: KnownSettings;
  /** @default - keys that AWS keeps */
  readonly encryptionKey?: IKey | undefined;
}

/** Later than this a start would surprise: it goes to the queue instead. */
const LATEST_START = Duration.minutes(15);

/**
 * The same for every delivery of one due time, and another for each: 213 characters at the most, of which the longest
 * names of group and schedule are 128.
 */
const REQUEST_ID = `${ContextAttribute.scheduleArn}/${ContextAttribute.scheduledTime}`;

/** The schedules of a workflow, with the role that starts it and the queue of the starts that failed. */
export class WorkflowSchedules extends Construct {
  /** Starts that could not be made within 15 minutes; kept for 14 days. */
  readonly deadLetters: Queue;
  readonly #group: ScheduleGroup;
  readonly #role: Role;
  readonly #props: WorkflowSchedulesProps;

  constructor(scope: Construct, id: string, props: WorkflowSchedulesProps) {
    super(scope, id);
    const { encryptionKey } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      ...(encryptionKey === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
    });
    acknowledge(this.deadLetters, 'SQS3', 'It is what keeps what failed; nothing takes from it that could fail again');
    // It holds nothing but the schedules. One that stayed would be in the way of the next stack of the same name.
    this.#group = new ScheduleGroup(this, 'Group', { removalPolicy: RemovalPolicy.DESTROY });
    this.#role = new Role(this, 'Role', {
      // Of the account's schedules only those of this group may use the role.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.#group.scheduleGroupArn },
        },
      }),
    });
    // To send to the queue is added by each schedule's target.
    props.grantStart(this.#role);
    this.#props = props;
  }

  /** @throws ContextError with one line per problem */
  add(id: string, props: WorkflowScheduleProps): Schedule {
    const unfit = scheduleProblems(id, props);
    if (unfit.length > 0) throw new ContextError(unfit.join('\n'));
    const { schedule, flexibleWindow, overlap = 'skip', description, enabled = true, start, end } = props;
    const { stateMachine, settings, encryptionKey } = this.#props;
    const input = { ...props.input, overlap, requestId: REQUEST_ID };
    if (this.node.tryFindChild(id) !== undefined)
      throw new ContextError(`schedule ${id}: the name is taken; must be another one`);
    const problems = [...misplaced(props.input), ...(isKnown(input) ? inputProblems(input, settings) : [])];
    if (problems.length > 0) throw new ContextError(problems.map((line) => `schedule ${id}: input.${line}`).join('\n'));

    return new Schedule(this, id, {
      schedule,
      scheduleGroup: this.#group,
      enabled,
      ...(description !== undefined && { description }),
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
      ...(encryptionKey !== undefined && { key: encryptionKey }),
      timeWindow: flexibleWindow === undefined ? TimeWindow.off() : TimeWindow.flexible(flexibleWindow),
      target: new StepFunctionsStartExecution(stateMachine, {
        role: this.#role,
        deadLetterQueue: this.deadLetters,
        maxEventAge: LATEST_START,
        input: ScheduleTargetInput.fromObject(input),
      }),
    });
  }
}

/** What a schedule says itself. */
const OF_THE_SCHEDULE: Readonly<Record<string, string>> = {
  requestId: 'nothing here: it is made of the schedule and the time that is due',
  overlap: 'nothing here: it is a prop of the schedule',
  resume: 'nothing here: it belongs to one execution',
};

function misplaced(input: object): string[] {
  return Object.entries(input).flatMap(([key, value]) =>
    key in OF_THE_SCHEDULE ? [`${key}: got ${JSON.stringify(value)}, allowed: ${OF_THE_SCHEDULE[key]}`] : [],
  );
}

/** What is known only when it is deployed, as a name that CloudFormation makes, CreateRun checks. */
function isKnown(input: object): boolean {
  return !Token.isUnresolved(JSON.stringify(input));
}
