import type { ActEvent } from '../act/act-event.ts';
import { ActActuationError } from '../act/errors.ts';
import type { Download, Recorder } from '../act/ports.ts';
import { textOf } from '../act/text-of.ts';
import type { DownloadsDirectory } from './downloads-directory.ts';

/** Keeps of an act what its metadata tells. */
export class ActRecorder implements Recorder {
  /** How long the service took for each step, in milliseconds. */
  readonly stepMs: number[] = [];
  readonly #downloads: DownloadsDirectory;

  constructor(downloads: DownloadsDirectory) {
    this.#downloads = downloads;
  }

  record(event: ActEvent): void {
    if (event.type === 'StepAnswered') this.stepMs.push(event.durationMs);
  }

  /** Nobody reads it here. */
  keepScreenshot(): string {
    return '';
  }

  async keepDownload(download: Download): Promise<string> {
    return await this.#downloads.keep(download).catch((cause: unknown) => {
      throw new ActActuationError(`the download ${download.name} cannot be kept: ${textOf(cause)}`, { cause });
    });
  }

  async flush(): Promise<void> {}
}
