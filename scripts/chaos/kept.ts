import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logFile } from '../../lib/report/file-log-group.ts';
import type { LoggedEvent } from '../../lib/run/logged-event.ts';
import type { Execution } from '../../lib/run/run.ts';
import type { WorkflowResult } from '../../lib/run/workflow-result.ts';

/** Where runs under chaos write their log. */
export const LOG_GROUP = '/nova-act/chaos';

/** The result as it stands among the run's artifacts. */
export function readResult(directory: string, { name }: Execution): WorkflowResult | undefined {
  const path = join(directory, 'runs', name, 'result.json');
  if (!existsSync(path)) return undefined;
  const result: WorkflowResult = JSON.parse(readFileSync(path, 'utf8'));
  return result;
}

/** The events in the log that the result names, as they stand there. */
export function readLog(directory: string, result: WorkflowResult | undefined): LoggedEvent[] {
  if (result?.log === undefined) return [];
  const path = logFile(join(directory, 'logs'), result.log.logGroupName, result.log.logStreamName);
  return existsSync(path) ? readLines(path) : [];
}

/** The events among the run's artifacts. */
export function readRecord(directory: string, { name }: Execution): LoggedEvent[] {
  const events = join(directory, 'runs', name, 'events');
  if (!existsSync(events)) return [];
  return readdirSync(events)
    .toSorted()
    .flatMap((chunk) => readLines(join(events, chunk)));
}

function readLines(path: string): LoggedEvent[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const event: LoggedEvent = JSON.parse(line);
    return event;
  });
}
