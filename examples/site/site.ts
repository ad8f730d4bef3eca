import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { assetAt } from './assets.ts';
import type { Booking } from './bookings.ts';
import { receivedRequest, type ReceivedRequest } from './received-request.ts';
import { answerTo, notFound, type Answer } from './routes.ts';
import { visitorOf, type Visitor } from './visitor.ts';

/** The running site. `url` has no slash at its end; `bookings` grows by one with each booking that is accepted. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly bookings: readonly Booking[];
  /** Every one, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

const largestForm = 64 * 1024;

const plain = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

/** The posted form, or `undefined` when it is larger than a form of this site can be. */
async function formIn(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= largestForm) chunks.push(chunk);
  }
  return length > largestForm ? undefined : new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

async function answer(request: IncomingMessage, visitor: Visitor, bookings: Booking[]): Promise<Answer> {
  const url = URL.parse(request.url ?? '/', 'http://site');
  if (url === null) return notFound();
  const form = await formIn(request);
  if (form === undefined) return plain(413, 'The form is too large.');
  const asked = { query: url.searchParams, form, visitor: visitor.id, bookings };
  const found = await answerTo(request.method ?? 'GET', url.pathname, asked);
  return found ?? (await assetAt(url.pathname)) ?? notFound();
}

/**
 * Serves the example site on this machine only. Bookings and requests are kept in memory, and the first always has the reference SM-1001.
 *
 * @param options.port - default: any free one
 * @throws the system's error, such as EADDRINUSE, when it cannot listen there
 */
export async function startSite({ port = 0 }: { readonly port?: number } = {}): Promise<Site> {
  const bookings: Booking[] = [];
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const visitor = visitorOf(request);
    requests.push(receivedRequest(request, visitor.id));
    answer(request, visitor, bookings)
      .catch((error: unknown) => {
        console.error(error);
        return plain(500, 'Something went wrong on this site.');
      })
      .then(({ status, headers, body }) => response.writeHead(status, { ...headers, ...visitor.headers }).end(body))
      // Only a response that can no longer be written gets here.
      .catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site listens on no port');

  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    bookings,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  };
}

if (import.meta.main) {
  const { url } = await startSite({ port: Number(process.argv[2] ?? 0) });
  console.log(url);
}
