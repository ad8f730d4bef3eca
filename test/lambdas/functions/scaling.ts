import { readFile } from 'node:fs/promises';
import { scaledJpeg } from '../../../lib/report/replay/scale-jpeg.ts';

/** How many bytes the picture of a file has when it was made to fit into so many. */
export async function handler(path: string, bytes: number): Promise<string> {
  return String((await scaledJpeg(await readFile(path), bytes))?.byteLength);
}
