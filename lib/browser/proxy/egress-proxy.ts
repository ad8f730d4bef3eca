import type { IncomingMessage } from 'node:http';
import type { lookup, LookupAddress } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { RequestError, Server, type PrepareRequestFunctionResult } from 'proxy-chain';
import { failureName, refusalText, type Failure } from './failures.ts';
import type { NetworkAccess } from './network-access.ts';
import { findRoute, systemNames, type Resolve, type Route } from './route.ts';
import { readTarget, type Target } from './target.ts';
import { TiedAgent, tie } from './upstream-socket.ts';

export interface EgressProxyOptions {
  readonly access: NetworkAccess;
  /** Why a host is refused whatever its addresses are; undefined when it is not. Default: none is. */
  readonly refuse?: (host: string) => string | undefined;
  /**
   * Asked whenever something of the browser is about to leave. After a freeze the sockets may be read before any timer
   * runs that would switch the proxy off, so that being switched on is not enough. Default: it may.
   */
  readonly mayForward?: () => boolean;
  /** Told of every request that was refused, or that reached nobody. */
  readonly onFailure?: (failure: Failure) => void;
  /** Default: as the machine does. */
  readonly resolve?: Resolve;
}

/** Headers for the proxy alone, which would tell sites that there is one. */
const FOR_PROXIES = /^proxy-/i;

/**
 * The browser's only way out: an HTTP proxy in this process that connects pages to what they may reach, and to nothing
 * else, and only while it is told to. It ends with the process, and so does every connection of the browser.
 */
export class EgressProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #access: NetworkAccess;
  readonly #refuse: (host: string) => string | undefined;
  readonly #resolve: Resolve;
  readonly #onFailure: (failure: Failure) => void;
  readonly #mayForward: () => boolean;
  #forwarding = false;

  private constructor({
    access,
    refuse = () => undefined,
    onFailure = () => undefined,
    mayForward = () => true,
    resolve = systemNames,
  }: EgressProxyOptions) {
    this.#access = access;
    this.#refuse = refuse;
    this.#resolve = resolve;
    this.#onFailure = onFailure;
    this.#mayForward = mayForward;
    this.#server = new Server({
      host: '127.0.0.1',
      port: 0,
      prepareRequestFunction: ({ request, hostname, port, isHttp }) =>
        this.#prepare(request, readTarget(hostname, port), isHttp),
    });
    const { server } = this.#server;
    // A page may wait for the headers of a stream whose first byte comes much later.
    server.on('request', (_, response) => response.once('pipe', () => response.flushHeaders()));
    // An idle connection costs nothing here, and one that closes just when it is used costs the page a request.
    server.keepAliveTimeout = 0;
    // Nor is there a limit to how long an upload takes.
    server.requestTimeout = 0;
    this.forwarding = false;
  }

  /** Starts a proxy on a free port of this machine. It does not forward yet. */
  static async start(options: EgressProxyOptions): Promise<EgressProxy> {
    const proxy = new EgressProxy(options);
    await proxy.#server.listen();
    return proxy;
  }

  get port(): number {
    return this.#server.port;
  }

  get forwarding(): boolean {
    return this.#forwarding;
  }

  /** Off: every connection is cut at once, on both sides, and none is accepted. */
  set forwarding(forwarding: boolean) {
    this.#forwarding = forwarding;
    this.#server.server.maxConnections = forwarding ? Number.MAX_SAFE_INTEGER : 0;
    if (!forwarding) this.#server.closeConnections();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.forwarding = false;
    await this.#server.close(true);
  }

  async #prepare(
    request: IncomingMessage,
    target: Target | undefined,
    isPlain: boolean,
  ): Promise<PrepareRequestFunctionResult> {
    const browser = request.socket;
    if (!this.#checkLeave()) throw new RequestError('Nothing is forwarded now.', 403);
    if (target === undefined || (isPlain && hasCredentials(request.url)))
      throw new RequestError('This is not an address that pages may ask for.', 403);
    const failed = (error: Error) => this.#onFailure({ kind: 'failed', target, reason: failureName(error) });
    const route = await this.#route(target, browser, failed);
    if (route.kind === 'refused') {
      const failure: Failure = { kind: 'refused', target, reason: route.reason };
      this.#onFailure(failure);
      throw new RequestError(refusalText(failure), 403);
    }
    removeHeaders(request.rawHeaders, FOR_PROXIES);
    if (!isPlain)
      browser.once('pipe', (site: Socket) => {
        tie(site, browser, failed);
        // Before the pipe hands it on.
        browser.prependListener('data', () => void (this.#checkLeave() || site.destroy()));
      });
    return {
      dnsLookup: answering(route.addresses, browser),
      httpAgent: new TiedAgent(browser, failed),
    };
  }

  /** Cuts everything when nothing may be forwarded any more. */
  #checkLeave(): boolean {
    const isOpen = this.#mayForward();
    if (!isOpen) this.forwarding = false;
    return isOpen;
  }

  async #route(target: Target, browser: Socket, failed: (error: Error) => void): Promise<Route> {
    const reason = this.#refuse(target.host);
    if (reason !== undefined) return { kind: 'refused', reason };
    const route = await findRoute(target, this.#access, this.#resolve).catch((error: Error) => {
      failed(error);
      browser.destroy();
      throw error;
    });
    // Switched off during the look-up.
    if (browser.destroyed) throw new RequestError('The browser has hung up.', 403);
    return route;
  }
}

/** A look-up that knows its answer: what was checked is what is dialled. */
function answering(addresses: readonly LookupAddress[], browser: Socket): typeof lookup {
  const answer: LookupFunction = (_name, { all }, callback) => {
    const [first] = addresses;
    if (browser.destroyed || first === undefined) callback(new Error('nobody wants this any more'), '');
    else if (all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sockets call it in this one form
  return answer as typeof lookup;
}

function hasCredentials(url = ''): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

function removeHeaders(rawHeaders: string[], names: RegExp): void {
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (names.test(rawHeaders[index] ?? '')) rawHeaders.splice(index, 2);
}
