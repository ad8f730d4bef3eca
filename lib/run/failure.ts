import * as z from 'zod';
import type { Failure } from './run.ts';

/** What Step Functions gives as the cause of a Lambda function's error. */
const lambdaCause = z.object({ errorMessage: z.string() });

/** The message a person wants to read: the function's own, where the cause is Lambda's JSON around it. */
export function readFailure({ name, cause }: Failure): { name: string; message: string } {
  try {
    return { name, message: lambdaCause.parse(JSON.parse(cause)).errorMessage };
  } catch {
    return { name, message: cause === '' ? `${name}, without a cause` : cause };
  }
}
