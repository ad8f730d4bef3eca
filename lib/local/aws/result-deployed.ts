import { SFNClient } from '@aws-sdk/client-sfn';
import { plain } from '../command/describe-event.ts';
import { jsonText } from '../command/json-text.ts';
import { printDeployedEnd } from '../command/print-result.ts';
import { describeExecution, isOver } from './executions.ts';
import { keptEnd } from './kept-end.ts';
import { locateExecution, stackOf, type Where } from './locate.ts';
import { pasted } from './pasted.ts';
import { runRecord } from './run-record.ts';

/** The execution is not over, so that nobody knows its result. */
const UNDER_WAY = 3;

/** Prints how an execution ended, or that it is under way; the process's exit status. */
export async function resultDeployed(execution: string, where: Where & { readonly json: boolean }): Promise<number> {
  const { access, executionArn } = await locateExecution(where, execution);
  const described = await describeExecution(new SFNClient(access.client), executionArn);
  const { status, startDate } = described;
  if (!isOver(described)) {
    const told = `${status} since ${startDate.toISOString()}\nwatch:   ${plain(pasted('watch', executionArn, where), 2_000)}\n`;
    process.stdout.write(where.json ? jsonText({ executionArn, status, startDate }) : told);
    return UNDER_WAY;
  }
  // What succeeded has an output: its record is not needed.
  const record = described.output === undefined ? await runRecord(access, stackOf(where), executionArn) : undefined;
  if (record !== undefined && 'unread' in record)
    process.stderr.write(`its record cannot be read: ${plain(record.unread, 2_000)}\n`);
  const artifacts = record !== undefined && 'artifacts' in record ? record.artifacts : undefined;
  printDeployedEnd(await keptEnd(described, artifacts), where.json);
  return status === 'SUCCEEDED' ? 0 : 1;
}
