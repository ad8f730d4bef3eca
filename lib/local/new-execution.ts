import { randomBytes } from 'node:crypto';
import type { Execution } from '../run/run.ts';

/** An execution that begins now; its name sorts by time. */
export function newExecution(): Execution {
  const startTime = new Date().toISOString();
  const name = `${startTime.replaceAll(/[-:]|\.\d+Z/g, '')}-${randomBytes(3).toString('hex')}`;
  return localExecution(name, startTime);
}

/** An execution of this machine, by its name. */
export function localExecution(name: string, startTime = new Date().toISOString()): Execution {
  return { arn: `arn:aws:states:us-east-1:000000000000:execution:run-workflow:${name}`, name, startTime };
}
