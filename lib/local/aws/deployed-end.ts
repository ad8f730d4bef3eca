import * as z from 'zod';
import type { WorkflowResult } from '../../run/workflow-result.ts';

/** What a deployed execution ended as: with its result, or with what Step Functions says where there is none. */
export type DeployedEnd =
  | { readonly status: string; readonly result: WorkflowResult }
  | { readonly status: string; readonly error: string; readonly cause: string };

const resultSchema = z.looseObject({
  status: z.enum(['SUCCEEDED', 'FAILED']),
  timeWorkedSeconds: z.number(),
  acts: z.array(
    z.looseObject({ id: z.string(), status: z.string(), steps: z.number(), timeWorkedSeconds: z.number() }),
  ),
  replay: z.string(),
});

/**
 * A workflow's result from its JSON.
 *
 * @param place - where it stands, for the error
 * @throws Error when it is something else, as the output of another state machine would be
 */
export function readResult(json: string, place: string): WorkflowResult {
  const value: unknown = JSON.parse(json);
  if (isResult(value)) return value;
  throw new Error(`${place} is no result of a workflow of this project`);
}

function isResult(value: unknown): value is WorkflowResult {
  return resultSchema.safeParse(value).success;
}
