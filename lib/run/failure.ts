import * as z from 'zod';
import type { Failure } from './run.ts';

/** What Step Functions gives as the cause of a Lambda function's error. */
const lambdaCause = z.object({ errorMessage: z.string() });

/** Of an error in closing the run, the state machine puts its name before that. */
const NAMED = /^(?<name>[\w.]+: )?(?<lambda>\{.*\})$/s;

/** The message a person wants to read: the function's own, where the cause is Lambda's JSON around it. */
export function readFailure({ name, cause }: Failure): { name: string; message: string } {
  const { name: closing = '', lambda = '' } = NAMED.exec(cause)?.groups ?? {};
  try {
    return { name, message: closing + lambdaCause.parse(JSON.parse(lambda)).errorMessage };
  } catch {
    return { name, message: cause === '' ? `${name}, without a cause` : cause };
  }
}
