import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const SITE = join(import.meta.dirname, '..', 'site');

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.json': 'application/json' };

/** The pages of test/site over HTTP on 127.0.0.1. */
export interface PageServer extends AsyncDisposable {
  /** The address of a page of test/site: `click` for click.html. */
  url(page: string): string;
  readonly port: number;
  /** How often something was asked for under this path. */
  requests(path: string): number;
}

/**
 * Besides the pages it answers `/text?after=MS` with a text after so many milliseconds, `/never` not at all, and
 * `/status/404` and the like with that status.
 */
export async function startPageServer(): Promise<PageServer> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    counts.set(url.pathname, (counts.get(url.pathname) ?? 0) + 1);
    void answer(url, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- listening on TCP
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (page) => `http://127.0.0.1:${port}/${page}.html`,
    requests: (path) => counts.get(path) ?? 0,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer({ pathname, searchParams }: URL, response: ServerResponse): Promise<void> {
  const status = /^\/status\/(\d+)$/.exec(pathname)?.[1];
  if (pathname === '/never') return;
  if (searchParams.has('after')) await delay(Number(searchParams.get('after')), undefined, { ref: false });
  if (status) response.writeHead(Number(status), { 'content-type': 'text/html' }).end(`<h1>Status ${status}</h1>`);
  else if (pathname === '/text') response.writeHead(200, { 'content-type': 'text/plain' }).end('answer');
  else await sendFile(pathname, response);
}

async function sendFile(pathname: string, response: ServerResponse): Promise<void> {
  try {
    const content = await readFile(join(SITE, pathname));
    response.writeHead(200, { 'content-type': TYPES[extname(pathname)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Status 404</h1>');
  }
}
