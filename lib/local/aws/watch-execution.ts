import type { SFNClient } from '@aws-sdk/client-sfn';
import type { LogEvent } from '../../run/log-event.ts';
import { AwsProblem } from './aws-problem.ts';
import type { DeployedEnd } from './deployed-end.ts';
import { describeExecution, isOver } from './executions.ts';
import { keptEnd } from './kept-end.ts';
import { type Listener, RecordStory } from './record-story.ts';
import type { RunRecord } from './run-record.ts';

interface WatchPorts {
  readonly client: SFNClient;
  /** Waits between two looks. */
  readonly pause: () => Promise<void>;
  readonly tell: Listener;
  /** Ends the watching; the execution goes on. */
  readonly signal: AbortSignal;
}

export interface WatchedExecution {
  readonly executionArn: string;
  readonly record: RunRecord;
  /** Whether it was started just now: what Step Functions describes follows a little later. */
  readonly isNew: boolean;
}

/** How an execution ended that was watched, and the events that were seen. */
export interface WatchedEnd {
  readonly end: DeployedEnd;
  readonly events: readonly LogEvent[];
}

/** Looks in a row that fail for what may pass: some five minutes. */
const MOST_MISSES = 100;

/**
 * Tells what happens in an execution until it is over: its events from the run's record, which follow each step; where
 * those cannot be read, that once, and how the execution stands. After what may pass, such as a network that is gone, it
 * is looked at again.
 *
 * @returns undefined when the watching was ended first
 * @throws AwsProblem
 */
export async function watchExecution(
  { executionArn, record, isNew }: WatchedExecution,
  { client, pause, tell, signal }: WatchPorts,
): Promise<WatchedEnd | undefined> {
  const story = new RecordStory(record, tell);
  let status: string | undefined;
  let misses = 0;

  /** @returns undefined when it has to be looked at again */
  const look = async () => {
    try {
      // The execution first: whatever it did until it was over stands in the record that is read after it.
      const execution = await describeExecution(client, executionArn);
      await story.tellNew(misses < MOST_MISSES);
      misses = 0;
      return execution;
    } catch (error) {
      if (!(error instanceof AwsProblem)) throw error;
      const isUnknownYet = isNew && status === undefined && error.name === 'ExecutionDoesNotExist';
      misses += 1;
      if ((isUnknownYet || error.mayPass) && misses <= MOST_MISSES) {
        if (error.mayPass && misses === 1) tell.line(`${error.message}; looking again`);
        return undefined;
      }
      if (status !== undefined) tell.line('no longer watched; the execution goes on');
      throw error;
    }
  };

  while (!signal.aborted) {
    const execution = await look();
    if (execution !== undefined) {
      if (story.artifacts === undefined && execution.status !== status)
        tell.line(`the execution is ${execution.status}`);
      status = execution.status;
      if (isOver(execution)) return { end: await keptEnd(execution, story.artifacts), events: story.events };
    }
    await pause();
  }
  return undefined;
}
