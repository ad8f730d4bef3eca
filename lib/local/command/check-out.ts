import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidInput } from '../../run/errors.ts';

/** @throws InvalidInput when nothing can be written into the directory, which is made if need be */
export function checkOut(out: string): void {
  try {
    makeDirectory(resolve(out));
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw new InvalidInput([
      `--out: ${out} cannot be written (${error instanceof Error ? error.message : String(error)})`,
    ]);
  }
}

/** Each by itself: asked for all at once where none can be made, as below /proc, Node tries for ever. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have made it just now.
    if (!existsSync(path)) throw error;
  }
}
