import * as z from 'zod';
import type { AnswerSchema } from '../act/answer.ts';
import { schemaProblem } from '../act/json-schema.ts';
import { browserSettings } from './browser-settings.ts';
import { matching, text, wholeNumber } from './input-values.ts';
import { EXECUTION_NAME } from './run.ts';

/** The model's patterns of a workflow definition's and of a log group's name. */
const WORKFLOW_DEFINITION_NAME = /^[a-zA-Z0-9_-]{1,40}$/;
const LOG_GROUP_NAME = /^[a-zA-Z0-9_/.-]{1,512}$/;

const ACT_ID = /^[a-zA-Z0-9_-]{1,40}$/;
/** What Secrets Manager takes as a name. */
const SECRET_NAME = /^[a-zA-Z0-9/_+=.@-]{1,256}$/;
const DOMAIN = /^(\*\.)?[a-zA-Z0-9]([a-zA-Z0-9.-]{0,250}[a-zA-Z0-9])?$/;

const answerSchema = z
  .custom<AnswerSchema>(
    (value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value)),
    { error: 'a JSON Schema (Draft 7): an object or a boolean' },
  )
  .superRefine((schema, context) => {
    const problem = schemaProblem(schema);
    if (problem !== undefined)
      context.addIssue({ code: 'custom', message: `a JSON Schema (Draft 7); this one is not: ${problem}` });
  })
  .meta({ type: ['object', 'boolean'] });

const fill = z.strictObject(
  {
    secret: matching(SECRET_NAME).describe(
      'The secret’s name: on AWS in Secrets Manager; locally `shop/password` is the variable `NOVA_ACT_SECRET_SHOP_PASSWORD`.',
    ),
    into: text(1, 1_000).describe('The field’s label, or a CSS selector.'),
  },
  { error: 'an object with secret and into' },
);

const afterLoss = z.enum(['fail', 'tellModel'], { error: 'fail or tellModel' });

const act = z
  .strictObject(
    {
      id: matching(ACT_ID)
        .optional()
        .describe('What the result and later acts call it. Default: `act-` and its number, from 1.'),
      prompt: text(1, 10_000)
        .optional()
        .describe(
          'The task in plain English. `{{ parameters.x }}`, `{{ acts.<id>.response }}`, `{{ execution.name }}` and `{{ execution.startTime }}` are filled in. Every act has either a prompt or a fill.',
        ),
      schema: answerSchema
        .optional()
        .describe(
          'A JSON Schema (Draft 7) that the answer must fit. Default: the answer is a text, if the agent gives one.',
        ),
      maxSteps: wholeNumber(1, 199, 'steps').default(30).describe('How many steps the act may take.'),
      timeoutSeconds: wholeNumber(2, 21_600, 'seconds')
        .default(1800)
        .describe('How long the act may take; noticed between two steps.'),
      afterLoss: afterLoss
        .optional()
        .describe(
          'What happens when the browser is lost in this act and with it something that was done: the act fails, or its agent is told and looks at the reloaded page. Default: the run’s.',
        ),
      fill: fill
        .optional()
        .describe(
          'Instead of a prompt: a secret that is put into a field. The service never sees it, nor does a log or a screenshot.',
        ),
    },
    { error: 'an act: an object with a prompt or a fill' },
  )
  .superRefine((given, context) => {
    const message = 'a text of 1 to 10000 characters, or a fill instead of it';
    if ((given.prompt === undefined) === (given.fill === undefined))
      context.addIssue({ code: 'custom', path: ['prompt'], message });
  });

const resume = z.strictObject(
  {
    execution: matching(EXECUTION_NAME).describe('The name of the execution that failed.'),
    repeatAct: matching(ACT_ID)
      .optional()
      .describe('The failed act’s id: it is performed again, though it had begun to change things.'),
    skipAct: matching(ACT_ID)
      .optional()
      .describe('The failed act’s id: it is left as it is, and the act after it is performed.'),
  },
  { error: 'an object with execution, and repeatAct or skipAct' },
);

const ONE_TO_200 = { error: 'a list of 1 to 200 host names' };
const domains = z.array(matching(DOMAIN), ONE_TO_200).min(1, ONE_TO_200).max(200, ONE_TO_200);

