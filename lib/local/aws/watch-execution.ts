import type { SFNClient } from '@aws-sdk/client-sfn';
import type { LogEvent } from '../../run/log-event.ts';
import { type RecordPosition, unreadEvents } from '../../run/recorder.ts';
import { AwsProblem } from './aws-problem.ts';
import type { DeployedEnd } from './deployed-end.ts';
import { describeExecution, isOver } from './executions.ts';
import { keptEnd } from './kept-end.ts';
import type { RunRecord } from './run-record.ts';

interface WatchPorts {
  readonly client: SFNClient;
  /** Waits between two looks. */
  readonly pause: () => Promise<void>;
  readonly tell: { event(event: LogEvent): void; line(text: string): void };
  /** Ends the watching; the execution goes on. */
  readonly signal: AbortSignal;
}

/** How an execution ended that was watched, and the events that were seen. */
export interface WatchedEnd {
  readonly end: DeployedEnd;
  readonly events: readonly LogEvent[];
}

/**
 * Tells what happens in an execution until it is over: its events from the run's record, which follow each step; where
 * those cannot be read, that once, and how the execution stands.
 *
 * @returns undefined when the watching was ended first
 * @throws AwsProblem
 */
export async function watchExecution(
  { executionArn, record }: { executionArn: string; record: RunRecord },
  { client, pause, tell, signal }: WatchPorts,
): Promise<WatchedEnd | undefined> {
  const events: LogEvent[] = [];
  let unread = 'artifacts' in record ? undefined : record.unread;
  let artifacts = 'artifacts' in record ? record.artifacts : undefined;
  let position: RecordPosition | undefined;
  let status = '';
  if (unread !== undefined) tell.line(unreadText(unread));
  while (!signal.aborted) {
    // The execution first: whatever it did until it was over stands in the record that is read after it.
    const execution = await describeExecution(client, executionArn);
    if (artifacts !== undefined) {
      try {
        for await (const { event, chunk, number } of unreadEvents(artifacts, position)) {
          position = { chunk, events: number };
          events.push(event);
          tell.event(event);
        }
      } catch (error) {
        if (!(error instanceof AwsProblem)) throw error;
        unread = `${error.message}. ${error.advice}`;
        artifacts = undefined;
        tell.line(unreadText(unread));
      }
    }
    if (artifacts === undefined && execution.status !== status) tell.line(`the execution is ${execution.status}`);
    status = execution.status;
    if (isOver(execution)) return { end: await keptEnd(execution, artifacts), events };
    await pause();
  }
  return undefined;
}

function unreadText(why: string): string {
  return `its events cannot be read, so only the status of the execution is told: ${why}`;
}
