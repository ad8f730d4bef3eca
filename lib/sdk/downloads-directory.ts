import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download } from '../act/ports.ts';
import { harmlessName } from '../run/harmless-name.ts';

/** Where a session keeps the files that pages gave: in a directory of the user's, or in one that goes with the session. */
export class DownloadsDirectory implements AsyncDisposable {
  readonly #given: string | undefined;
  readonly #name: string;
  #directory: Promise<string> | undefined;
  #kept = 0;

  /** @param name - of the session, which no other one has */
  constructor(given: string | undefined, name: string) {
    this.#given = given;
    this.#name = name;
  }

  /** Gives the file's path. */
  async keep(download: Download): Promise<string> {
    this.#directory ??= this.#create();
    this.#kept += 1;
    const path = join(await this.#directory, `${this.#kept}-${harmlessName(download.name)}`);
    await writeFile(path, await download.read());
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#given === undefined && this.#directory) await rm(await this.#directory, { recursive: true, force: true });
  }

  async #create(): Promise<string> {
    if (this.#given === undefined) return await mkdtemp(join(tmpdir(), 'nova-act-downloads-'));
    const directory = join(this.#given, this.#name);
    await mkdir(directory, { recursive: true });
    return directory;
  }
}
