import * as z from 'zod';

/** The state machine's execution this run belongs to. */
export const executionSchema = z.object({ arn: z.string(), name: z.string(), startTime: z.string() });
/**
 * What an execution may be called: what Step Functions takes, S3 and a directory of this machine as a part of a path, and
 * STS as a session's tag.
 */
export const EXECUTION_NAME = /^(?!\.+$)[a-zA-Z0-9_.=+@-]{1,80}$/;
export const EXECUTION_NAMES = '1 to 80 letters, digits or any of _ . = + @ -, and not dots alone';

export type Execution = z.output<typeof executionSchema>;

/** The workflow run on the service. */
export const runSchema = z.object({
  workflowDefinitionName: z.string(),
  workflowRunId: z.string(),
  sessionId: z.string(),
});
export type Run = z.output<typeof runSchema>;

/** Where a run stands: the act's index, from 0, and how many of its steps were answered. */
export interface Position {
  readonly act: number;
  readonly step: number;
}

/** Why a run failed, as it travels in the state machine. */
export const failureSchema = z.object({ name: z.string(), cause: z.string() });
export type Failure = z.output<typeof failureSchema>;
