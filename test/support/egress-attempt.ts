import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import { EgressProxy } from '../../lib/browser/proxy/egress-proxy.ts';
import type { Failure } from '../../lib/browser/proxy/failures.ts';
import type { Resolve } from '../../lib/browser/proxy/route.ts';
import { startCanary, type Canary } from './canary.ts';
import { startEgressSite } from './egress-site.ts';
import { OpenedPage } from './opened-page.ts';

/** The ways of test/site/egress.html that ask over HTTP, and the page's own tab. */
export const WAYS = [
  'navigation',
  'fetch',
  'image',
  'form',
  'iframe',
  'redirect',
  'refresh',
  'serviceWorker',
  'worker',
  'prefetch',
] as const;

export interface Attempt {
  /** What left the browser, as a proxy sees it. */
  readonly requests: readonly string[];
  readonly failures: readonly Failure[];
  readonly canaries: Readonly<Record<'http' | 'websocket' | 'webRtc', Canary>>;
  /** Ways that came to no end. */
  readonly unfinished: readonly string[];
}

interface AttemptOptions {
  readonly allowLoopback: boolean;
  /** Hosts at which the canaries listen. */
  readonly atCanaries: readonly string[];
  /** Hosts to try at the port of the web. */
  readonly elsewhere?: readonly string[];
  readonly executablePath?: string;
  /** How long ways may take that come to no end. Default 8,000. */
  readonly patienceMs?: number;
}

/** Lets a page try every way to each of the hosts, at once. What it reaches is known when this resolves. */
export async function attempt(options: AttemptOptions): Promise<Attempt & AsyncDisposable> {
  const { allowLoopback, atCanaries, elsewhere = [], executablePath, patienceMs = 8_000 } = options;
  await using opened = new AsyncDisposableStack();
  const canaries = {
    http: opened.use(await startCanary()),
    websocket: opened.use(await startCanary()),
    webRtc: opened.use(await startCanary()),
  };
  const ports = Object.fromEntries(Object.entries(canaries).map(([way, { port }]) => [way, port]));
  const failures: Failure[] = [];
  const proxy = opened.use(
    await EgressProxy.start({
      // The ports are open, so that only the addresses can be the reason for a refusal.
      access: { allowLoopback, allowHosts: atCanaries.flatMap((host) => allowed(host, Object.values(ports))) },
      onFailure: (failure) => failures.push(failure),
      resolve: namesOfTest(),
    }),
  );
  proxy.forwarding = true;
  const site = opened.use(await startEgressSite(proxy.port));
  const chromium = opened.use(
    await launchChromium({ proxyPort: site.proxyPort, ...(executablePath !== undefined && { executablePath }) }),
  );
  const page = await OpenedPage.open(chromium, site.url);
  const [unfinished, there] = await Promise.all([
    page.read<string[]>(`tryAll(${JSON.stringify(atCanaries)}, ${JSON.stringify(ports)}, ${patienceMs})`),
    page.read<string[]>(`tryAll(${JSON.stringify(elsewhere)}, { http: 80 }, ${patienceMs})`),
    ...atCanaries.map((host) => OpenedPage.open(chromium, `http://${host}:${canaries.http.port}/navigation/${host}`)),
    ...elsewhere.map((host) => OpenedPage.open(chromium, `http://${host}/navigation/${host}`)),
  ]);
  const owned = opened.move();
  return {
    requests: site.requests,
    failures,
    canaries,
    unfinished: [...unfinished, ...there],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What browsers make of a host. */
export function canonical(host: string): string {
  return new URL(`http://${host}/`).hostname;
}

function allowed(host: string, ports: readonly number[]): string[] {
  return ports.map((port) => `${canonical(host)}:${port}`);
}

/** Names of this machine; `rebound.test` is one only from the second look-up on, and in nobody's network before. */
function namesOfTest(): Resolve {
  const lookedUp = new Set<string>();
  return async (name) => {
    const isFirst = !lookedUp.has(name);
    lookedUp.add(name);
    return name === 'rebound.test' && isFirst
      ? [{ address: '2fff::1', family: 6 }]
      : [{ address: '127.0.0.1', family: 4 }];
  };
}
