import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logFile } from '../../lib/report/file-log-group.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
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

/** The events in the log that the result names. One that is told twice, by its id, is one. */
export function readLog(directory: string, result: WorkflowResult | undefined): LogEvent[] {
  if (result?.log === undefined) return [];
  const path = logFile(join(directory, 'logs'), result.log.logGroupName, result.log.logStreamName);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const events = lines.map((line) => {
    const event: LogEvent = JSON.parse(line);
    return event;
  });
  return [...new Map(events.map((event) => [event.eventId, event])).values()];
}
