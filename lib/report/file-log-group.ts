import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LogGroupUnwritable } from '../run/errors.ts';
import type { Appended, LogGroup, LogStream, TimedEvent } from '../run/ports.ts';

/** Log groups as directories of this machine, streams as files of JSON lines. */
export class FileLogGroup implements LogGroup {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async append(stream: LogStream, events: readonly TimedEvent[]): Promise<Appended> {
    const path = this.#path(stream);
    try {
      await mkdir(dirname(path), { recursive: true });
      await using file = await open(path, 'a+');
      await repairEnd(file);
      await file.appendFile(events.map(({ event }) => `${JSON.stringify(event)}\n`).join(''));
      return { taken: events.length, rejected: [] };
    } catch (error) {
      throw unwritable(stream, path, error);
    }
  }

  async newestIds(stream: LogStream): Promise<ReadonlySet<string>> {
    const path = this.#path(stream);
    const kept = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw unwritable(stream, path, error);
    });
    return new Set(kept.split('\n').flatMap((line) => readEvent(line)?.eventId ?? []));
  }

  #path({ logGroupName, logStreamName }: LogStream): string {
    return logFile(this.#directory, logGroupName, logStreamName);
  }
}

/** The file of a stream. A name's `.` and `..` stay below the directory. */
export function logFile(directory: string, logGroupName: string, logStreamName: string): string {
  const segments = `${logGroupName}/${logStreamName}.jsonl`.split('/').filter((segment) => !/^\.*$/.test(segment));
  return join(directory, ...segments);
}

/** What a killed process, or a full disk, left of a line: whole but for its end, or not an event, and sent again. */
async function repairEnd(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
  if (bytesRead === 0 || buffer.toString() === '\n') return;
  const kept = await file.readFile();
  const lineStart = kept.lastIndexOf('\n') + 1;
  if (readEvent(kept.subarray(lineStart).toString()) === undefined) await file.truncate(lineStart);
  else await file.appendFile('\n');
}

function readEvent(line: string): { readonly eventId: string } | undefined {
  try {
    const event: { readonly eventId: string } = JSON.parse(line);
    return event;
  } catch {
    return undefined;
  }
}

function unwritable({ logGroupName }: LogStream, path: string, error: unknown): LogGroupUnwritable {
  const told = error instanceof Error ? error.message : String(error);
  return new LogGroupUnwritable(
    `log group ${logGroupName} cannot be written at ${path} (${told}): the directory must be one that may be written, with room on its disk`,
    { cause: error },
  );
}
