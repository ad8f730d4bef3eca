import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogGroupUnwritable } from '../run/errors.ts';
import type { LogEvent } from '../run/log-event.ts';
import type { LogGroup } from '../run/ports.ts';
import { logBatches } from './log-batches.ts';

/** By the error's name: what a person can do about it. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDeniedException:
    "allow FinalizeRun's role logs:CreateLogStream and logs:PutLogEvents on it; the stack allows them on its own log group only",
  ResourceNotFoundException: 'create it in the region of the stack, or name another with logGroupName',
  EventsRejected: 'its retention must be longer than the run took',
};

/** CloudWatch took the batch and dropped some of its events. */
class EventsRejected extends Error {
  override readonly name = 'EventsRejected';
}

/** Log groups of CloudWatch. */
export class CloudWatchLogGroup implements LogGroup {
  readonly #client: CloudWatchLogsClient;

  constructor(client: CloudWatchLogsClient) {
    this.#client = client;
  }

  async write(logGroupName: string, logStreamName: string, events: readonly LogEvent[]): Promise<void> {
    try {
      await this.#createStream(logGroupName, logStreamName);
      for (const logEvents of logBatches(events)) {
        const { rejectedLogEventsInfo: rejected } = await this.#client.send(
          new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }),
        );
        if (rejected !== undefined) throw new EventsRejected(JSON.stringify(rejected));
      }
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw new LogGroupUnwritable(
        `log group ${logGroupName} cannot be written (${name}: ${message}): ${ADVICE[name] ?? 'start the run again'}`,
        { cause: error },
      );
    }
  }

  async #createStream(logGroupName: string, logStreamName: string): Promise<void> {
    try {
      await this.#client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    } catch (error) {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    }
  }
}
