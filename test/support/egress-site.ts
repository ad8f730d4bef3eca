import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Server as ProxyServer } from 'proxy-chain';
import { portOf } from './port-of.ts';

const PAGE = join(import.meta.dirname, '..', 'site', 'egress.html');
/** Trusted like TLS, so that the page may have a service worker. */
const HOST = 'localhost';

const WORKER =
  'onmessage = ({ data }) => fetch(data, { mode: "no-cors" }).catch(() => 0).then(() => postMessage("done"));';
const SERVICE_WORKER =
  'onmessage = ({ data, ports: [port] }) => fetch(data, { mode: "no-cors" }).catch(() => 0).then(() => port.postMessage("done"));';

/**
 * The page of test/site that tries every way out, and a proxy that hands everything but this page on to the proxy under
 * test. So the page comes from somewhere, and the rules under test know nothing of it.
 */
export interface EgressSite extends AsyncDisposable {
  readonly url: string;
  /** Where Chromium is sent. */
  readonly proxyPort: number;
  /** What left the browser: `GET http://host:port/path`, `CONNECT host:port`. */
  readonly requests: string[];
}

export async function startEgressSite(proxyUnderTest: number): Promise<EgressSite> {
  const requests: string[] = [];
  const site = createServer((request, response) => void answer(new URL(request.url ?? '/', 'http://site'), response));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const sitePort = portOf(site);
  const proxy = new ProxyServer({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction({ request, hostname, port }) {
      if (hostname === HOST && port === sitePort) return {};
      requests.push(`${request.method} ${request.url}`);
      return { upstreamProxyUrl: `http://127.0.0.1:${proxyUnderTest}` };
    },
  });
  await proxy.listen();
  return {
    url: `http://${HOST}:${sitePort}/`,
    proxyPort: proxy.port,
    requests,
    async [Symbol.asyncDispose]() {
      await proxy.close(true);
      site.close();
      site.closeAllConnections();
    },
  };
}

async function answer({ pathname, searchParams }: URL, response: ServerResponse): Promise<void> {
  const to = searchParams.get('to') ?? '';
  const script = { 'content-type': 'text/javascript' };
  const html = { 'content-type': 'text/html' };
  if (pathname === '/redirect') response.writeHead(302, { location: to }).end();
  else if (pathname === '/refresh')
    response.writeHead(200, html).end(`<meta http-equiv="refresh" content="0; url=${to}">`);
  else if (pathname === '/worker.js') response.writeHead(200, script).end(WORKER);
  else if (pathname === '/service-worker.js') response.writeHead(200, script).end(SERVICE_WORKER);
  else response.writeHead(200, html).end(await readFile(PAGE));
}
