import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sendDownload } from './send-download.ts';
import { answerSockets, slowAnswers } from './slow-answers.ts';

const SITE = join(import.meta.dirname, '..', 'site');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.js': 'text/javascript',
};

/** The pages of test/site over HTTP on 127.0.0.1. */
export interface PageServer extends AsyncDisposable {
  /** The address of a page of test/site: `click` for click.html. */
  url(page: string): string;
  readonly port: number;
  /** How often something was asked for under this path. */
  requests(path: string): number;
  /** All requests so far, as `GET http://127.0.0.1/path?query`, the port left out. */
  readonly log: readonly string[];
  /** The cookies that came with the last request for this path. */
  cookies(path: string): string | undefined;
  /** From now on this is the answer to requests for the path. */
  serve(path: string, html: string, options?: { status?: number; headers?: OutgoingHttpHeaders }): void;
  /** When a page of test/site/settle was done for the first time at `since` or later, as it says itself. */
  doneAt(since: number): number | undefined;
}

/**
 * Besides the pages it answers `/text?after=MS` with a text after so many milliseconds, `/never` not at all, and
 * `/status/404` and the like with that status.
 */
export async function startPageServer(): Promise<PageServer> {
  const counts = new Map<string, number>();
  const done: number[] = [];
  const log: string[] = [];
  const cookies = new Map<string, string | undefined>();
  const served = new Map<string, (response: ServerResponse) => void>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    counts.set(url.pathname, (counts.get(url.pathname) ?? 0) + 1);
    log.push(`${request.method} http://${(request.headers.host ?? '').replace(/:\d+$/, '')}${request.url}`);
    cookies.set(url.pathname, request.headers.cookie);
    if (url.pathname === '/done') done.push(Number(url.searchParams.get('at')));
    const serve = served.get(url.pathname);
    if (serve) serve(response);
    else void answer(url, response);
  });
  const sockets = answerSockets(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- listening on TCP
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (page) => `http://127.0.0.1:${port}/${page}.html`,
    requests: (path) => counts.get(path) ?? 0,
    log,
    cookies: (path) => cookies.get(path),
    serve(path, html, { status = 200, headers = {} } = {}) {
      served.set(path, (response) =>
        response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html),
      );
    },
    doneAt: (since) => done.find((at) => at >= since),
    async [Symbol.asyncDispose]() {
      sockets[Symbol.dispose]();
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
  else if (pathname === '/done') response.writeHead(204).end();
  else if (pathname === '/text') response.writeHead(200, { 'content-type': 'text/plain' }).end('answer');
  else if (pathname.startsWith('/file/')) await sendDownload(pathname, searchParams, response);
  else if (slowAnswers[pathname]) await slowAnswers[pathname](searchParams, response);
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
