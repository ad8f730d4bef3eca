import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Keeps which server a run of this machine was created on, for whoever has to close it there. */
export function keepEndpoint(out: string, execution: string, url: string): void {
  const path = fileOf(out, execution);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, url);
}

/** The server that a run was created on; undefined when that was an emulator of its own, which is gone with its process. */
export function keptEndpoint(out: string, execution: string): string | undefined {
  const path = fileOf(out, execution);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function fileOf(out: string, execution: string): string {
  return join(out, 'runs', execution, 'endpoint.txt');
}