const guardrails = z.strictObject(
  {
    allowedDomains: domains
      .optional()
      .describe('Where the browser may be: host names, or `*.` and a host name for all below it. Default: everywhere.'),
    blockedDomains: domains.optional().describe('Where it must not be, written likewise; wins over `allowedDomains`.'),
    strict: z
      .boolean({ error: 'true or false' })
      .default(false)
      .describe(
        'Whether every request of a page is held to them, images and scripts too, not only what the browser shows.',
      ),
  },
  { error: 'an object with allowedDomains, blockedDomains or strict' },
);

const log = z.strictObject(
  {
    content: z
      .boolean({ error: 'true or false' })
      .default(false)
      .describe(
        'Whether the log group gets prompts, answers, typed texts and what tools are given and give as they are. Default: their lengths and hashes. Secrets of fills never, either way. See [log-events.md](log-events.md).',
      ),
  },
  { error: 'an object with content' },
);

/** The execution input. From this one schema come the types, the checks, the JSON Schema and the reference table. */
export const workflowInputSchema = z.strictObject(
  {
    startingPage: text(1, 2048).describe(
      'Where the browser begins: an http, https or about URL. `{{ parameters.x }}` is filled in.',
    ),
    acts: z
      .array(act, { error: 'a list of 1 to 100 acts' })
      .min(1, { error: 'a list of 1 to 100 acts' })
      .max(100, { error: 'a list of 1 to 100 acts' })
      .describe('What is to be done, one after another in one browser.'),
    parameters: z
      .record(z.string(), z.json(), { error: 'an object' })
      .default({})
      .describe('Values for `{{ parameters.x }}`.'),
    requestId: text(1, 256)
      .optional()
      .describe(
        'A second execution with the same id ends at once as DuplicateRequest. Default: every execution is a new request.',
      ),
    workflowDefinitionName: matching(WORKFLOW_DEFINITION_NAME)
      .optional()
      .describe('The workflow definition on the service. Default: the stack’s.'),
    modelId: text(1, 100)
      .optional()
      .describe('The Nova Act model. Default: the stack’s, `nova-act-latest` unless it says otherwise.'),
    logGroupName: matching(LOG_GROUP_NAME)
      .optional()
      .describe('The CloudWatch log group the run’s events go to. Default: the stack’s.'),
    log: log.default(log.parse({})).describe('What the log group gets to read.'),
    timeoutSeconds: wholeNumber(2, 21_600, 'seconds')
      .default(21_600)
      .describe('How long the whole run may take; noticed between two steps.'),
    maxTimeWorkedSeconds: wholeNumber(1, 21_600, 'seconds')
      .optional()
      .describe(
        'How long all acts of the run may work together: a budget, noticed between two steps, before the next act, and where the service asks to wait beyond it. What is over it ends as TimeWorkedExceeded. Acts of a run that this one resumes do not count. Default: no such budget.',
      ),
    afterLoss: afterLoss
      .default('fail')
      .describe(
        'What happens to an act whose browser is lost, and with it something that was done or may have been: it fails as EffectUnknown or BrowserStateLost, or its agent is told and goes on. See docs/durability.md.',
      ),
    overlap: z
      .enum(['allow', 'skip'], { error: 'allow or skip' })
      .default('allow')
      .describe(
        'Whether the execution ends at once, as OverlapSkipped, while another one with the same input (its requestId aside) is under way: for schedules.',
      ),
    resume: resume
      .optional()
      .describe(
        'Goes on after the last completed act of an execution that failed, with its answers and its browser’s state.',
      ),
    handBack: z
      .enum(['deadline', 'act', 'step'], { error: 'deadline, act or step' })
      .default('deadline')
      .describe(
        'When PerformSteps returns to the state machine: when its time is nearly over, after each act, or after each step.',
      ),
    guardrails: guardrails
      .optional()
      .describe('Where the browser may be. An act that leads elsewhere ends as ActStateGuardrailError.'),
    browser: browserSettings.default(browserSettings.parse({})).describe('How the browser presents itself to pages.'),
    replayable: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe(
        'Whether the page’s simplified DOM goes to the service with each observation. Default: no; yes with the embedded emulator, whose planner reads it.',
      ),
    $schema: text(1, 2048)
      .optional()
      .describe('For editors: where the JSON Schema of this input is. Nothing reads it here.'),
  },
  { error: 'an object' },
);

/** The input as it was given, with the schema's own defaults. */
export type WorkflowInput = z.output<typeof workflowInputSchema>;
