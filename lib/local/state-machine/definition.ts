import * as z from 'zod';

/** A variable's name, as Step Functions allows it; `states` is reserved. */
const variableName = z
  .string()
  .max(80)
  .regex(/^(?!states$)[\p{ID_Start}_]\p{ID_Continue}*$/u, 'not a variable name');

const seconds = z.int().min(1).max(99_999_999);
const template = z.json();
const comment = z.string().optional();

/** What every way out of a state may carry. */
const leaving = { Assign: z.record(variableName, template).optional(), Output: template.optional() };

/** Exactly one of the two is there: the schema allows either, `checkGraph` counts them. */
const following = { Next: z.string().optional(), End: z.literal(true).optional() };

const retrier = z.strictObject({
  Comment: comment,
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: seconds.default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

const catcher = z.strictObject({
  Comment: comment,
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ...leaving,
});

const task = z.strictObject({
  Type: z.literal('Task'),
  Comment: comment,
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  Arguments: z.strictObject({ FunctionName: z.string(), Payload: template }),
  TimeoutSeconds: z.union([seconds, z.string()]).default(99_999_999),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
  ...leaving,
  ...following,
});

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Comment: comment,
  Choices: z
    .array(
      z.strictObject({ Comment: comment, Condition: z.union([z.boolean(), z.string()]), Next: z.string(), ...leaving }),
    )
    .min(1),
  Default: z.string().optional(),
  ...leaving,
});

const pass = z.strictObject({ Type: z.literal('Pass'), Comment: comment, ...leaving, ...following });

const succeed = z.strictObject({ Type: z.literal('Succeed'), Comment: comment, Output: template.optional() });

const fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: comment,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

const state = z.discriminatedUnion('Type', [task, choice, pass, succeed, fail]);

/** The part of the Amazon States Language that is performed here: JSONata only, five state types, one resource. */
export const stateMachineDefinition = z.strictObject({
  Comment: comment,
  QueryLanguage: z.literal('JSONata'),
  StartAt: z.string(),
  // A Standard execution lasts a year at most.
  TimeoutSeconds: seconds.default(31_536_000),
  States: z.record(z.string().min(1).max(80), state),
});

export type StateMachineDefinition = z.infer<typeof stateMachineDefinition>;
export type State = z.infer<typeof state>;
export type TaskState = z.infer<typeof task>;
export type ChoiceState = z.infer<typeof choice>;
export type FailState = z.infer<typeof fail>;
export type Retrier = z.infer<typeof retrier>;
