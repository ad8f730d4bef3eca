import * as z from 'zod';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { AwsProblem } from './aws-problem.ts';

/** What a deployed execution ended as: with its result, or with what Step Functions says where there is none. */
export type DeployedEnd =
  | { readonly status: string; readonly result: WorkflowResult }
  | { readonly status: string; readonly error: string; readonly cause: string };

const resultSchema = z.looseObject({
  status: z.enum(['SUCCEEDED', 'FAILED']),
  error: z.looseObject({ name: z.string(), message: z.string(), act: z.string().optional() }).optional(),
  timeWorkedSeconds: z.number(),
  acts: z.array(
    z.looseObject({ id: z.string(), status: z.string(), steps: z.number(), timeWorkedSeconds: z.number() }),
  ),
  log: z.looseObject({ logGroupName: z.string(), logStreamName: z.string() }).optional(),
  replay: z.string(),
});

/**
 * A workflow's result from its JSON.
 *
 * @param place - where it stands, for the error
 * @throws AwsProblem when it is something else, as the output of another state machine would be
 */
export function readResult(json: string, place: string): WorkflowResult {
  const value = parsed(json);
  if (isResult(value)) return value;
  throw new AwsProblem(
    'NoResult',
    `${place} is no result of a workflow of this project`,
    'Check that it is an execution of this project: its state machine may be another one.',
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isResult(value: unknown): value is WorkflowResult {
  return resultSchema.safeParse(value).success;
}
