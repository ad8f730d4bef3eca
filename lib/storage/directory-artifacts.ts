import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artifacts } from '../run/ports.ts';

/** A run's artifacts below a directory of this machine. */
export class DirectoryArtifacts implements Artifacts {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async put(key: string, body: Uint8Array | string): Promise<void> {
    const path = this.location(key);
    await mkdir(dirname(path), { recursive: true });
    // Renamed into place, so that a reader or a killed process never leaves half a file.
    const unfinished = `${path}.${process.pid}.part`;
    await writeFile(unfinished, body);
    await rename(unfinished, path);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return readFile(this.location(key)).catch(undefinedIfMissing);
  }

  async list(prefix: string): Promise<string[]> {
    const folder = dirname(`${prefix}x`);
    const names = (await readdir(this.location(folder)).catch(undefinedIfMissing)) ?? [];
    return names
      .map((name) => `${folder}/${name}`)
      .filter((key) => key.startsWith(prefix) && !key.endsWith('.part'))
      .toSorted();
  }

  location(key: string): string {
    return join(this.#directory, key);
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
