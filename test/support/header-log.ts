import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { extname, join } from 'node:path';
import { portOf } from './port-of.ts';
import { closed } from './closed.ts';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** The pages of test/site, from a server that keeps the headers of the requests. */
export interface HeaderLog extends AsyncDisposable {
  readonly port: number;
  /** Of the last request for this path and query. */
  headersOf(path: string): IncomingHttpHeaders | undefined;
}

/** What is no page of test/site is answered with an empty document, and `?to=` with a redirect there. */
export async function startHeaderLog(): Promise<HeaderLog> {
  const log = new Map<string, IncomingHttpHeaders>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    log.set(path, request.headers);
    response.setHeader('access-control-allow-origin', '*');
    const { pathname: file, searchParams } = new URL(path, 'http://127.0.0.1');
    const to = searchParams.get('to');
    if (to !== null) return void response.writeHead(302, { location: to }).end();
    const type = TYPES[extname(file)] ?? 'text/html';
    readFile(join(import.meta.dirname, '..', 'site', file)).then(
      (content) => response.writeHead(200, { 'content-type': type }).end(content),
      () => response.writeHead(200, { 'content-type': type }).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    headersOf: (path) => log.get(path),
    async [Symbol.asyncDispose]() {
      await closed(server);
    },
  };
}
