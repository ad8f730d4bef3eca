import * as z from 'zod';
import { schemaProblem, type AnswerSchema } from '../act/answer.ts';

/** The model's pattern of a workflow definition's name. */
const WORKFLOW_DEFINITION_NAME = /^[a-zA-Z0-9_-]{1,40}$/;
/** The model's pattern of a log group's name. */
const LOG_GROUP_NAME = /^[a-zA-Z0-9_/.-]{1,512}$/;

const ACT_ID = /^[a-zA-Z0-9_-]{1,40}$/;

/** A whole number; the message says what is allowed, whatever came. */
function wholeNumber(from: number, to: number, unit: string) {
  const error = `a whole number of ${unit} from ${from} to ${to}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

function text(from: number, to: number) {
  const error = `a text of ${from} to ${to} characters`;
  return z.string({ error }).min(from, { error }).max(to, { error });
}

function matching(pattern: RegExp) {
  const error = `a text of the pattern ${pattern.source}`;
  return z.string({ error }).regex(pattern, { error });
}

const answerSchema = z
  .custom<AnswerSchema>(
    (value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value)),
    {
      error: 'a JSON Schema (Draft 7): an object or a boolean',
    },
  )
  .superRefine((schema, context) => {
    const problem = schemaProblem(schema);
    if (problem !== undefined)
      context.addIssue({ code: 'custom', message: `a JSON Schema (Draft 7); this one is not: ${problem}` });
  })
  .meta({ type: ['object', 'boolean'] });

const act = z.strictObject(
  {
    id: matching(ACT_ID)
      .optional()
      .describe('What the result and later acts call it. Default: `act-` and its number, from 1.'),
    prompt: text(1, 10_000).describe(
      'The task in plain English. `{{ parameters.x }}`, `{{ acts.<id>.response }}`, `{{ execution.name }}` and `{{ execution.startTime }}` are filled in.',
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
  },
  { error: 'an act: an object with a prompt' },
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
    timeoutSeconds: wholeNumber(2, 21_600, 'seconds')
      .default(21_600)
      .describe('How long the whole run may take; noticed between two steps.'),
    handBack: z
      .enum(['deadline', 'act', 'step'], { error: 'deadline, act or step' })
      .default('deadline')
      .describe(
        'When PerformSteps returns to the state machine: when its time is nearly over, after each act, or after each step.',
      ),
    replayable: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe(
        'Whether the page’s simplified DOM goes to the service with each observation. Default: no; yes with the embedded emulator, whose planner reads it.',
      ),
  },
  { error: 'an object' },
);

/** The input as it was given, with the schema's own defaults. */
export type WorkflowInput = z.output<typeof workflowInputSchema>;
