import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { json, text } from 'node:stream/consumers';
import type { Booking } from '../../examples/site/bookings.ts';
import { startSite } from '../../examples/site/site.ts';
import { PROBE, PROBE_PATH, type Tiding, tidingSchema } from './page-probe.ts';

/** A request as it reached the site. `at` is in milliseconds since the epoch. */
export interface SiteRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
}

/** The example site, with everything that reaches it written down, also from within its pages. */
export interface RecordingSite extends AsyncDisposable {
  readonly url: string;
  readonly bookings: readonly Booking[];
  /** Oldest first; what the pages' probes tell included. */
  readonly requests: readonly SiteRequest[];
  /** Oldest first. */
  readonly tidings: readonly (Tiding & { readonly at: number })[];
}

export async function startRecordingSite(): Promise<RecordingSite> {
  await using started = new AsyncDisposableStack();
  const site = started.use(await startSite());
  const requests: SiteRequest[] = [];
  const tidings: (Tiding & { at: number })[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '' } = request;
    const at = Date.now();
    requests.push({ at, method, path });
    if (path === PROBE_PATH) {
      void json(request).then((told) => tidings.push({ ...tidingSchema.parse(told), at }));
      response.writeHead(204).end();
    } else pass(site.url, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.defer(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site listens on no port');
  const owned = started.move();
  return {
    url: `http://127.0.0.1:${address.port}`,
    bookings: site.bookings,
    requests,
    tidings,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Hands a request on to the site and its answer back, with the probe in documents. */
async function pass(site: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '/', headers } = request;
  const passed = forward(`${site}${url}`, { method, headers });
  request.pipe(passed);
  const [answered]: IncomingMessage[] = await once(passed, 'response');
  if (answered === undefined) throw new Error('the site gave no answer');
  const { statusCode = 502, headers: given } = answered;
  const body = await text(answered);
  const isDocument = given['content-type']?.startsWith('text/html') ?? false;
  const { 'content-length': _, 'transfer-encoding': __, ...kept } = given;
  response.writeHead(statusCode, kept).end(isDocument ? body.replace('<head>', `<head>${PROBE}`) : body);
}
