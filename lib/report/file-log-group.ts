import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LogGroupUnwritable } from '../run/errors.ts';
import type { LogEvent } from '../run/log-event.ts';
import type { LogGroup } from '../run/ports.ts';

/** Log groups as directories of this machine, streams as files of JSON lines. */
export class FileLogGroup implements LogGroup {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async write(logGroupName: string, logStreamName: string, events: readonly LogEvent[]): Promise<void> {
    const path = logFile(this.#directory, logGroupName, logStreamName);
    try {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    } catch (error) {
      throw new LogGroupUnwritable(`log group ${logGroupName} cannot be written at ${path}: ${String(error)}`, {
        cause: error,
      });
    }
  }
}

/** The file of a stream. A name's `.` and `..` stay below the directory. */
export function logFile(directory: string, logGroupName: string, logStreamName: string): string {
  const segments = `${logGroupName}/${logStreamName}.jsonl`.split('/').filter((segment) => !/^\.*$/.test(segment));
  return join(directory, ...segments);
}
