import type { Readable } from 'node:stream';

/** Calls `onLine` for each line of a UTF-8 stream, without its end, and for what remains unended when the stream ends. */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  // Not node:readline: it also splits at U+2028 and U+2029, which may stand inside a line of JSON.
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
