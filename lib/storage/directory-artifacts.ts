import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Artifacts } from '../run/ports.ts';

/** How the name of a file ends that is still being written. */
const UNFINISHED = '.unfinished';

/** A run's artifacts below a directory of this machine. */
export class DirectoryArtifacts implements Artifacts {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async put(key: string, body: Uint8Array | string): Promise<void> {
    const path = this.location(key);
    await mkdir(dirname(path), { recursive: true });
    // Renamed into place, so that a reader or a killed process never leaves half a file. The name is of this write
    // alone: the same key may be written twice at once.
    const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
    await writeFile(unfinished, body);
    await rename(unfinished, path);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return readFile(this.location(key)).catch(undefinedIfMissing);
  }

  async list(prefix: string): Promise<string[]> {
    const folder = this.location(prefix.slice(0, prefix.lastIndexOf('/') + 1));
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(undefinedIfMissing);
    return (entries ?? [])
      .filter((entry) => entry.isFile() && !entry.name.endsWith(UNFINISHED))
      .map(({ parentPath, name }) => relative(this.#directory, join(parentPath, name)))
      .filter((key) => key.startsWith(prefix))
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
