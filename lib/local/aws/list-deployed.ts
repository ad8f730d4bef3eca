import { ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import { InvalidInput } from '../../run/errors.ts';
import { plain } from '../command/describe-event.ts';
import { jsonText } from '../command/json-text.ts';
import { listExecutions, type DeployedExecution } from './executions.ts';
import { locateStateMachine, type Where } from './locate.ts';

export interface ListOptions extends Where {
  readonly status: string | undefined;
  /** A whole number; default 20. */
  readonly limit: string | undefined;
  readonly json: boolean;
}

const MOST = 10_000;

/**
 * Lists the executions of the deployed state machine, newest first.
 *
 * @throws InvalidInput; AwsProblem
 */
export async function listDeployed({ status, limit = '20', json, ...where }: ListOptions): Promise<number> {
  const chosen = Object.values(ExecutionStatus).find((each) => each === status);
  if (status !== undefined && chosen === undefined)
    throw new InvalidInput([`--status: got '${status}', allowed: ${Object.values(ExecutionStatus).join(', ')}`]);
  const count = Number(limit);
  if (!/^\d+$/.test(limit) || count < 1 || count > MOST)
    throw new InvalidInput([`--limit: got '${limit}', allowed: a whole number from 1 to ${MOST}`]);
  const { access, stateMachineArn } = await locateStateMachine(where);
  const query = { status: chosen, limit: count };
  const executions = await listExecutions(new SFNClient(access.client), stateMachineArn, query);
  process.stdout.write(json ? jsonText(executions) : table(executions));
  if (executions.length === count && !json)
    process.stderr.write(`these are the newest ${count}; --limit N lists more\n`);
  if (executions.length === 0 && !json) process.stderr.write(`there is none${status ? ` that is ${status}` : ''}\n`);
  return 0;
}

function table(executions: readonly DeployedExecution[]): string {
  const width = Math.max(0, ...executions.map(({ name }) => name.length));
  const statusWidth = Math.max(0, ...executions.map(({ status }) => status.length));
  return executions
    .map(({ name, status, startDate, stopDate }) => {
      const start = startDate.toISOString().replace(/\.\d+Z$/, 'Z');
      const took = stopDate === undefined ? '' : duration(stopDate.getTime() - startDate.getTime());
      return `${`${plain(name).padEnd(width)}  ${status.padEnd(statusWidth)}  ${start}  ${took}`.trimEnd()}\n`;
    })
    .join('');
}

/** In seconds below a minute, else hours, minutes and seconds. */
function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1_000);
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min ${whole % 60} s`;
}
