import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

const CHUNK = Buffer.alloc(1024 * 1024);

/**
 * `/file/NAME` gives a file of that name: its content is `content`, followed by `megabytes` of zeros, the last of it
 * `slow` milliseconds later. With `promised` megabytes of length it never comes to its end; with `broken` it breaks off.
 */
export async function sendDownload(path: string, wanted: URLSearchParams, response: ServerResponse): Promise<void> {
  const name = decodeURIComponent(path.slice('/file/'.length));
  const promised = Number(wanted.get('promised') ?? 0);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    // Else Chromium waits for the first 512 bytes to see for itself what it is.
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="${name}"`,
    ...(promised > 0 && { 'content-length': promised * CHUNK.length }),
  });
  response.write(wanted.get('content') ?? 'x');
  if (promised > 0) return;
  if (wanted.has('broken')) {
    // What was written must have gone out, or there is no download that could break off.
    await delay(100);
    response.destroy();
    return;
  }
  if (wanted.has('slow')) await delay(Number(wanted.get('slow')), undefined, { ref: false });
  const megabytes = Array.from({ length: Number(wanted.get('megabytes') ?? 0) }, () => CHUNK);
  // A refused download closes the connection.
  await pipeline(megabytes, response).catch(() => undefined);
}
