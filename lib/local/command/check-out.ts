import { accessSync, constants, mkdirSync } from 'node:fs';
import { InvalidInput } from '../../run/errors.ts';

/** @throws InvalidInput when nothing can be written into the directory, which is made if need be */
export function checkOut(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw new InvalidInput([
      `--out: ${out} cannot be written (${error instanceof Error ? error.message : String(error)})`,
    ]);
  }
}
