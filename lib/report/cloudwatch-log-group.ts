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
        if (rejected !== undefined) throw new Error(`events were rejected: ${JSON.stringify(rejected)}`);
      }
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new LogGroupUnwritable(
        `log group ${logGroupName} cannot be written (${why}): check that it exists in this region and that FinalizeRun's role may write it`,
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
